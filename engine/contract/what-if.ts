import { z } from "zod";
import { swapOutcomeSchema } from "./swap.ts";
import { reportSchema, sloVerdictSchema } from "./report.ts";

/** The most forecasts of one sweep. */
export const MOST_POINTS = 400;
const MOST_VALUES = 200;
/** The most replicas that are looked for. */
export const MOST_REPLICAS = 1000;

const id = z.string().min(1).max(100);

/** A number among the settings of a node, and the values that it takes. */
export const axisSchema = z.object({
  node: z.string().min(1),
  path: z.array(z.string().min(1)).min(1).max(10),
  values: z.array(z.number()).min(1).max(MOST_VALUES),
});
export type Axis = z.output<typeof axisSchema>;

/** What every what-if question is asked about. Times are design time in ms. */
const question = {
  /** Chosen by the screen that asks, to tell its answers from others'. */
  id,
  /** Checked again by the engine. */
  design: z.unknown(),
  /** The file that it was opened from or saved to: recorded traces lie beside it. */
  path: z.string().max(4096).optional(),
  seed: z.number().int().min(0).optional(),
  /** How long producers produce; without it until each one's limit. */
  forMs: z.number().positive().optional(),
  drainMs: z.number().min(0).default(90_000),
};

/** Rule F5: forecasts of a design over one or two of its numbers. */
export const sweepRequestSchema = z.object({ ...question, axes: z.array(axisSchema).min(1).max(2) });
export type SweepRequest = z.output<typeof sweepRequestSchema>;

/** Rule F5: the smallest number of replicas of a consumer with which the design meets an SLO. */
export const meetRequestSchema = z.object({ ...question, slo: id, node: id, most: z.number().int().min(1).max(MOST_REPLICAS) });
export type MeetRequest = z.output<typeof meetRequestSchema>;

/** The same seed and load with a queue, a topic and an exchange in place of a channel. */
export const swapRequestSchema = z.object({ ...question, channel: id });
export type SwapRequest = z.output<typeof swapRequestSchema>;

/** What a forecast with these values found, one value for each axis. */
export const sweepPointSchema = reportSchema.pick({ throughputPerSecond: true, nodes: true, channels: true, endToEndMs: true, ledger: true, slos: true, durationMs: true, ended: true }).extend({
  values: z.array(z.number()),
  /** Rule F3: why it is unstable, in sentences; empty when it is not. */
  unstable: z.array(z.string()),
});
export type SweepPoint = z.output<typeof sweepPointSchema>;

/** A number of replicas that was tried. */
export const trialSchema = z.object({
  replicas: z.number(),
  verdict: sloVerdictSchema,
  unstable: z.array(z.string()),
  /** It passes and is stable. */
  meets: z.boolean(),
});
export type Trial = z.output<typeof trialSchema>;

/** The answer to "how many replicas?". */
export const meetAnswerSchema = z.object({
  /** Null when none up to the most does. */
  smallest: z.number().nullable(),
  /** In order of replicas. */
  trials: z.array(trialSchema),
  /** False when more replicas did worse somewhere, so that every number was tried from 1. */
  monotone: z.boolean(),
});
export type MeetAnswer = z.output<typeof meetAnswerSchema>;

/** What a question's answer comes in. A screen ignores other screens' ids. */
export const whatIfItemSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("point"), id, index: z.number(), done: z.number(), total: z.number(), point: sweepPointSchema }),
  z.object({ type: z.literal("trial"), id, trial: trialSchema }),
  z.object({ type: z.literal("answer"), id, answer: meetAnswerSchema }),
  z.object({ type: z.literal("outcome"), id, outcome: swapOutcomeSchema }),
  /** Nothing more comes; the last item of every question. `message` says why it failed; a cancelled one did not. */
  z.object({ type: z.literal("end"), id, ended: z.enum(["done", "cancelled", "failed"]), message: z.string().optional() }),
]);
export type WhatIfItem = z.output<typeof whatIfItemSchema>;

/** Evenly spaced values from one to another, `steps` of them; whole numbers, each once, where the setting takes only those. */
export function spaced(from: number, to: number, steps: number, integer: boolean): number[] {
  if (steps <= 1 || from === to) return [integer ? Math.round(from) : from];
  const values = Array.from({ length: steps }, (_, index) => {
    const value = from + ((to - from) * index) / (steps - 1);
    // Enough digits for any screen, and none of floating point's.
    return integer ? Math.round(value) : Number(value.toPrecision(12));
  });
  return [...new Set(values)];
}
