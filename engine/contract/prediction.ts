import { z } from "zod";
import { nodeReportSchema } from "./report.ts";
import { statsSchema } from "./stats.ts";

const n = z.number();

/** A formula's word on a consumer (rule F2): waits in ms. */
export const closedFormSchema = z.object({
  /** In Kendall's notation: `M/M/2`. */
  model: z.string(),
  formula: z.string(),
  arrivalsPerSecond: n,
  utilization: n,
  waitMeanMs: n,
  waitP95Ms: n.optional(),
});
export type ClosedForm = z.output<typeof closedFormSchema>;

/** What the forecast says of a node or implicit queue at the same moment as a frame: the same windows, the same sample path. */
export const nodePredictionSchema = z.object({ inPerSecond: n, outPerSecond: n, depth: n, utilization: n, waitMs: statsSchema, serviceMs: statsSchema });
export type NodePrediction = z.output<typeof nodePredictionSchema>;

/** The forecast that runs beside a live run: same design, seed and changes, at the design time of the run's frames. */
export const predictionSchema = z.object({
  runId: z.string(),
  atMs: n,
  nodes: z.record(z.string(), nodePredictionSchema),
  channels: z.record(z.string(), nodePredictionSchema),
  closedForms: z.record(z.string(), closedFormSchema),
});
export type Prediction = z.output<typeof predictionSchema>;

/** The same for the whole run, in its report. */
export const predictedReportSchema = z.object({
  nodes: z.record(z.string(), nodeReportSchema),
  channels: z.record(z.string(), nodeReportSchema),
  endToEndMs: statsSchema,
  closedForms: z.record(z.string(), closedFormSchema),
});
export type PredictedReport = z.output<typeof predictedReportSchema>;

/** Rule F4's tolerance for times: 10 %, and never less than 3 ms. */
const TIME_SHARE = 0.1;
const TIME_LEAST_MS = 3;
/** Rates are over a second, in which chance moves them by more than the executors do. */
const RATE_SHARE = 0.1;
const RATE_LEAST = 3;
const SHARE_LEAST = 0.05;

/** What two numbers are of; it decides how far apart they may be. */
export type Compared = "ms" | "/s" | "share";

/** Whether a measured number is further from the predicted one than both executors may differ (rule F4). */
export function isOff(measured: number, predicted: number, of: Compared): boolean {
  const apart = Math.abs(measured - predicted);
  if (of === "ms") return apart > Math.max(TIME_SHARE * predicted, TIME_LEAST_MS);
  return of === "/s" ? apart > Math.max(RATE_SHARE * predicted, RATE_LEAST) : apart > SHARE_LEAST;
}
