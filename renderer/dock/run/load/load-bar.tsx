import { TrendingDown, TrendingUp } from "lucide-react";
import { loadWords } from "../../../../design/compare/scenario-words.ts";
import { updateLoadStep } from "../../../../design/document/operations-load.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { formatDuration } from "../../../../design/words/time-units.ts";
import { documentStore } from "../../../stores/document-store.ts";
import { TimelineBar } from "../timeline/timeline-bar.tsx";
import { useTimelineScale } from "../timeline/timeline-scale.ts";
import { levelOf, levelText, loadTip } from "./load-levels.ts";
import { removeStep, StepForm } from "./step-form.tsx";
import { dockRunWords } from "../../../words/dock-run.ts";

interface LoadBarProps {
  readonly step: LoadStep;
  /** In the design's list. */
  readonly index: number;
  readonly lane: number;
  /** Of the producer. */
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** One step or ramp of the planned load (rule P7). */
export function LoadBar({ step, index, lane, name, open, onOpenChange }: LoadBarProps) {
  const { lengthMs } = useTimelineScale();
  const isRamp = step.shape === "ramp";
  const isRate = step.ratePerSecond !== undefined;
  const Ramp = !isRate && (step.rateFactor ?? 1) < 1 ? TrendingDown : TrendingUp;
  const settle = (): void => documentStore.getState().mark();
  const atLevel = (level: number | undefined): string => levelText(isRate ? { ratePerSecond: level } : { rateFactor: level });

  function change(part: Parameters<typeof updateLoadStep>[2], what: string, mergeKey: string): void {
    const { design, edit } = documentStore.getState();
    edit(updateLoadStep(design, index, part), dockRunWords.whatThePlannedLoadOfName(what, name), { mergeKey: `load/${index}/${mergeKey}` });
  }

  function onOtherKey(key: string): boolean {
    if (key.toLowerCase() !== "r") return false;
    // A ramp needs to know how long it takes: a step that lasted to the end takes what is drawn of it.
    const durationMs = step.durationMs ?? Math.max(1, lengthMs - step.atMs);
    change(isRamp ? { shape: undefined } : { shape: "ramp", durationMs }, dockRunWords.change, "shape");
    settle();
    return true;
  }

  return (
    <TimelineBar
      span={step}
      lane={lane}
      tone="load"
      words={`At ${formatDuration(step.atMs)}: ${loadWords(step, () => name)}`}
      mayLast={!isRamp}
      level={levelOf(step)}
      tipOf={(span, level) => loadTip(span, atLevel(level), isRamp)}
      open={open}
      onOpenChange={onOpenChange}
      formLabel={dockRunWords.plannedLoadOfName(name)}
      form={<StepForm step={step} index={index} name={name} onRemoved={() => onOpenChange(false)} />}
      onSpan={({ atMs, durationMs }, part) => change({ atMs, durationMs }, part.endsWith("move") ? dockRunWords.move : dockRunWords.resize, part)}
      onLevel={(level, part) => change(isRate ? { ratePerSecond: level } : { rateFactor: level }, dockRunWords.change, part)}
      onSettle={settle}
      onRemove={() => removeStep(index, name)}
      onOtherKey={onOtherKey}
      otherKeys={isRamp ? dockRunWords.rMakesItAStep : dockRunWords.rMakesItARamp}
    >
      {isRamp && <Ramp size={12} aria-hidden="true" />}
      <span>{levelText(step)}</span>
    </TimelineBar>
  );
}
