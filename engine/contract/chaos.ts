import { z } from "zod";

const n = z.number();
const id = z.string().min(1).max(64);

export const chaosTargetSchema = z.union([z.strictObject({ node: id }), z.strictObject({ edge: id }), z.strictObject({ zone: id }), z.strictObject({ redis: z.literal(true) })]);

/** An experiment that a person begins while a run is on (rule O4): now, or at a design time to come. */
export const experimentRequestSchema = z.object({
  experiment: z.string().min(1).max(64),
  target: chaosTargetSchema,
  parameters: z.record(z.string(), z.json()).optional(),
  durationMs: z.number().positive().optional(),
  atMs: z.number().min(0).optional(),
});
export type ExperimentRequest = z.output<typeof experimentRequestSchema>;

/** How an experiment of a run stands; times are design time, ms. */
export const experimentStateSchema = z.object({
  id: z.string(),
  /** Its name in files, such as `kill-zone`. */
  experiment: z.string(),
  target: chaosTargetSchema,
  /** From the design's timeline, or begun by hand while the run was on. */
  by: z.enum(["timeline", "hand"]),
  phase: z.enum(["planned", "active", "over", "failed"]),
  atMs: n,
  /** When it ended, or will; `atMs` for what happens at one moment. */
  endMs: n,
  /** What was done, or why it could not be. */
  note: z.string().optional(),
});
export type ExperimentState = z.output<typeof experimentStateSchema>;

/** The worst value of an SLO in a phase of an experiment, over its window or a second. */
export const phaseVerdictSchema = z.object({ value: n, passed: z.boolean() });
export type PhaseVerdict = z.output<typeof phaseVerdictSchema>;

/** What an experiment did to the run, and how that came back to what it was in the 5 s before. Times are design time, ms. */
export const recoverySchema = z.object({
  /** How long after its begin the first sign of it was seen, and in what; null when there was none. */
  detected: z.object({ afterMs: n, by: z.string() }).nullable(),
  /** How long after its end slots, backlog and SLOs were as before and stayed so for half a second; null when not before the run's end. */
  recovered: z.object({ afterMs: n }).nullable(),
  /** Events in flight: the most before it, and until recovery. */
  backlogBefore: n,
  backlogPeak: n,
  /** Events that arrived until recovery later than the slowest of the 5 s before; null where none had arrived. */
  delayed: n.nullable(),
  /** From its begin to that of the next, or the run's end. */
  lost: n,
  duplicated: n,
  /** Before it began; from then until recovery; after that. Null where nothing was measured. */
  slos: z.array(z.object({ id: z.string(), name: z.string(), before: phaseVerdictSchema.nullable(), during: phaseVerdictSchema.nullable(), after: phaseVerdictSchema.nullable() })),
  /** Whether what was expected came true. */
  hypothesis: z.object({ stated: z.boolean(), text: z.string(), held: z.boolean(), why: z.string() }),
});
export type Recovery = z.output<typeof recoverySchema>;

/** One experiment, and what came of it (rule O4). */
export const experimentReportSchema = experimentStateSchema.extend({
  recovery: recoverySchema.optional(),
  /** What heals it, in the product as in what it stands for. */
  healedBy: z.string(),
});
export type ExperimentReport = z.output<typeof experimentReportSchema>;
