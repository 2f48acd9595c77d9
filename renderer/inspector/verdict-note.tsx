import { Check, Clock } from "lucide-react";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";

/** What the engine did with the last change to this node or edge while a run is on. */
export function VerdictNote({ id }: { readonly id: string }) {
  const verdict = useRun(({ verdicts }) => verdicts[id]);
  const active = useRun(({ run }) => isActive(run));
  if (!verdict || !active) return <p className="verdict-note" role="status" />;
  return (
    <p key={verdict.token} className="verdict-note" data-applied={verdict.applied} role="status">
      {verdict.applied ? <Check size={14} aria-hidden="true" /> : <Clock size={14} aria-hidden="true" />}
      {verdict.applied ? "Applied to the run" : `From the next run: ${verdict.why ?? "it cannot change while running."}`}
    </p>
  );
}
