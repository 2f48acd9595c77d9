import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { initialSize, PANEL_RANGES, type PanelName } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { shellWords } from "../words/shell.ts";
import "./panel-resizer.css";

const STEP = 16;

/** Which way a panel grows when the pointer moves right or down. */
const GROWTH: Readonly<Record<PanelName, { axis: "x" | "y"; sign: 1 | -1; label: string }>> = {
  palette: { axis: "x", sign: 1, label: shellWords.widthOfThePalette },
  inspector: { axis: "x", sign: -1, label: shellWords.widthOfTheInspector },
  dock: { axis: "y", sign: -1, label: shellWords.heightOfTheDock },
};

/** The edge of a panel: drag it, or use the arrow keys; a double click gives the first size back. */
export function PanelResizer({ panel }: { readonly panel: PanelName }) {
  const size = useSession((session) => session.panels[panel].size);
  const start = useRef<{ at: number; size: number } | null>(null);
  const { axis, sign, label } = GROWTH[panel];
  const { min, max } = PANEL_RANGES[panel];

  function resize(next: number): void {
    sessionStore.getState().resizePanel(panel, next);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: axis === "x" ? event.clientX : event.clientY, size };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!start.current) return;
    const at = axis === "x" ? event.clientX : event.clientY;
    resize(start.current.size + (at - start.current.at) * sign);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const [less, more] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    resize(size + (event.key === more ? STEP : -STEP) * sign);
  }

  return (
    <div
      className={`panel-resizer panel-resizer-${panel}`}
      role="separator"
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (start.current = null)}
      onLostPointerCapture={() => (start.current = null)}
      onDoubleClick={() => resize(initialSize(panel))}
      onKeyDown={onKeyDown}
    />
  );
}
