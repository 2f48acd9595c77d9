import { TrendingDown, TrendingUp } from "lucide-react";
import { Popover } from "radix-ui";
import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from "react";
import { loadWords } from "../../../../design/compare/scenario-words.ts";
import { updateLoadStep } from "../../../../design/document/operations-load.ts";
import { formatNumber, formatRate } from "../../../../design/words/numbers.ts";
import { formatDuration } from "../../../../design/words/time-units.ts";
import { documentStore } from "../../../stores/document-store.ts";
import { removeStep, StepForm } from "./step-form.tsx";
import { shareOf, snapped, snapStepMs, type PlacedStep } from "./step-place.ts";

interface StepBarProps extends PlacedStep {
  readonly name: string;
  readonly lengthMs: number;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Pointers move at least so far, in pixels, before a bar does. */
const SLOP = 4;

/** One step of the plan: opened by a click, moved by dragging or with the arrow keys, removed with Delete. */
export function StepBar({ step, index, lane, name, lengthMs, open, onOpenChange }: StepBarProps) {
  const drag = useRef<{ x: number; atMs: number; moved: boolean } | null>(null);
  const { left, width } = shareOf(step, lengthMs);
  const words = `At ${formatDuration(step.atMs)}: ${loadWords(step, () => name)}`;
  const Ramp = step.ratePerSecond === undefined && (step.rateFactor ?? 1) < 1 ? TrendingDown : TrendingUp;

  function move(atMs: number, key: string): void {
    const { design, edit } = documentStore.getState();
    if (atMs !== step.atMs) edit(updateLoadStep(design, index, { atMs }), `Move the planned load of ${name}`, { mergeKey: `load/${index}/${key}` });
  }

  function onPointerMove({ clientX, currentTarget }: PointerEvent<HTMLButtonElement>): void {
    const from = drag.current;
    const trackWidth = currentTarget.parentElement?.clientWidth ?? 0;
    if (from === null || trackWidth === 0 || (!from.moved && Math.abs(clientX - from.x) < SLOP)) return;
    from.moved = true;
    move(snapped(from.atMs + ((clientX - from.x) / trackWidth) * lengthMs, lengthMs), "drag");
  }

  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>): void {
    const direction = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (direction === 0 && event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    if (direction === 0) {
      // The bar goes: the keyboard stays in its row.
      event.currentTarget.closest(".load-row")?.querySelector<HTMLElement>(".icon-button")?.focus();
      removeStep(index, name);
    } else move(snapped(step.atMs + direction * snapStepMs(lengthMs) * (event.shiftKey ? 10 : 1), lengthMs), "keys");
  }

  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Anchor asChild>
        <button
          type="button"
          className="load-step"
          data-open={open}
          data-lasts={step.durationMs === undefined}
          style={{ left: `${left * 100}%`, width: `${width * 100}%`, "--lane": lane } as CSSProperties}
          aria-label={words}
          aria-haspopup="dialog"
          aria-expanded={open}
          title={`${words}. Drag to move, click to change.`}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            drag.current = { x: event.clientX, atMs: step.atMs, moved: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={onPointerMove}
          onPointerUp={() => drag.current?.moved && documentStore.getState().mark()}
          onPointerCancel={() => (drag.current = null)}
          onClick={() => {
            const dragged = drag.current?.moved === true;
            drag.current = null;
            if (!dragged) onOpenChange(!open);
          }}
          onBlur={() => documentStore.getState().mark()}
          onKeyDown={onKeyDown}
        >
          {step.shape === "ramp" && <Ramp size={12} aria-hidden="true" />}
          <span>{step.ratePerSecond === undefined ? `× ${formatNumber(step.rateFactor ?? 1)}` : formatRate(step.ratePerSecond)}</span>
        </button>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content className="load-popover" side="right" align="end" sideOffset={6} collisionPadding={8} aria-label={`Planned load of ${name}`}>
          <StepForm step={step} index={index} name={name} onRemoved={() => onOpenChange(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
