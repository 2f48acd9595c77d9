import type { FoundQueue, FoundScheduler } from "../../../design/import/bullmq/found-queue.ts";
import { numberIn, textsIn, type Read, type Reads } from "./reads.ts";
import type { QueuePlace } from "./scan-queues.ts";

export type QueueMeta = Pick<FoundQueue, "version" | "globalConcurrency" | "rateLimit" | "metrics" | "schedulers" | "schedulerCount">;

const FIELDS = ["version", "opts.maxLenEvents", "concurrency", "max", "duration"];
const MOST_SCHEDULERS = 5;
/** Minutes of BullMQ's metrics that a rate is taken from. */
const MINUTES = 15;

/** What each queue says of itself; null for a hash that only looks like a queue's. */
export async function readMeta(reads: Reads, places: readonly QueuePlace[], signal?: AbortSignal): Promise<(QueueMeta | null)[]> {
  const replies = await reads.many(places.flatMap(metaReads), signal);
  const each = replies.length / Math.max(1, places.length);
  const metas = places.map((place, index) => ({ place, replies: replies.slice(index * each, (index + 1) * each) }));
  return Promise.all(
    metas.map(async ({ place, replies: [meta, completed, failed, count, ids] }): Promise<QueueMeta | null> => {
      const [version, maxLenEvents, concurrency, max, duration] = textsIn(meta);
      if (!version && !maxLenEvents) return null;
      return {
        ...(version ? { version } : {}),
        ...(numberIn(concurrency) > 0 ? { globalConcurrency: numberIn(concurrency) } : {}),
        ...(numberIn(max) > 0 && numberIn(duration) > 0 ? { rateLimit: { max: numberIn(max), durationMs: numberIn(duration) } } : {}),
        ...metricsOf(textsIn(completed), textsIn(failed)),
        schedulers: await readSchedulers(reads, place, textsIn(ids), signal),
        schedulerCount: numberIn(count),
      };
    }),
  );
}

function metaReads({ prefix, name }: QueuePlace): Read[] {
  const key = (part: string): string => `${prefix}:${name}:${part}`;
  return [
    ["hmget", key("meta"), ...FIELDS],
    ["lrange", key("metrics:completed:data"), 0, MINUTES - 1],
    ["lrange", key("metrics:failed:data"), 0, MINUTES - 1],
    ["zcard", key("repeat")],
    ["zrange", key("repeat"), 0, MOST_SCHEDULERS - 1],
  ];
}

/** BullMQ keeps a count for each full minute, newest first, where metrics are switched on. */
function metricsOf(completed: readonly (string | null)[], failed: readonly (string | null)[]): Pick<QueueMeta, "metrics"> {
  const minutes = Math.max(completed.length, failed.length);
  if (minutes === 0) return {};
  const done = [...completed, ...failed].reduce((sum, count) => sum + numberIn(count), 0);
  return { metrics: { donePerSecond: done / (minutes * 60), minutes } };
}

async function readSchedulers(reads: Reads, { prefix, name }: QueuePlace, ids: readonly (string | null)[], signal?: AbortSignal): Promise<FoundScheduler[]> {
  const known = ids.filter((id) => id !== null);
  const replies = await reads.many(known.map((id): Read => ["hmget", `${prefix}:${name}:repeat:${id}`, "every", "pattern", "tz", "name"]), signal);
  return replies.map((reply, index) => {
    const [every, cron, timezone] = textsIn(reply);
    return { name: known[index] ?? "", ...(numberIn(every) > 0 ? { everyMs: numberIn(every) } : {}), ...(cron ? { cron } : {}), ...(timezone ? { timezone } : {}) };
  });
}
