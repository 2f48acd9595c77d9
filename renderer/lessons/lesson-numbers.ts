import type { LessonFigure } from "../../design/lessons/measure.ts";
import type { LessonPrediction } from "../../design/lessons/schema.ts";
import { formatCount, formatNumber, formatRate, formatShare, formatTime, NO_NUMBER } from "../../design/words/numbers.ts";

type Unit = Extract<LessonPrediction, { unit: unknown }>["unit"];

/** A measured number with its unit, as everywhere else on the screen. */
export function formatFigure(figure: LessonFigure, value: number | null): string {
  return value === null ? NO_NUMBER : formatIn(unitOf(figure), value);
}

/** A number in a prediction's unit. */
export function formatIn(unit: Unit, value: number): string {
  switch (unit) {
    case "ms":
      return formatTime(value);
    case "perSecond":
      return formatRate(value);
    case "share":
      return formatShare(value);
    case "replicas":
      return `${formatNumber(value)} ${value === 1 ? "replica" : "replicas"}`;
    case "events":
      return formatCount(value);
  }
}

/** What stands behind the field in which a number of a unit is typed. */
export const UNIT_SIGNS: Readonly<Record<Unit, string>> = { ms: "ms", perSecond: "per second", share: "%", replicas: "replicas", events: "events" };

/** What is typed is percent where the answer is a share. */
export function typedScale(unit: Unit): number {
  return unit === "share" ? 100 : 1;
}

function unitOf(figure: LessonFigure): Unit {
  if (figure.endsWith("Ms")) return "ms";
  if (figure === "throughputPerSecond") return "perSecond";
  if (figure === "utilization" || figure === "errorRate" || figure === "hitRatio") return "share";
  return figure === "replicas" ? "replicas" : "events";
}
