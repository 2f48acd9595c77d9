import { z } from "zod";
import { closedFormSchema } from "./report.ts";
import { statsSchema } from "./stats.ts";

const n = z.number();

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

/** Rule F4's tolerance: 10 %, and never less than 3 ms; of a second's rate or utilisation never less than what chance does. */
const MOST_APART = 0.1;
const LEAST_APART: Readonly<Record<Compared, number>> = { ms: 3, "/s": 3, share: 0.05 };

/** What two numbers are of; it decides how far apart they may be. */
export type Compared = "ms" | "/s" | "share";

/** Whether a measured number is further from the predicted one than both executors may differ (rule F4). */
export function isOff(measured: number, predicted: number, of: Compared): boolean {
  return Math.abs(measured - predicted) > Math.max(MOST_APART * predicted, LEAST_APART[of]);
}
