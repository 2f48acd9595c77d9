import { Popover } from "radix-ui";
import { useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { movedSpan, rungFrom, type Grip } from "./grips.ts";
import { shareOf, snapStepMs, type Span } from "./spans.ts";
import { useTimelineScale } from "./timeline-scale.ts";
import { useBarDrag } from "./use-bar-drag.ts";
import { ValueTip, type TipPlace } from "./value-tip.tsx";

/** A value that is changed by dragging a bar up and down, or with the arrow keys. */
export interface BarLevel {
  readonly value: number;
  /** The values that it goes through, ascending. */
  readonly ladder: readonly number[];
}

export interface TimelineBarProps {
  readonly span: Span;
  readonly lane: number;
  /** Its colour: that of load, or that of an experiment. */
  readonly tone: "load" | "chaos";
  /** Says what is planned, with its time: the accessible name. */
  readonly words: string;
  /** Whether it may last to the end of the run. */
  readonly mayLast: boolean;
  readonly level?: BarLevel;
  /** What the tip says while the bar is dragged, of the values as they are then. */
  readonly tipOf: (span: Span, level: number | undefined) => string;
  /** Whether its form is open. */
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly formLabel: string;
  readonly form: ReactNode;
  /** Writes a change; those of one drag, or of one row of key presses, have the same `part` and are one step of undo until `onSettle`. */
  readonly onSpan: (span: Span, part: string) => void;
  readonly onLevel?: (level: number, part: string) => void;
  readonly onSettle: () => void;
  readonly onRemove: () => void;
  /** Keys that only this sort of bar knows; true when it was one. */
  readonly onOtherKey?: (key: string) => boolean;
  /** The same in words, as part of the bar's tooltip: `R for a ramp`. */
  readonly otherKeys?: string;
  readonly children: ReactNode;
}

/** What is planned for a stretch of time: opened by a click, moved and resized by dragging or with the arrow keys, removed with Delete. */
export function TimelineBar(props: TimelineBarProps) {
  const { span, lane, tone, words, level, open, onOpenChange, onSettle } = props;
  const { lengthMs } = useTimelineScale();
  const [tip, setTip] = useState<TipPlace | null>(null);
  const { left, width } = shareOf(span, lengthMs);

  function change(from: { span: Span; level?: number }, grip: Grip, by: number, untilMs: number, part: string): string {
    if (grip === "level") {
      const value = level === undefined || from.level === undefined ? undefined : rungFrom(level.ladder, from.level, by);
      if (value !== undefined && value !== level?.value) props.onLevel?.(value, part);
      return props.tipOf(span, value);
    }
    const moved = movedSpan(from.span, grip, by, { lengthMs, untilMs, mayLast: props.mayLast });
    if (moved.atMs !== span.atMs || moved.durationMs !== span.durationMs) props.onSpan(moved, part);
    return props.tipOf(moved, level?.value);
  }

  const drag = useBarDrag({
    span,
    level: level?.value,
    onDrag: (from, grip, by, { clientX, clientY }) => setTip({ x: clientX, y: clientY, text: change(from, grip, by, lengthMs, `drag-${grip}`) }),
    onDragEnd: () => {
      setTip(null);
      onSettle();
    },
    onDragCancel: (from, grip) => {
      if (grip !== "level") props.onSpan(from.span, `drag-${grip}`);
      else if (from.level !== undefined) props.onLevel?.(from.level, "drag-level");
    },
    onClick: () => onOpenChange(!open),
  });

  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>): void {
    const bar = event.currentTarget;
    if (!press(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Delete" || event.key === "Backspace") bar.closest(".timeline-row")?.querySelector<HTMLElement>(".icon-button")?.focus();
  }

  function press(event: KeyboardEvent<HTMLButtonElement>): boolean {
    const { key, shiftKey, altKey } = event;
    const steps = ARROWS[key];
    if (key === "Delete" || key === "Backspace") {
      props.onRemove();
      return true;
    }
    if (steps === undefined) return !event.ctrlKey && !event.metaKey && props.onOtherKey?.(key) === true;
    const isLevel = key === "ArrowUp" || key === "ArrowDown";
    if (isLevel && level === undefined) return false;
    const grip = isLevel ? "level" : altKey ? "end" : "move";
    const by = steps * (shiftKey ? (isLevel ? 3 : 10) : 1);
    const text = change({ span, level: level?.value }, grip, isLevel ? by : by * snapStepMs(lengthMs), Number.POSITIVE_INFINITY, `keys-${grip}`);
    const box = event.currentTarget.getBoundingClientRect();
    setTip({ x: box.left + box.width / 2, y: box.top, text });
    return true;
  }

  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Anchor asChild>
        <button
          type="button"
          className="timeline-bar"
          data-tone={tone}
          data-open={open}
          data-lasts={span.durationMs === undefined}
          style={{ left: `${left * 100}%`, width: `${width * 100}%`, "--lane": lane } as CSSProperties}
          aria-label={words}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-description={helpOf(level !== undefined, props.otherKeys)}
          title={tip === null ? `${words}.\n${helpOf(level !== undefined, props.otherKeys)}` : undefined}
          {...drag}
          onBlur={() => {
            setTip(null);
            onSettle();
          }}
          onKeyDown={onKeyDown}
        >
          <i className="bar-grip" data-grip="start" aria-hidden="true" />
          {props.children}
          <i className="bar-grip" data-grip="end" aria-hidden="true" />
        </button>
      </Popover.Anchor>
      <ValueTip tip={tip} />
      <Popover.Portal>
        <Popover.Content className="timeline-popover" side="right" align="end" sideOffset={6} collisionPadding={8} aria-label={props.formLabel}>
          {props.form}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 };

function helpOf(hasLevel: boolean, otherKeys: string | undefined): string {
  const keys = ["← → move", "Alt+← → resize", ...(hasLevel ? ["↑ ↓ change it"] : []), ...(otherKeys === undefined ? [] : [otherKeys]), "Delete removes"];
  return `Drag it or its ends${hasLevel ? ", up or down for its height" : ""}; click for its form. Keys: ${keys.join(", ")}.`;
}
