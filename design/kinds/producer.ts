import { z } from "zod";
import { capital } from "../document/display-name.ts";
import { formatCount, formatNumber, formatRate, formatShare, formatTime } from "../words/numbers.ts";
import { cel, choice, count, durationMs, ratePerSecond, share } from "./fields.ts";
import { defineKind, EVENT_OUT } from "./kind.ts";

const rate = ratePerSecond({ title: "Rate", help: "Average number of events emitted per second." });

/** Most events of a trace. */
export const MOST_TRACED = 100_000;

const traceEventSchema = z.strictObject({
  atMs: z.number().min(0),
  key: z.string().max(1000).optional(),
  type: z.string().min(1).max(200).optional(),
  data: z.json().optional(),
});

export type TraceEvent = z.output<typeof traceEventSchema>;

/** Arrival processes of rule P1. */
export const arrivalsSchema = z.discriminatedUnion("process", [
  z.strictObject({ process: z.literal("constant"), ratePerSecond: rate }),
  z.strictObject({ process: z.literal("poisson"), ratePerSecond: rate }),
  z.strictObject({
    process: z.literal("ramp"),
    ratePerSecond: rate,
    toRatePerSecond: ratePerSecond({ title: "To rate", help: "The rate at the end of the ramp; it stays there." }),
    overMs: durationMs({ title: "Over", help: "How long the ramp takes." }, { min: 1 }),
  }),
  z
    .strictObject({
      process: z.literal("spike"),
      ratePerSecond: rate,
      factor: z.number().min(0).max(10_000).meta({ title: "Factor", help: "The rate is multiplied by this during a spike." }),
      everyMs: durationMs({ title: "Every", help: "From the start of one spike to the start of the next." }, { min: 1 }),
      lengthMs: durationMs({ title: "Length", help: "How long each spike lasts." }, { min: 1 }),
    })
    .refine((value) => value.lengthMs <= value.everyMs, { message: "A spike must not last longer than the time between spikes.", path: ["lengthMs"] }),
  z.strictObject({
    process: z.literal("burst"),
    ratePerSecond: rate,
    burstFactor: z.number().min(1).max(10_000).meta({ title: "Burst factor", help: "The rate during a burst is so many times the calm one." }).default(8),
    burstMeanMs: durationMs({ title: "Burst length", help: "How long a burst lasts, on average." }, { min: 1 }).default(1000),
    calmMeanMs: durationMs({ title: "Calm length", help: "How long it is calm between bursts, on average." }, { min: 1 }).default(9000),
  }),
  z.strictObject({
    process: z.literal("diurnal"),
    ratePerSecond: rate,
    amplitude: share({ title: "Amplitude", help: "How far the rate swings around its mean: 100 % goes from nothing to twice the mean." }).default(0.5),
    periodMs: durationMs({ title: "Period", help: "From one low to the next; a run begins at a low." }, { min: 1 }).default(86_400_000),
  }),
  z
    .strictObject({
      process: z.literal("trace"),
      file: z
        .string()
        .min(1)
        .max(500)
        .meta({ title: "File", help: "CSV or JSONL with a time (atMs, or ISO dates as time) and what else each event has, in the design's own folder." })
        .optional(),
      events: z
        .array(traceEventSchema)
        .max(MOST_TRACED)
        .meta({ title: "Events", help: "The trace itself, in place of a file: times in ms and data.", editor: "json" })
        .optional(),
      ratePerSecond: ratePerSecond({ title: "Rate", help: "Plays the trace faster or slower, to this rate on average; as it was recorded without it." }).optional(),
    })
    .refine((value) => value.file !== undefined || value.events !== undefined, { message: "A trace needs a file.", path: ["file"] }),
]);

export type Arrivals = z.output<typeof arrivalsSchema>;

const keySchema = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("none") }),
  z.strictObject({
    mode: z.literal("uniform"),
    count: count({ title: "Keys", help: "Number of different keys, each as likely." }, { min: 1, max: 10_000_000 }),
  }),
  z.strictObject({
    mode: z.literal("zipf"),
    count: count({ title: "Keys", help: "Number of different keys." }, { min: 1, max: 100_000 }),
    exponent: z.number().min(0).max(10).meta({ title: "Exponent", help: "0 is uniform; 1 and more make a few keys hot." }).default(1),
  }),
  z.strictObject({
    mode: z.literal("expression"),
    expression: cel({ title: "Expression", help: "CEL over event, for example string(event.data.customer)." }),
  }),
]);

export type KeySettings = z.output<typeof keySchema>;

