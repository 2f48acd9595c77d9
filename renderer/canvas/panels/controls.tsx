import { Maximize, Minus, Plus } from "lucide-react";
import { useCommand } from "../../commands/use-command.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import { useRun } from "../../stores/run-store.ts";
import { isActive } from "../../stores/run-state.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useHighestSampling } from "../live/sampling.ts";
import { useZoomPercent, viewStore } from "../state/view-store.ts";
import { canvasWords } from "../../words/canvas.ts";
import "./panels.css";

/** Zoom and fit at the canvas's lower left corner; beside them, what a dot stands for when it is not one event. */
export function Controls() {
  const percent = useZoomPercent();
  const zoomOut = useCommand("view.zoom-out");
  const zoomIn = useCommand("view.zoom-in");
  const fit = useCommand("view.fit");
  return (
    <div className="canvas-controls react-flow__panel" role="toolbar" aria-label={canvasWords.zoom}>
      <IconButton label={canvasWords.zoomOut} icon={Minus} shortcut={zoomOut.shortcut} onClick={zoomOut.perform} />
      <button type="button" className="canvas-zoom" aria-label={canvasWords.zoomPercentPerCentSetTo100(percent)} onClick={() => viewStore.getState().canvas?.zoomTo(1)}>
        {percent} %
      </button>
      <IconButton label={canvasWords.zoomIn} icon={Plus} shortcut={zoomIn.shortcut} onClick={zoomIn.perform} />
      <IconButton label={canvasWords.fitTheDesign} icon={Maximize} shortcut={fit.shortcut} onClick={fit.perform} />
      <Sampling />
    </div>
  );
}

function Sampling() {
  const sampling = useHighestSampling();
  const isRunning = useRun((run) => isActive(run.run));
  if (sampling <= 1 || !isRunning || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  return (
    <span className="canvas-sampling" title={canvasWords.thereAreTooManyEventsToShow}>
      {canvasWords.dotsAreSamplesUpTo1Count(formatCount(sampling))}
    </span>
  );
}
