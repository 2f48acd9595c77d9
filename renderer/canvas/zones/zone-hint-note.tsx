import { isMac } from "../../commands/keys.ts";
import { useCanvasState } from "../state/canvas-state.ts";
import { viewStore } from "../state/view-store.ts";
import { canvasWords } from "../../words/canvas.ts";

/** While cards are dragged over the frame of a zone: what letting them go would do, beside the pointer. */
export function ZoneHintNote() {
  const hint = useCanvasState((state) => state.zoneHint);
  if (hint === null) return null;
  const { x, y, zoom } = viewStore.getState().view;
  const leaves = [...hint.ways.values()].every((way) => way === "out");
  return (
    <div className="zone-hint" data-way={leaves ? "out" : "into"} role="status" style={{ left: hint.at.x * zoom + x + 16, top: hint.at.y * zoom + y + 20 }}>
      {hint.text}
      {leaves && <span> {canvasWords.holdToKeepItIn(isMac() ? "⌘" : "Ctrl")}</span>}
    </div>
  );
}
