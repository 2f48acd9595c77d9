import { MOST_LOAD } from "../../../../design/checks/check-load.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { formatRate, formatTyped } from "../../../../design/words/numbers.ts";
import { formatDuration } from "../../../../design/words/time-units.ts";
import type { Span } from "../timeline/spans.ts";
import type { BarLevel } from "../timeline/timeline-bar.tsx";
import { dockRunWords } from "../../../words/dock-run.ts";

const DECADES = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** Factors that a bar goes through when it is dragged up and down. */
export const FACTORS: readonly number[] = [0, 0.1, 0.2, 0.5, 0.8, ...DECADES.flatMap((ten) => [1, 1.5, 2, 3, 4, 5, 6, 8].map((factor) => factor * ten)).filter((factor) => factor <= MOST_LOAD.rateFactor)];
/** Rates that it goes through, events per second. */
export const RATES: readonly number[] = [0, ...DECADES.flatMap((ten) => [1, 1.5, 2, 3, 4, 5, 6, 8].map((factor) => factor * ten)).filter((rate) => rate <= MOST_LOAD.ratePerSecond)];

/** What a step's bar is dragged up and down in: its factor, or its rate. */
export function levelOf({ ratePerSecond, rateFactor }: LoadStep): BarLevel {
  return ratePerSecond === undefined ? { value: rateFactor ?? 1, ladder: FACTORS } : { value: ratePerSecond, ladder: RATES };
}

/** `× 3`, or `300/s` of a step to a rate. */
export function levelText({ ratePerSecond, rateFactor }: Pick<LoadStep, "ratePerSecond" | "rateFactor">): string {
  return ratePerSecond === undefined ? `× ${formatTyped(rateFactor ?? 1)}` : formatRate(ratePerSecond);
}

/** `12 s to 22 s · × 3` while a bar is drawn or dragged. */
export function loadTip({ atMs, durationMs }: Span, level: string, isRamp: boolean): string {
  const span = durationMs === undefined ? dockRunWords.fromDurationToTheEnd(formatDuration(atMs)) : `${formatDuration(atMs)} to ${formatDuration(atMs + durationMs)}`;
  return `${span} · ${isRamp ? "ramp to " : ""}${level}`;
}
