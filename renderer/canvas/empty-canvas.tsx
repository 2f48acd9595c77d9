import { Workflow } from "lucide-react";

/** What to do with an empty canvas. */
export function EmptyCanvas() {
  return (
    <div className="canvas-empty">
      <Workflow size={40} strokeWidth={1.25} aria-hidden="true" />
      <p className="canvas-empty-title">Draw what emits events, and what they pass through</p>
      <p>
        Drag a producer from the palette, or press <kbd>A</kbd> to add a node here.
        <br />
        Pull an edge from its port, and choose what follows.
      </p>
    </div>
  );
}
