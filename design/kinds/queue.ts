import { z } from "zod";
import { formatCount, formatTime } from "../words/numbers.ts";
import { choice, count, durationMs, flag, share } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Settings of a work queue; also those of an implicit queue (rule G2), written on its edge. */
export const queueSettingsSchema = z.strictObject({
  attempts: count(
    { title: "Attempts", help: "How often an event is tried before it is dead-lettered.", unit: "attempts" },
    { min: 1, max: 1000 },
  ).default(3),
  backoff: z
    .strictObject({
      type: choice(["fixed", "exponential"], { title: "Shape", help: "Exponential doubles the delay with each attempt." }).default("exponential"),
      delayMs: durationMs({ title: "Delay", help: "The wait before the second attempt." }).default(1000),
      jitter: share({ title: "Jitter", help: "Draws the delay between (1 − jitter) and the whole of it, so that retries spread." }).default(0),
    })
    .meta({ title: "Backoff", help: "How long a failed event waits before it is tried again." })
    .default({ type: "exponential", delayMs: 1000, jitter: 0 }),
  order: choice(["fifo", "lifo"], { title: "Order", help: "Oldest first, or newest first." }).default("fifo"),
  priorities: flag({ title: "Priorities", help: "Respects the events' priority: lower first, events without one before all others." }).default(false),
  lockMs: durationMs(
    { title: "Lock", help: "How long a worker owns an event before it must renew (visibility time-out)." },
    { min: 100 },
  ).default(30_000),
  stalledCheckMs: durationMs(
    { title: "Stalled check", help: "How often events of dead workers are looked for." },
    { min: 100 },
  ).default(30_000),
  maxStalled: count({ title: "Max stalls", help: "An event that stalls more often than this fails for good." }, { min: 0, max: 1000 }).default(1),
  delayMs: durationMs({ title: "Delay", help: "Every event waits so long before it may be taken." }).default(0),
  ttlMs: durationMs(
    { title: "Time to live", help: "An event that waited longer, its delay not counted, is not delivered any more: it goes to the dead-letter port, or is dropped as expired." },
    { min: 1 },
  ).optional(),
  deduplicate: z
    .strictObject({
      by: choice(["id", "key"], { title: "By", help: "The id of the event that the source emitted, or the event's key; events without a key are all taken." }).default("id"),
      windowMs: durationMs({ title: "Window", help: "From the first event on; what comes with the same id or key within it is left out." }, { min: 1 }),
    })
    .meta({ title: "Deduplicate", help: "Takes one event of those with the same id or key." })
    .optional(),
  deadLetterRoutingKey: z
    .string()
    .min(1)
    .max(255)
    .meta({ title: "Dead-letter key", help: "The routing key of its dead letters, where the port leads to an exchange; without it they keep their own." })
    .optional(),
  maxLength: count(
    { title: "Max length", help: "The most events that may be ready; without it the queue is unbounded.", unit: "events" },
    { min: 1, max: 100_000_000 },
  ).optional(),
  overflow: choice(["block", "drop-head", "reject-publish", "reject-publish-dlx"], {
    title: "Overflow",
    help: "When full: hold the emitter back, drop the oldest, refuse the new one, or dead-letter the new one.",
  }).default("block"),
  rateLimit: z
    .strictObject({
      max: count({ title: "Max", help: "So many events may start in each window.", unit: "events" }, { min: 1, max: 1_000_000 }),
      durationMs: durationMs({ title: "Per", help: "Length of the window, which opens with its first start." }, { min: 1 }),
    })
    .meta({ title: "Rate limit", help: "For the whole queue, whatever the number of consumers." })
    .optional(),
});

export type QueueSettings = z.output<typeof queueSettingsSchema>;

/** A work queue: each event goes to one of the consumers (rules Q1 to Q9). */
export const queue = defineKind({
  title: "Work queue",
  summary: "one of many takes it",
  help:
    "Competing consumers take events from the queue, each event by one of them. A failed event is tried again after the backoff; when its " +
    "attempts are spent it leaves by the dead-letter port, or counts as failed where none is drawn. Delivery is at least once.",
  category: "channels",
  role: "channel",
  icon: "layers",
  version: 1,
  migrations: [],
  settings: queueSettingsSchema,
  ports: () => [EVENT_IN, EVENT_OUT, { name: "deadLetter", direction: "out", type: "event", label: "dead letters" }],
  check: checkQueueSettings,
  detail: (settings) => `${formatCount(settings.attempts)} ${settings.attempts === 1 ? "attempt" : "attempts"}`,
  gist: (settings) =>
    [
      settings.order.toUpperCase(),
      settings.maxLength === undefined ? "unbounded" : `at most ${formatCount(settings.maxLength)}`,
      settings.delayMs === 0 ? "" : `after ${formatTime(settings.delayMs)}`,
      settings.ttlMs === undefined ? "" : `lives ${formatTime(settings.ttlMs)}`,
      settings.deduplicate === undefined ? "" : `one per ${settings.deduplicate.by} in ${formatTime(settings.deduplicate.windowMs)}`,
      settings.rateLimit === undefined ? "" : `${formatCount(settings.rateLimit.max)} per ${formatTime(settings.rateLimit.durationMs)}`,
    ]
      .filter((part) => part !== "")
      .join(" · "),
});

/** Impossible combinations of queue settings; used for queues and for implicit queues. */
export function checkQueueSettings(settings: QueueSettings) {
  return [
    ...(settings.order === "lifo" && settings.priorities
      ? [{ severity: "error" as const, path: ["order"], message: "LIFO and priorities exclude each other: BullMQ ignores LIFO for prioritised events. Choose one." }]
      : []),
    ...(settings.order === "lifo" && settings.delayMs > 0
      ? [{ severity: "error" as const, path: ["delayMs"], message: "LIFO and a delay exclude each other: BullMQ puts delayed events in line as they fall due. Choose one." }]
      : []),
    ...(settings.overflow !== "block" && settings.maxLength === undefined
      ? [{ severity: "warning" as const, path: ["overflow"], message: "The overflow rule has no effect without a max length." }]
      : []),
  ];
}