const limitSchema = z
  .strictObject({
    count: count({ title: "Events", help: "Stop after so many events.", unit: "events" }, { min: 0, max: 1_000_000_000 }).optional(),
    durationMs: durationMs({ title: "Duration", help: "Stop after this time." }).optional(),
  })
  .meta({ title: "Stop after", help: "Without a limit it produces until the run ends." });

const prioritySchema = z.union([
  count({ title: "Priority", help: "0 is none; 1 is the most urgent." }, { min: 0, max: 2_097_151 }),
  z
    .array(
      z.strictObject({
        priority: count({ title: "Priority", help: "0 is none; 1 is the most urgent." }, { min: 0, max: 2_097_151 }),
        weight: z.number().positive().max(1e9).meta({ title: "Weight", help: "How often, relative to the others." }),
      }),
    )
    .min(1)
    .max(100),
]);

/** Emits events at a rate (rules P1 to P5). */
export const producer = defineKind({
  title: "Producer",
  summary: "emits events at a rate",
  help:
    "A producer stands for everything that emits events: a service, a device, a shop. It emits on its own schedule, whatever happens " +
    "behind it; latencies count from the moment an event was meant to be emitted, so a late generator cannot hide a slow system. " +
    "Steps and ramps of its rate are planned in the Run tab below the canvas.",
  category: "sources",
  role: "source",
  icon: "log-in",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    arrivals: arrivalsSchema
      .meta({ title: "Arrivals", help: "When events are emitted." })
      .default({ process: "poisson", ratePerSecond: 10 }),
    limit: limitSchema.optional(),
    key: keySchema.meta({ title: "Key", help: "The partition key of each event." }).default({ mode: "none" }),
    eventType: z.string().min(1).max(200).meta({ title: "Event type", help: "The CloudEvents type of each event." }).default("event"),
    payload: z
      .json()
      .meta({
        title: "Payload",
        help: "A JSON template. {{seq}}, {{key}}, {{int 1 100}}, {{number 0 1}}, {{pick red green}}, {{uuid}} and {{time}} are filled in.",
        editor: "json",
      })
      .optional(),
    headers: z
      .record(z.string().min(1).max(255), z.json())
      .meta({ title: "Headers", help: "A JSON template for the headers that exchanges look at, with the same placeholders as the payload.", editor: "json" })
      .optional(),
    priority: prioritySchema.meta({ title: "Priority", help: "Lower goes first; 0 is none and goes before any priority." }).optional(),
    whenRefused: choice(["block", "drop", "buffer"], {
      title: "When refused",
      help: "What to do when the channel takes no more: wait, drop the event, or keep some in a buffer.",
    }).default("block"),
    bufferLimit: count({ title: "Buffer", help: "How many refused events are kept; more are dropped.", unit: "events" }, { min: 1, max: 1_000_000 }).optional(),
  }),
  ports: () => [EVENT_OUT],
  check: (settings) =>
    settings.whenRefused === "buffer" && settings.bufferLimit === undefined
      ? [{ severity: "error", path: ["bufferLimit"], message: "A buffer needs a size: set the buffer limit." }]
      : [],
  detail: (settings) => capital(settings.arrivals.process),
  gist: (settings) => [arrivalsGist(settings.arrivals), limitGist(settings)].filter((part) => part !== "").join(" · "),
});

function arrivalsGist(arrivals: Arrivals): string {
  if (arrivals.process === "trace") return arrivals.file ?? `${formatCount(arrivals.events?.length ?? 0)} recorded events`;
  const rate = formatRate(arrivals.ratePerSecond);
  switch (arrivals.process) {
    case "constant":
      return `${rate}, evenly spaced`;
    case "poisson":
      return `${rate} on average`;
    case "ramp":
      return `${rate} to ${formatRate(arrivals.toRatePerSecond)} in ${formatTime(arrivals.overMs)}`;
    case "spike":
      return `${rate}, ×${formatNumber(arrivals.factor)} every ${formatTime(arrivals.everyMs)}`;
    case "burst":
      return `${rate} on average, bursts of ×${formatNumber(arrivals.burstFactor)}`;
    case "diurnal":
      return `${rate} ± ${formatShare(arrivals.amplitude)} in ${formatTime(arrivals.periodMs)}`;
    default:
      return rate;
  }
}

function limitGist({ limit }: { readonly limit?: z.output<typeof limitSchema> | undefined }): string {
  if (limit?.count !== undefined) return `${formatCount(limit.count)} events`;
  return limit?.durationMs === undefined ? "" : `for ${formatTime(limit.durationMs)}`;
}
