import { setTimeout as sleep } from "node:timers/promises";
import type { FoundQueue, FoundRedis, QueueCounts, QueueRates } from "../../../design/import/bullmq/found-queue.ts";
import { AppError, isAppError } from "../../../design/errors.ts";
import { redisRefusal } from "../check-server.ts";
import { connectOnce, infoField } from "../embedded/connection.ts";
import { redisName } from "../redis-address.ts";
import { sampleJobs } from "./job-samples.ts";
import { lookAt, ratesBetween, type QueueLook } from "./queue-look.ts";
import { readMeta } from "./queue-meta.ts";
import { Reads } from "./reads.ts";
import { scanQueues } from "./scan-queues.ts";
import { countWorkers } from "./worker-counts.ts";

export interface DiscoverOptions {
  /** `redis://`, `rediss://` or the path of a Unix socket. Never told to anybody. */
  readonly url: string;
  readonly prefix: string;
  /** Time in which rates are measured, ms. */
  readonly measureMs: number;
  /** The most keys to look at, queues to take, and time for the keys, ms. */
  readonly limits?: Partial<typeof LIMITS>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DiscoverProgress) => void;
}

export interface DiscoverProgress {
  readonly phase: "scanning" | "reading" | "measuring";
  readonly keys: number;
  readonly ofKeys: number;
  readonly queues: number;
}

/** How a queue that was found stands now. */
export interface QueueFigures {
  readonly counts: QueueCounts;
  readonly rates: QueueRates;
  readonly workers: number | null;
  readonly paused: boolean;
}

/** A Redis that was looked through, still connected. */
export interface Discovered {
  readonly found: FoundRedis;
  /** Looks again: figures in the order of the queues, with the rates since the last look. Rejects when the connection is lost. */
  look(): Promise<QueueFigures[]>;
  close(): void;
}

export const LIMITS = { keys: 20_000_000, queues: 300, ms: 60_000 };
const COMMAND_MS = 5000;
/** Between looks while it is measured: the most active jobs at a time are what a concurrency is guessed from. */
const LOOK_MS = 250;

/**
 * Finds the BullMQ queues of a running Redis and measures them. It only reads, in steps that block the server for well under a millisecond each: SCAN
 * rather than KEYS, lengths, and a bounded number of jobs without their data. Rejects with an AppError (`redis-refused` and others; `import-refused`
 * where there is no queue), or with the signal's reason.
 */
export async function discoverQueues(options: DiscoverOptions): Promise<Discovered> {
  const place = redisName(options.url);
  const reads = await connected(options.url, place);
  try {
    return await discovered(reads, place, options);
  } catch (error) {
    reads.close();
    options.signal.throwIfAborted();
    throw isAppError(error) ? error : redisRefusal(error, place);
  }
}

async function connected(url: string, place: string): Promise<Reads> {
  try {
    return new Reads(await connectOnce(url, COMMAND_MS));
  } catch (error) {
    throw redisRefusal(error, place);
  }
}

async function discovered(reads: Reads, place: string, { prefix, measureMs, limits, signal, onProgress }: DiscoverOptions): Promise<Discovered> {
  let seen = { keys: 0, ofKeys: 0, queues: 0 };
  const scanned = await scanQueues(reads, {
    prefix,
    limits: { ...LIMITS, ...limits },
    now,
    signal,
    onProgress: (progress) => {
      seen = progress;
      onProgress({ phase: "scanning", ...progress });
    },
  });
  const metas = await readMeta(reads, scanned.queues, signal);
  const known = scanned.queues.flatMap((queue, index) => (metas[index] ? [{ queue, meta: metas[index] }] : []));
  const others = [...new Set((await readMeta(reads, scanned.others, signal)).flatMap((meta, index) => (meta ? [scanned.others[index]?.prefix ?? ""] : [])))];
  if (known.length === 0) throw nothingThere(place, prefix, others);
  const places = known.map(({ queue }) => queue);
  onProgress({ phase: "reading", ...seen, queues: places.length });
  const first = await lookAt(reads, places, now, signal);
  const samples = await sampleJobs(reads, places, signal);
  onProgress({ phase: "measuring", ...seen, queues: places.length });
  let last = first;
  const mostActive = first.map(({ counts }) => counts.active);
  for (const untilMs = now() + measureMs; now() < untilMs; ) {
    await sleep(Math.min(LOOK_MS, Math.max(1, untilMs - now())), undefined, { signal });
    last = await lookAt(reads, places, now, signal);
    for (const [index, { counts }] of last.entries()) mostActive[index] = Math.max(mostActive[index] ?? 0, counts.active);
  }
  const workers = await countWorkers(reads, places);
  const queues = known.map(({ queue, meta }, index): FoundQueue => {
    const [one, two] = [lookIn(first, index), lookIn(last, index)];
    const sampled = samples[index] ?? [];
    return { ...queue, ...meta, paused: two.paused, counts: two.counts, mostActive: mostActive[index] ?? 0, rates: ratesBetween(one, two), workers: workers[index] ?? null, samples: sampled };
  });
  return {
    found: { place, queues, limits: [...scanned.limits, ...(await clusterLimit(reads)), ...otherPrefixes(others)] },
    async look() {
      const before = last;
      last = await lookAt(reads, places, now);
      const counted = await countWorkers(reads, places);
      return places.map((_, index) => {
        const [one, two] = [lookIn(before, index), lookIn(last, index)];
        return { counts: two.counts, rates: ratesBetween(one, two), workers: counted[index] ?? null, paused: two.paused };
      });
    },
    close: () => reads.close(),
  };
}

function lookIn(looks: readonly QueueLook[], index: number): QueueLook {
  const look = looks[index];
  if (!look) throw new Error(`There is no look at queue ${index}.`);
  return look;
}

/** A node of a cluster tells of its own keys alone. */
async function clusterLimit(reads: Reads): Promise<string[]> {
  const info = await reads.one("info", "cluster").catch(() => "");
  return infoField(String(info), "cluster_enabled") === "1" ? ["It is a node of a Redis Cluster: only its own keys were looked at."] : [];
}

function otherPrefixes(prefixes: readonly string[]): string[] {
  return prefixes.length === 0 ? [] : [`There are queues under other prefixes: ${listed(prefixes)}.`];
}

function nothingThere(place: string, prefix: string, others: readonly string[]): AppError {
  const hint = others.length === 0 ? "Look in another database (redis://host:6379/1) or under another prefix." : `There are queues under: ${listed(others)}.`;
  return new AppError("import-refused", `No BullMQ queue was found at ${place} under the prefix ${prefix}. ${hint}`);
}

function listed(prefixes: readonly string[]): string {
  return prefixes.length <= 10 ? prefixes.join(", ") : `${prefixes.slice(0, 10).join(", ")} and ${prefixes.length - 10} more`;
}

function now(): number {
  return performance.now();
}
