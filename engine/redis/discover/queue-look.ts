import type { QueueCounts, QueueRates } from "../../../design/import/bullmq/found-queue.ts";
import { numberIn, textsIn, type Read, type Reads } from "./reads.ts";
import type { QueuePlace } from "./scan-queues.ts";

/** A queue at one moment. */
export interface QueueLook {
  /** On the caller's clock, ms. */
  readonly atMs: number;
  readonly counts: QueueCounts;
  /** Jobs added since the queue began: BullMQ counts them for their ids. */
  readonly added: number;
  readonly paused: boolean;
}

/** Looks at each queue: lengths and counters, in few round trips. */
export async function lookAt(reads: Reads, places: readonly QueuePlace[], now: () => number, signal?: AbortSignal): Promise<QueueLook[]> {
  const replies = await reads.many(places.flatMap(looksOf), signal);
  const atMs = now();
  const each = replies.length / Math.max(1, places.length);
  return places.map((_, index) => {
    const [meta, ...numbers] = replies.slice(index * each, (index + 1) * each);
    const [added = 0, wait = 0, paused = 0, active = 0, delayed = 0, prioritized = 0, waitingChildren = 0, completed = 0, failed = 0] = numbers.map(numberIn);
    return { atMs, added, paused: textsIn(meta)[0] === "1", counts: { waiting: wait + paused, prioritized, delayed, active, waitingChildren, completed, failed } };
  });
}

function looksOf({ prefix, name }: QueuePlace): Read[] {
  const key = (part: string): string => `${prefix}:${name}:${part}`;
  return [
    ["hmget", key("meta"), "paused"],
    ["get", key("id")],
    ["llen", key("wait")],
    ["llen", key("paused")],
    ["llen", key("active")],
    ["zcard", key("delayed")],
    ["zcard", key("prioritized")],
    ["zcard", key("waiting-children")],
    ["zcard", key("completed")],
    ["zcard", key("failed")],
  ];
}

/**
 * What happened between two looks. What was added and is no longer pending is done, whether it is kept or was removed at once: that
 * needs no metrics. Never below 0: jobs that somebody takes away while it is looked at would make it so.
 */
export function ratesBetween(before: QueueLook, after: QueueLook): QueueRates {
  const overMs = Math.max(1, after.atMs - before.atMs);
  const added = after.added - before.added;
  const done = added - (pending(after.counts) - pending(before.counts));
  const perSecond = (count: number): number => (Math.max(0, count) * 1000) / overMs;
  return { addedPerSecond: perSecond(added), donePerSecond: perSecond(done), overMs };
}

function pending({ waiting, prioritized, delayed, active, waitingChildren }: QueueCounts): number {
  return waiting + prioritized + delayed + active + waitingChildren;
}
