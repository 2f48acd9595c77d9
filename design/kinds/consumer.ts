import { z } from "zod";
import { formatCount, formatRate, formatTime } from "../words/numbers.ts";
import { distributionSchema, meanOf } from "./distribution.ts";
import { SCALER_PORT } from "./autoscaler.ts";
import { cel, choice, count, durationMs, flag, javaScript, share } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** How it reads topics; queues know nothing of it (rules T3 to T5). */
const READING_A_TOPIC = {
  group: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .meta({ title: "Group", help: "Topics only: consumers that name the same group share the events; without it a consumer is a group of its own." })
    .optional(),
  assignor: choice(["range", "round-robin", "sticky", "cooperative-sticky"], {
    title: "Assignor",
    help: "Topics only: how the group's replicas share the partitions. Sticky ones move few; a cooperative one does not stop the others meanwhile.",
  }).default("range"),
  commit: choice(["at-least-once", "at-most-once"], {
    title: "Commit",
    help: "Topics only: after the work, so that a crash repeats it; or before, so that a crash skips it.",
  }).default("at-least-once"),
  offsetReset: choice(["earliest", "latest"], { title: "Offset reset", help: "Topics only: where a group begins that has read nothing yet." }).default("latest"),
  sessionTimeoutMs: durationMs({ title: "Session time-out", help: "Topics only: how long a dead replica keeps its partitions." }, { min: 10 }).default(45_000),
};

/**
 * What a call edge out of a consumer says (rule C5): the caller owns the time-out. Its default is that of resilience4j's
 * TimeLimiter, 1 s.
 */
export const callSettingsSchema = z.strictObject({
  operation: choice(["read", "write"], { title: "Operation", help: "What the call asks for: caches and databases tell reads from writes." }).default("read"),
  timeoutMs: durationMs({ title: "Time-out", help: "A call without an answer after this time fails, and the attempt with it." }, { min: 1 }).default(1000),
});

/** A service that processes events in its slots (rules C1 to C6). */
export const consumer = defineKind({
  title: "Consumer",
  summary: "does the work",
  help:
    "A consumer takes events from a channel into its slots: replicas times concurrency of them. Each event holds its slot for the service " +
    "time, then leaves by the out port; a failure sends it back to the channel to be tried again. A drawn failed port takes events " +
      "after their last attempt. What it calls (a database, a cache) is called in the slot, after the service time, one edge after the other. A handler in " +
      "JavaScript decides what is emitted; it runs without files, network and processes, within 32 MB and some 2 million steps.",
  category: "processing",
  role: "consumer",
  icon: "cog",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    replicas: count({ title: "Replicas", help: "How many copies of the service run.", unit: "replicas" }, { min: 1, max: 1000 }).default(1),
    concurrency: count({ title: "Concurrency", help: "Events that each replica processes at once; its prefetch.", unit: "slots" }, { min: 1, max: 1000 }).default(1),
    serviceTime: distributionSchema
      .meta({ title: "Service time", help: "How long an event holds its slot." })
      .default({ distribution: "exponential", meanMs: 10 }),
    cpu: flag({ title: "Burn CPU", help: "Keeps a processor busy for the service time instead of waiting." }).default(false),
    failureRate: share({ title: "Failure rate", help: "Share of attempts that fail and may be tried again." }).default(0),
    permanentFailureRate: share({ title: "Permanent failures", help: "Share of attempts that fail for good, whatever attempts remain." }).default(0),
    timeoutMs: durationMs({ title: "Time-out", help: "An attempt that takes longer fails at this time." }, { min: 1 }).optional(),
    coldStartMs: durationMs({ title: "Cold start", help: "How long a replica takes until it accepts its first event." }).default(0),
    crashRate: share({ title: "Crash rate", help: "Share of attempts that crash their replica; its events are abandoned until the channel finds them." }).default(0),
    idempotent: flag({ title: "Idempotent", help: "An event that was processed before is acknowledged, not processed again." }).default(false),
    idempotencyKey: cel({ title: "Same event", help: "What makes two events the same, for example event.data.orderId; the event's id without it." }).optional(),
    handler: javaScript({
      title: "Handler",
      help: "JavaScript, in a sandbox: handler(event) returns the data to emit, a list of them, or nothing; what it throws fails the attempt, a PermanentError for good.",
    }).optional(),
    emits: count({ title: "Emits", help: "Events emitted for each one processed.", unit: "events" }, { min: 0, max: 1000 }).default(1),
    ...READING_A_TOPIC,
  }),
  ports: () => [
    EVENT_IN,
    EVENT_OUT,
    { name: "failed", direction: "out", type: "event", label: "failed for good" },
    { name: "call", direction: "out", type: "call", label: "calls" },
    { name: SCALER_PORT, direction: "in", type: "attachment", label: "autoscaler" },
  ],
  edges: (port) => (port === "call" ? callSettingsSchema : undefined),
  check: (settings) => [
    ...(settings.failureRate + settings.permanentFailureRate > 1
      ? [{ severity: "error" as const, path: ["failureRate"], message: "The failure rate and the permanent failures add up to more than 100 %." }]
      : []),
    ...(settings.idempotencyKey !== undefined && !settings.idempotent
      ? [{ severity: "warning" as const, path: ["idempotencyKey"], message: "What makes two events the same matters only to an idempotent consumer: turn that on." }]
      : []),
    ...(settings.handler !== undefined && settings.emits !== 1
      ? [{ severity: "warning" as const, path: ["emits"], message: "The handler decides how many events are emitted: emits does not matter beside it." }]
      : []),
    ...(settings.replicas * settings.concurrency > 10_000
      ? [{ severity: "error" as const, path: ["concurrency"], message: "Replicas × concurrency must not exceed 10,000 slots." }]
      : []),
  ],
  detail: (settings) => `${formatCount(settings.replicas)} × ${formatCount(settings.concurrency)}`,
  gist: (settings) => {
    const meanMs = meanOf(settings.serviceTime);
    const most = meanMs > 0 ? ` · up to ${formatRate((settings.replicas * settings.concurrency * 1000) / meanMs)}` : "";
    return `${formatTime(meanMs)} ${settings.serviceTime.distribution}${most}`;
  },
});
