import { LESSON_FIGURES, LESSON_STATISTICS, type Comparison, type LessonFigure, type Measure } from "../../design/lessons/measure.ts";
import type { LessonPrediction } from "../../design/lessons/schema.ts";
import { figureOf, FIGURES, STATISTICS, type FigureName } from "./figures.ts";
import type { Report } from "./report.ts";

/** A lesson's reports: that of the step at hand, and those of other steps by their number, counted from 1. */
export interface LessonReports {
  readonly own: Report;
  readonly step: (number: number) => Report | undefined;
}

// Lessons know every figure and statistic that a plot knows.
FIGURES satisfies readonly (typeof LESSON_FIGURES)[number][];
STATISTICS satisfies readonly (typeof LESSON_STATISTICS)[number][];

/** The number that a lesson asks for, or null where it was not measured or the step that it is of has not been run. */
export function measured(reports: LessonReports, { figure, node, statistic = "mean", step }: Measure): number | null {
  const report = step === undefined ? reports.own : reports.step(step);
  if (!report) return null;
  if (isPlotted(figure)) return figureOf(report, { figure, node: node ?? null, statistic })?.value ?? null;
  return ofTheRun(report, figure) ?? ofANode(report, figure, node ?? "", statistic);
}

/** Whether a comparison holds; null where one of its numbers is not known. */
export function holds(reports: LessonReports, comparison: Comparison): boolean | null {
  const left = measured(reports, comparison);
  const base = comparison.times === undefined ? 1 : measured(reports, comparison.times);
  if (left === null || base === null) return null;
  const right = comparison.value * base;
  switch (comparison.op) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** The index of the choice that a run proved right: the first whose comparisons all hold. -1: none; null: another step must be run first. */
export function rightChoice(reports: LessonReports, choices: Extract<LessonPrediction, { choices: unknown }>["choices"]): number | null {
  for (const [index, { when = [] }] of choices.entries()) {
    const verdicts = when.map((comparison) => holds(reports, comparison));
    if (verdicts.includes(null)) return null;
    if (!verdicts.includes(false)) return index;
  }
  return -1;
}

/** Whether a predicted number is near enough to the measured one. */
export function isNear(predicted: number, found: number, within: number): boolean {
  return Math.abs(predicted - found) <= Math.abs(found) * within;
}

function isPlotted(figure: LessonFigure): figure is FigureName {
  return FIGURES.some((known) => known === figure);
}

function ofTheRun({ ledger }: Report, figure: LessonFigure): number | null {
  switch (figure) {
    case "produced":
    case "copies":
    case "delivered":
    case "consumed":
    case "duplicated":
    case "deduplicated":
    case "deadLettered":
      return ledger[figure];
    case "dropped":
      return Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
    default:
      return null;
  }
}

function ofANode(report: Report, figure: LessonFigure, id: string, statistic: Measure["statistic"]): number | null {
  const node = report.nodes[id] ?? report.channels[id];
  const scaling = report.scaling?.[id];
  switch (figure) {
    case "in":
    case "out":
    case "errors":
    case "retries":
      return node?.[figure] ?? null;
    case "hitRatio":
      return node?.hitRatio ?? null;
    case "replicas":
      return scaling?.replicas[statistic === "max" ? "max" : "mean"] ?? null;
    case "replicaChanges":
      return scaling?.count ?? null;
    case "formulaWaitMs":
      return report.closedForms?.[id]?.[statistic === "p95" ? "waitP95Ms" : "waitMeanMs"] ?? null;
    default:
      return null;
  }
}
