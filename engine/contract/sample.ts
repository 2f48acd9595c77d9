import { z } from "zod";

/** An event that crossed an edge at its true time. */
export const moveSampleSchema = z.object({
  type: z.literal("move"),
  edge: z.string(),
  event: z.string(),
  /** Id of the event that the producer emitted and that this one descends from. */
  root: z.string(),
  atMs: z.number(),
  /** Id of the event that it was emitted for, or that this is a call for; absent when it was taken out of a channel. */
  parent: z.string().optional(),
  /** Of a call: when it was made. */
  sinceMs: z.number().optional(),
  /** Id of the trace from outside that it belongs to (W3C Trace Context). */
  trace: z.string().optional(),
  /** It crosses because it failed (to a dead letter, a failed port, or back into its channel for another attempt). */
  failed: z.boolean(),
});

/** What one attempt at one node did with an event. */
export const spanSampleSchema = z.object({
  type: z.literal("span"),
  node: z.string(),
  event: z.string(),
  root: z.string(),
  /** When its service began (for a producer or sink: when it was emitted or arrived), ms of design time. */
  startMs: z.number(),
  waitMs: z.number(),
  serviceMs: z.number(),
  attempt: z.number(),
  outcome: z.enum(["emitted", "done", "failed", "retried", "crashed", "delivered", "deadLettered", "filtered", "dropped", "consumed", "absorbed", "deduplicated"]),
  /** Why it failed or was dropped. */
  reason: z.string().optional(),
  /** Id of the trace from outside that it belongs to (W3C Trace Context). */
  trace: z.string().optional(),
  /** Of an emission: the span outside that it came from. */
  cause: z.string().optional(),
  /** Of an event that a channel left out, so that it crossed no edge: the event that it was emitted for. */
  parent: z.string().optional(),
  /** The event's key; of emissions only, because descendants share their root. */
  key: z.string().optional(),
});

/**
 * Samples with true timings. Whole paths are sampled: an event and all its descendants, or none of them.
 */
export const sampleSchema = z.discriminatedUnion("type", [moveSampleSchema, spanSampleSchema]);
export type Sample = z.output<typeof sampleSchema>;
export type MoveSample = z.output<typeof moveSampleSchema>;
export type SpanSample = z.output<typeof spanSampleSchema>;
