import { z } from "zod";
import { alertRecordSchema } from "./alerts.ts";
import { auditReportSchema } from "./audit.ts";
import { experimentReportSchema } from "./chaos.ts";
import { ledgerSchema } from "./ledger.ts";
import { statsSchema } from "./stats.ts";

const n = z.number();

export const nodeReportSchema = z.object({
  in: n,
  out: n,
  errors: n,
  retries: n,
  stalls: n,
  /** What came or was done a second time, and what left for a dead letter (rule M1); reports of older versions have neither. */
  duplicates: n.default(0),
  deadLetters: n.default(0),
  /** Of what left it, or of what arrived at a terminal: the higher of the means while producers produced, and until its last event. */
  throughputPerSecond: n,
  utilization: n,
  waitMs: statsSchema,
  serviceMs: statsSchema,
  /** Share of reads that a cache answered itself, 0 to 1 (rule S1). */
  hitRatio: n.optional(),
  depth: z.object({ mean: n, max: n, end: n }),
  /** Of a topic: how far each group was behind, over all partitions (rule T4). */
  lag: z.record(z.string(), z.object({ mean: n, max: n, end: n })).optional(),
});
export type NodeReport = z.output<typeof nodeReportSchema>;

export const sloVerdictSchema = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  value: n,
  op: z.enum(["<=", ">=", "=="]),
  target: n,
  /** Of an SLO with a window: the value of the newest window, while the run goes on. */
  now: n.optional(),
});
export type SloVerdict = z.output<typeof sloVerdictSchema>;

export const reportProblemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  node: z.string().optional(),
});

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

/** What the forecast beside a live run found for the same time: same design, seed and changes (rule F4). */
export const predictedReportSchema = z.object({
  nodes: z.record(z.string(), nodeReportSchema),
  channels: z.record(z.string(), nodeReportSchema),
  endToEndMs: statsSchema,
  closedForms: z.record(z.string(), closedFormSchema),
});
export type PredictedReport = z.output<typeof predictedReportSchema>;

/** One step of an autoscaler (rule O1). */
export const scalingChangeSchema = z.object({ atMs: n, from: n, to: n, why: z.string() });
export type ScalingChange = z.output<typeof scalingChangeSchema>;

/** What an autoscaler did with its consumer; `changes` are the first 1,000 of `count`. */
export const scalingReportSchema = z.object({ replicas: z.object({ mean: n, min: n, max: n, end: n }), count: n, changes: z.array(scalingChangeSchema) });
export type ScalingReport = z.output<typeof scalingReportSchema>;

/** What a run or a forecast found. All times are design time in ms. */
export const reportSchema = z.object({
  format: z.literal("spillway-report"),
  version: z.literal(1),
  mode: z.enum(["live", "forecast"]),
  design: z.object({ name: z.string(), hash: z.string() }),
  seed: n,
  /** How long producers produced. */
  durationMs: n,
  /** How long it then took until nothing was in flight. */
  drainedMs: n,
  /**
   * How it ended: everything drained; stages hold the rest for events that will not come; the drain's time was up; the user stopped it; or the
   * engine failed.
   */
  ended: z.enum(["drained", "nothing-due", "drain-timeout", "stopped", "failed"]),
  machine: z.object({ cpus: n, memoryMb: n, platform: z.string(), node: z.string(), redis: z.string().optional() }),
  saturated: z.array(z.object({ what: z.string(), by: z.string() })),
  /** Of what was delivered: the higher of the means while producers produced, and until the last event. Reports of older versions have none. */
  throughputPerSecond: n.optional(),
  nodes: z.record(z.string(), nodeReportSchema),
  channels: z.record(z.string(), nodeReportSchema.extend({ name: z.string() })),
  endToEndMs: z.object({ all: statsSchema, bySink: z.record(z.string(), statsSchema) }),
  ledger: ledgerSchema,
  slos: z.array(sloVerdictSchema),
  /** By id of the consumer that is governed; absent where there is no autoscaler. */
  scaling: z.record(z.string(), scalingReportSchema).optional(),
  /** What was broken on purpose, in the order in which it began (rule O4). */
  experiments: z.array(experimentReportSchema).optional(),
  /** What its alerts did and why, oldest first (rule O6): the first 1,000 of `count` lines. Absent where the design has none. */
  alerts: z.object({ count: n, log: z.array(alertRecordSchema) }).optional(),
  problems: z.array(reportProblemSchema),
  /** Of a coarse forecast: how many events each simulated one stands for, and what is therefore not as with single ones (rule F6). */
  coarse: z.object({ eachStandsFor: n, notes: z.array(z.object({ node: z.string().optional(), message: z.string() })) }).optional(),
  /** Of a live run in audit mode: what was found by id (rule E4). */
  audit: auditReportSchema.optional(),
  /** Live: a finished event is recognised when it is added again for at least `ms`, among the last `count` of its queue (rule E2). */
  remembered: z.object({ ms: n, count: n }).optional(),
  /** By id of each consumer whose wait has a formula: what that says (rule F2). Absent where none has. */
  closedForms: z.record(z.string(), closedFormSchema).optional(),
  /** Live: the forecast of the same run. */
  predicted: predictedReportSchema.optional(),
  bottleneck: z.object({ node: z.string(), reason: z.string(), utilization: n, relief: z.string() }).nullable(),
});
export type Report = z.output<typeof reportSchema>;
