import { memo } from "react";
import { formatTime } from "../../../design/words/numbers.ts";
import { useHighlight } from "../live/highlight.ts";
import { canvasWords } from "../../words/canvas.ts";

/** What the highlighted event did at a node and how long that took; nothing on the other nodes. */
export const PathTime = memo(function PathTime({ id }: { readonly id: string }) {
  const step = useHighlight((highlight) => highlight?.nodes.get(id) ?? null);
  if (step === null) return null;
  const parts = [
    step.waitMs > 0 ? `${formatTime(step.waitMs)} wait` : "",
    step.serviceMs > 0 ? `${formatTime(step.serviceMs)} service` : "",
    step.attempts > 1 ? `${step.attempts} attempts` : "",
  ].filter((part) => part !== "");
  return <span className="path-time">{parts.length === 0 ? canvasWords.passed : parts.join(" + ")}</span>;
});
