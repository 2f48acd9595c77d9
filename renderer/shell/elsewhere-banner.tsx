import { Play } from "lucide-react";
import { useCommand } from "../commands/use-command.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { Button } from "../ui/button.tsx";
import { shellWords } from "../words/shell.ts";
import "./connection-banner.css";

/** Says that the engine runs another design than the one on the screen, and offers to end that. */
export function ElsewhereBanner() {
  const name = useRun(({ elsewhere }) => (isActive(elsewhere) ? (elsewhere?.owner?.name ?? "") : null));
  const stop = useCommand("run.stop-other");
  if (name === null) return null;
  return (
    <div className="elsewhere-banner" role="status">
      <Play size={15} aria-hidden="true" />
      <span>{shellWords.anotherDesignIsRunning(name)}</span>
      <Button size="small" variant="quiet" onClick={stop.perform}>
        {shellWords.stopIt}
      </Button>
    </div>
  );
}
