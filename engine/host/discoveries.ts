import { drawQueues, type DrawnRedis } from "../../design/import/bullmq/draw-queues.ts";
import { qualifiedName, type FoundRedis } from "../../design/import/bullmq/found-queue.ts";
import { AppError, isAppError } from "../../design/errors.ts";
import type { DiscoverRequest, DiscoveryItem, ObservedQueue } from "../contract/discovery.ts";
import type { discoverQueues, QueueFigures } from "../redis/discover/discover.ts";
import { userMessage } from "./user-message.ts";

export interface DiscoveriesOptions {
  readonly discover: typeof discoverQueues;
  readonly publish: (item: DiscoveryItem) => void;
  /** Gets what is a bug. */
  readonly log: (error: unknown) => void;
  /** Time in which rates are measured, and between two looks afterwards, ms. */
  readonly measureMs?: number;
}

/** Redis servers that are looked through, and watched for as long as the design is open that was drawn of them. */
export interface Discoveries {
  /** Throws `run-active` where too many are on. */
  start(request: DiscoverRequest): void;
  /** Does nothing where there is no such one. */
  stop(id: string): void;
  /** Stops all. */
  close(): void;
}

const MOST_AT_ONCE = 4;
const MEASURE_MS = 2000;

/** Looks through servers that belong to others: reads only. An address is held for no longer than it is watched, and told to nobody. */
export function createDiscoveries({ discover, publish, log, measureMs = MEASURE_MS }: DiscoveriesOptions): Discoveries {
  const open = new Map<string, AbortController>();

  async function run({ id, url, prefix = "bull" }: DiscoverRequest, stopping: AbortController): Promise<void> {
    const { signal } = stopping;
    const tell = (item: DiscoveryItem): void => {
      if (!signal.aborted) publish(item);
    };
    const discovered = await discover({ url, prefix, measureMs, signal, onProgress: throttled((progress) => tell({ type: "progress", id, ...progress })) });
    try {
      const { found } = discovered;
      const drawn = drawQueues(found);
      tell({ type: "found", id, place: found.place, design: drawn.design, notes: [...drawn.notes], queues: observed(found, drawn, found.queues) });
      while (!signal.aborted) {
        await pause(measureMs, signal);
        if (!signal.aborted) tell({ type: "figures", id, queues: observed(found, drawn, await discovered.look()) });
      }
    } finally {
      discovered.close();
    }
  }

  function end(id: string, item: DiscoveryItem): void {
    const stopping = open.get(id);
    if (!stopping) return;
    open.delete(id);
    stopping.abort();
    publish(item);
  }

  return {
    start(request) {
      const { id } = request;
      if (open.has(id)) throw new AppError("wrong-use", "This Redis is being looked through already.");
      if (open.size >= MOST_AT_ONCE) throw new AppError("run-active", `${MOST_AT_ONCE} Redis servers are being looked through. Stop one first.`);
      const stopping = new AbortController();
      open.set(id, stopping);
      run(request, stopping).catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        if (!isAppError(error)) log(error);
        end(id, { type: "end", id, ended: "failed", message: userMessage(error) });
      });
    },
    stop: (id) => end(id, { type: "end", id, ended: "stopped" }),
    close() {
      for (const id of open.keys()) end(id, { type: "end", id, ended: "stopped" });
    },
  };
}

/** The nodes of each queue with how it stands. */
function observed({ queues }: FoundRedis, { drawn }: DrawnRedis, figures: readonly QueueFigures[]): ObservedQueue[] {
  return queues.flatMap((queue, index) => {
    const [nodes, own] = [drawn.get(qualifiedName(queue)), figures[index]];
    return nodes && own ? [{ ...nodes, figures: { counts: own.counts, rates: own.rates, workers: own.workers, paused: own.paused } }] : [];
  });
}

/** Progress comes with every few hundred keys: ten a second are enough for any screen. */
function throttled<Item extends { readonly phase: string }>(tell: (item: Item) => void): (item: Item) => void {
  let [toldAt, phase] = [Number.NEGATIVE_INFINITY, ""];
  return (item) => {
    if (item.phase === phase && performance.now() - toldAt < 100) return;
    [toldAt, phase] = [performance.now(), item.phase];
    tell(item);
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
