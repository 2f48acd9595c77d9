import { useRef, useState, type CSSProperties, type PointerEvent, type ReactNode } from "react";
import { drawnSpan, rungFrom } from "./grips.ts";
import { shareOf, type Span } from "./spans.ts";
import { useTimelineScale } from "./timeline-scale.ts";
import { useEscape } from "./use-escape.ts";
import { RUNG_PX, SLOP_PX } from "./use-bar-drag.ts";
import { ValueTip } from "./value-tip.tsx";

/** What is being drawn on an empty stretch. */
export interface Drawn {
  readonly span: Span;
  /** Undefined where drawing up and down means nothing. */
  readonly level: number | undefined;
  /** Whether Shift is held. */
  readonly shifted: boolean;
}

interface TimelineTrackProps {
  /** Lanes of bars below the picture. */
  readonly lanes: number;
  readonly tone: "load" | "chaos";
  /** Drawn behind the bars, such as a rate over time. */
  readonly picture?: ReactNode;
  /** The level that drawing begins with, and those above and below it. */
  readonly level?: { readonly value: number; readonly ladder: readonly number[] };
  readonly tipOf: (drawn: Drawn) => string;
  readonly onDraw: (drawn: Drawn) => void;
  /** The bars. */
  readonly children: ReactNode;
}

/** The stretch of time of one row. Dragging over an empty part of it draws a new bar; Escape gives it up. */
export function TimelineTrack({ lanes, tone, picture, level, tipOf, onDraw, children }: TimelineTrackProps) {
  const { lengthMs, hold } = useTimelineScale();
  const from = useRef<{ x: number; y: number; left: number; width: number } | null>(null);
  const [drawing, setDrawing] = useState<(Drawn & { x: number; y: number }) | null>(null);

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0 || (event.target as Element).closest(".timeline-bar") !== null) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    from.current = { x: event.clientX, y: event.clientY, left, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove({ clientX, clientY, shiftKey }: PointerEvent<HTMLDivElement>): void {
    const start = from.current;
    if (start === null || start.width === 0 || (drawing === null && Math.abs(clientX - start.x) < SLOP_PX)) return;
    if (drawing === null) hold(true);
    const timeAt = (x: number): number => ((x - start.left) / start.width) * lengthMs;
    const rungs = Math.trunc((start.y - clientY) / RUNG_PX);
    setDrawing({
      span: drawnSpan(timeAt(start.x), timeAt(clientX), lengthMs),
      level: level && rungFrom(level.ladder, level.value, rungs),
      shifted: shiftKey,
      x: clientX,
      y: clientY,
    });
  }

  function end(isKept: boolean): void {
    from.current = null;
    if (drawing === null) return;
    hold(false);
    setDrawing(null);
    if (isKept) onDraw({ span: drawing.span, level: drawing.level, shifted: drawing.shifted });
  }

  useEscape(drawing !== null, () => end(false));

  const share = drawing && shareOf(drawing.span, lengthMs);
  return (
    <div
      className="timeline-track"
      style={{ "--lanes": lanes } as CSSProperties}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
    >
      {picture}
      {children}
      {share && <i className="timeline-drawing" data-tone={tone} style={{ left: `${share.left * 100}%`, width: `${share.width * 100}%` }} />}
      <ValueTip tip={drawing && { x: drawing.x, y: drawing.y, text: tipOf(drawing) }} />
    </div>
  );
}
