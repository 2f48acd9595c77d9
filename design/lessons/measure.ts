import { z } from "zod";
import { idSchema } from "../document/identifiers.ts";

/**
 * What a lesson can read off a report. Times in ms, rates per second, shares 0 to 1, everything else in events: times and rates
 * first, then what the ledger says of the whole run, then what is counted at one node.
 */
export const LESSON_FIGURES = [
  "endToEndMs",
  "waitMs",
  "serviceMs",
  "throughputPerSecond",
  "utilization",
  "depth",
  "errorRate",
  "lost",
  "formulaWaitMs",
  "produced",
  "copies",
  "delivered",
  "consumed",
  "duplicated",
  "deduplicated",
  "deadLettered",
  "dropped",
  "in",
  "out",
  "errors",
  "retries",
  "hitRatio",
  "replicas",
  "replicaChanges",
] as const;
export type LessonFigure = (typeof LESSON_FIGURES)[number];

/** Which number of a distribution, of a depth or of replicas. */
export const LESSON_STATISTICS = ["mean", "p50", "p95", "p99", "max"] as const;

/** The statistics of those figures that have any; times have them all. */
export const STATISTICS_OF: Readonly<Partial<Record<LessonFigure, readonly (typeof LESSON_STATISTICS)[number][]>>> = {
  endToEndMs: LESSON_STATISTICS,
  waitMs: LESSON_STATISTICS,
  serviceMs: LESSON_STATISTICS,
  depth: ["mean", "max"],
  replicas: ["mean", "max"],
  formulaWaitMs: ["mean", "p95"],
};

/** Figures of one node only: without a node they say nothing. */
export const NODE_FIGURES: ReadonlySet<LessonFigure> = new Set(["formulaWaitMs", "in", "out", "errors", "retries", "hitRatio", "replicas", "replicaChanges"]);

/** Figures that the ledger has of the whole run: a node would say nothing. */
export const RUN_FIGURES: ReadonlySet<LessonFigure> = new Set(["lost", "produced", "copies", "delivered", "consumed", "duplicated", "deduplicated", "deadLettered", "dropped"]);

/** Kinds that a figure is never measured at, or those alone at which it is. */
const KINDS_WITHOUT: Readonly<Partial<Record<LessonFigure, readonly string[]>>> = { depth: ["producer", "httpSource", "schedule", "consumer", "router", "filter", "transform", "splitter"] };
const KINDS_WITH: Readonly<Partial<Record<LessonFigure, readonly string[]>>> = {
  hitRatio: ["cache"],
  formulaWaitMs: ["consumer"],
  replicas: ["consumer"],
  replicaChanges: ["consumer"],
};

/** Why a figure is not measured at a node of this kind, or null where it may be. */
export function whyNotAt(figure: LessonFigure, kind: string): string | null {
  const only = KINDS_WITH[figure];
  if (only && !only.includes(kind)) return `"${figure}" is of a ${only.join(" or a ")}, and this is a ${kind}.`;
  return KINDS_WITHOUT[figure]?.includes(kind) ? `"${figure}" is of what holds events, such as a queue or a topic, and this is a ${kind}.` : null;
}

const measureShape = {
  figure: z.enum(LESSON_FIGURES),
  /** A node, or an edge that is an implicit queue. */
  node: idSchema.optional(),
  statistic: z.enum(LESSON_STATISTICS).optional(),
  /** Counted from 1: the step whose run is read; this step's own without it. */
  step: z.number().int().min(1).max(50).optional(),
};

/** One number of a report. */
export const measureSchema = z.strictObject(measureShape);
export type Measure = z.output<typeof measureSchema>;

/** `value` alone, or `value` times another measure: "at least 5 × the p99 of step 2". */
export const comparisonSchema = z.strictObject({
  ...measureShape,
  op: z.enum(["<", "<=", ">", ">="]),
  value: z.number(),
  times: measureSchema.optional(),
});
export type Comparison = z.output<typeof comparisonSchema>;
