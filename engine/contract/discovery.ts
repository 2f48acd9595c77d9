import { z } from "zod";

const n = z.number();
const id = z.string().min(1).max(100);

/** Asks for the BullMQ queues of a running Redis. */
export const discoverRequestSchema = z.object({
  /** Chosen by the screen that asks, to tell its answers from others'. */
  id,
  /** May hold a password: it is used for this and kept nowhere. */
  url: z.string().min(1).max(2000),
  prefix: z.string().min(1).max(200).default("bull"),
});
export type DiscoverRequest = z.input<typeof discoverRequestSchema>;

/** How a queue that was found stands. */
export const queueFiguresSchema = z.object({
  counts: z.object({ waiting: n, prioritized: n, delayed: n, active: n, waitingChildren: n, completed: n, failed: n }),
  rates: z.object({ addedPerSecond: n, donePerSecond: n, overMs: n }),
  workers: n.nullable(),
  paused: z.boolean(),
});
export type QueueFiguresItem = z.output<typeof queueFiguresSchema>;

/** A queue in the design that was drawn: the nodes that stand for it and its workers. */
export const observedQueueSchema = z.object({ queue: z.string(), consumer: z.string(), figures: queueFiguresSchema });
export type ObservedQueue = z.output<typeof observedQueueSchema>;

/** What a discovery tells. A screen ignores other screens' ids. */
export const discoveryItemSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), id, phase: z.enum(["scanning", "reading", "measuring"]), keys: n, ofKeys: n, queues: n }),
  /** The design that was drawn, and what was guessed. From now on it is watched, read-only, until it is stopped. */
  z.object({
    type: z.literal("found"),
    id,
    /** Where, without a password. */
    place: z.string(),
    design: z.unknown(),
    notes: z.array(z.object({ place: z.string(), what: z.string(), instead: z.string() })),
    queues: z.array(observedQueueSchema),
  }),
  z.object({ type: z.literal("figures"), id, queues: z.array(observedQueueSchema) }),
  /** Nothing more comes. `message` says why it failed, or why it is not watched any more. */
  z.object({ type: z.literal("end"), id, ended: z.enum(["stopped", "failed"]), message: z.string().optional() }),
]);
export type DiscoveryItem = z.output<typeof discoveryItemSchema>;
