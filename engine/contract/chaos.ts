import { z } from "zod";

const n = z.number();
const id = z.string().min(1).max(64);

export const chaosTargetSchema = z.union([z.strictObject({ node: id }), z.strictObject({ zone: id }), z.strictObject({ redis: z.literal(true) })]);

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
