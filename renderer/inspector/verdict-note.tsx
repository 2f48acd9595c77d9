import { Check, Clock } from "lucide-react";
import type { UpdateVerdict } from "../stores/run-state.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { inspectorWords } from "../words/inspector.ts";

/** Beside the tabs: the run has taken over the last change. */
export function AppliedChip({ id }: { readonly id: string }) {
  const verdict = useVerdict(id);
  return (
    <span className="applied-chip" role="status">
      {verdict?.applied && (
        <span key={verdict.token}>
          <Check size={13} aria-hidden="true" /> {inspectorWords.applied}
        </span>
      )}
    </span>
  );
}

/** Above the settings: why the last change waits for the next run. */
export function LaterNote({ id }: { readonly id: string }) {
  const verdict = useVerdict(id);
  if (!verdict || verdict.applied) return null;
  return (
    <p className="later-note" role="status">
      <Clock size={14} aria-hidden="true" />
      {inspectorWords.fromTheNextRun(verdict.why ?? inspectorWords.itCannotChangeWhileRunning)}
    </p>
  );
}

/** What the engine did with the last change to a node or edge, while a run is on. */
function useVerdict(id: string): UpdateVerdict | undefined {
  return useRun(({ verdicts, run }) => (isActive(run) ? verdicts[id] : undefined));
}
