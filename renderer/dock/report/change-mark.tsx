import { changeOf } from "./comparison.ts";

export interface ChangeMarkProps {
  readonly value: number;
  readonly before: number;
  readonly better: "more" | "less";
}

/** How a number changed against the report compared with. */
export function ChangeMark(props: ChangeMarkProps) {
  const change = changeOf(props.value, props.before, props.better);
  if (!change) return null;
  return (
    <small className="change" data-tone={change.tone}>
      {change.text}
    </small>
  );
}
