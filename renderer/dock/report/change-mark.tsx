import { changeOf, type Better } from "../../../engine/contract/report-page/change.ts";
import { dockReportWords } from "../../words/dock-report.ts";

export interface ChangeMarkProps {
  readonly value: number;
  readonly before: number;
  /** The number before as it is written. */
  readonly was: string;
  readonly better: Better;
  /** Says nothing of what has not changed. */
  readonly quiet?: boolean;
}

/** What a number was in the report compared with, and whether it is better or worse now. */
export function ChangeMark({ value, before, was, better, quiet = false }: ChangeMarkProps) {
  const change = changeOf(value, before, better);
  if (!change || (quiet && change.isSame)) return null;
  return (
    <small className="change" data-tone={change.tone}>
      {change.isSame ? change.text : dockReportWords.wasWasText(was, change.text)}
    </small>
  );
}
