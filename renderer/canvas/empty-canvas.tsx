import { Workflow } from "lucide-react";
import { canvasWords } from "../words/canvas.ts";
import { Sentence } from "../words/sentence.tsx";

/** What to do with an empty canvas. */
export function EmptyCanvas() {
  return (
    <div className="canvas-empty">
      <Workflow size={40} strokeWidth={1.25} aria-hidden="true" />
      <p className="canvas-empty-title">{canvasWords.drawWhatEmitsEventsAndWhatThey}</p>
      <p>
        <Sentence text={canvasWords.dragAProducer} parts={[<kbd key="key">A</kbd>]} />
        <br />
        <Sentence text={canvasWords.pullAnEdgeFromItsPort} parts={[<kbd key="key">A</kbd>]} />
      </p>
    </div>
  );
}
