import { z } from "zod";
import type { JobSample, QueueCounts } from "../../../design/import/bullmq/found-queue.ts";
import { numberIn, textsIn, type Read, type Reads } from "./reads.ts";
import type { QueuePlace } from "./scan-queues.ts";

/** A job without its data, which may be large and is nobody's business. */
const FIELDS = ["opts", "timestamp", "processedOn", "finishedOn", "atm", "attemptsMade", "parent", "parentKey", "priority", "delay", "rjk", "repeatJobKey"] as const;
const LONGEST_OPTIONS = 100_000;
const LONGEST_MS = 365 * 24 * 3_600_000;

/** The newest finished jobs, and some at either end of what waits. */
const SAMPLES: readonly (readonly [state: keyof QueueCounts, command: "zrevrange" | "zrange" | "lrange", part: string, first: number, last: number])[] = [
  ["completed", "zrevrange", "completed", 0, 29],
  ["failed", "zrevrange", "failed", 0, 9],
  ["waiting", "lrange", "wait", 0, 4],
  ["waiting", "lrange", "wait", -5, -1],
  ["waiting", "lrange", "paused", 0, 4],
  ["active", "lrange", "active", 0, 9],
  ["delayed", "zrange", "delayed", 0, 9],
  ["prioritized", "zrange", "prioritized", 0, 9],
  ["waitingChildren", "zrange", "waiting-children", 0, 9],
];

const optionsSchema = z.object({
  attempts: z.number().int().min(1).max(1000).catch(1),
  delay: z.number().min(0).max(LONGEST_MS).catch(0),
  lifo: z.boolean().catch(false),
  backoff: z.union([z.number(), z.object({ type: z.string(), delay: z.number().optional().catch(undefined), jitter: z.number().min(0).max(1).optional().catch(undefined) })]).optional().catch(undefined),
});

/** Reads a bounded number of jobs of each queue, at most 89 of one. */
export async function sampleJobs(reads: Reads, places: readonly QueuePlace[], signal?: AbortSignal): Promise<JobSample[][]> {
  const lists = await reads.many(places.flatMap(({ prefix, name }) => SAMPLES.map(([, command, part, first, last]): Read => [command, `${prefix}:${name}:${part}`, first, last])), signal);
  const jobs = lists.flatMap((list, index) => idsIn(list).map((id) => ({ queue: Math.floor(index / SAMPLES.length), state: SAMPLES[index % SAMPLES.length]?.[0] ?? "waiting", id })));
  const distinct = [...new Map(jobs.map((job) => [`${job.queue}:${job.id}`, job])).values()];
  const replies = await reads.many(
    distinct.flatMap(({ queue, id }): Read[] => {
      const { prefix, name } = places[queue] ?? { prefix: "", name: "" };
      const key = `${prefix}:${name}:${id}`;
      return [["hmget", key, ...FIELDS], ["scard", `${key}:dependencies`], ["hlen", `${key}:processed`]];
    }),
    signal,
  );
  const samples = places.map((): JobSample[] => []);
  for (const [index, { queue, state }] of distinct.entries()) {
    const [fields, open, processed] = replies.slice(index * 3, index * 3 + 3);
    const sample = sampleOf(state, textsIn(fields), numberIn(open) + numberIn(processed));
    if (sample) samples[queue]?.push(sample);
  }
  return samples;
}

/** Ids of jobs; older versions keep a marker that begins with `0:` among them. */
function idsIn(list: unknown): string[] {
  return textsIn(list).flatMap((id) => (id === null || id.startsWith("0:") ? [] : [id]));
}

/** Null for a job that is gone by now. */
function sampleOf(state: keyof QueueCounts, fields: readonly (string | null)[], children: number): JobSample | null {
  const field = (name: (typeof FIELDS)[number]): string | null => fields[FIELDS.indexOf(name)] ?? null;
  if (field("timestamp") === null) return null;
  const { attempts, delay, lifo, backoff } = optionsSchema.parse(optionsIn(field("opts")));
  const [processedOn, finishedOn] = [numberIn(field("processedOn")), numberIn(field("finishedOn"))];
  const serviceMs = finishedOn - processedOn;
  const parentQueue = parentOf(field("parent"), field("parentKey"));
  return {
    state,
    attempts,
    attemptsMade: numberIn(field("atm") ?? field("attemptsMade")),
    ...(backoff === undefined ? {} : { backoff: backoffOf(backoff) }),
    delayMs: delay,
    priority: numberIn(field("priority")),
    lifo,
    addedAt: numberIn(field("timestamp")),
    ...(processedOn > 0 && serviceMs >= 0 && serviceMs <= LONGEST_MS ? { serviceMs } : {}),
    ...(parentQueue === undefined ? {} : { parentQueue }),
    ...(children > 0 ? { children } : {}),
    scheduled: field("rjk") !== null || field("repeatJobKey") !== null,
  };
}

function optionsIn(text: string | null): unknown {
  const parsed = text === null || text.length > LONGEST_OPTIONS ? null : jsonIn(text);
  return typeof parsed === "object" && parsed !== null ? parsed : {};
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function backoffOf(backoff: NonNullable<z.output<typeof optionsSchema>["backoff"]>): JobSample["backoff"] {
  if (typeof backoff === "number") return { type: "fixed", delayMs: within(backoff), jitter: 0 };
  const { type, delay, jitter } = backoff;
  return { type: type === "fixed" || type === "exponential" ? type : "custom", delayMs: within(delay ?? 1000), jitter: jitter ?? 0 };
}

function within(ms: number): number {
  return Math.min(LONGEST_MS, Math.max(0, ms));
}

/** The queue of a child's parent, with its prefix: told by the job, or the parent's key without its id. */
function parentOf(parent: string | null, parentKey: string | null): string | undefined {
  const told = parent === null ? null : jsonIn(parent);
  if (typeof told === "object" && told !== null && "queueKey" in told && typeof told.queueKey === "string") return told.queueKey;
  const end = parentKey?.lastIndexOf(":") ?? -1;
  return end > 0 ? parentKey?.slice(0, end) : undefined;
}
