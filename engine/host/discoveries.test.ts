import { describe, expect, test, vi } from "vitest";
import type { FoundQueue } from "../../design/import/bullmq/found-queue.ts";
import { AppError } from "../../design/errors.ts";
import { discoveryItemSchema, type DiscoveryItem } from "../contract/discovery.ts";
import type { Discovered, DiscoverOptions } from "../redis/discover/discover.ts";
import { createDiscoveries } from "./discoveries.ts";

const queue: FoundQueue = {
  prefix: "bull",
  name: "mail",
  paused: false,
  counts: { waiting: 3, prioritized: 0, delayed: 0, active: 1, waitingChildren: 0, completed: 0, failed: 0 },
  mostActive: 1,
  rates: { addedPerSecond: 5, donePerSecond: 4, overMs: 1000 },
  workers: 2,
  samples: [],
  schedulers: [],
  schedulerCount: 0,
};

/** Discoveries of a Redis that the test plays; `told` is what the screens hear. */
function discoveries(discover: (options: DiscoverOptions) => Promise<Discovered>) {
  const told: DiscoveryItem[] = [];
  const logged: unknown[] = [];
  const made = createDiscoveries({ discover, publish: (item) => told.push(discoveryItemSchema.parse(item)), log: (error) => logged.push(error), measureMs: 1 });
  return { made, told, logged };
}

function found(look: Discovered["look"] = () => Promise.resolve([queue])) {
  const closed = vi.fn<() => void>();
  return { discovered: { found: { place: "host:6379", queues: [queue], limits: [] }, look, close: closed } satisfies Discovered, closed };
}

const request = { id: "a", url: "redis://:secret@host", prefix: "bull" };

describe("a discovery", () => {
  test("tells how far it is, then the design, then figures until it is stopped", async () => {
    const { discovered, closed } = found();
    const { made, told } = discoveries(async ({ onProgress }) => {
      onProgress({ phase: "scanning", keys: 500, ofKeys: 900, queues: 0 });
      onProgress({ phase: "scanning", keys: 900, ofKeys: 900, queues: 1 });
      return discovered;
    });
    made.start(request);
    await vi.waitFor(() => expect(told.filter(({ type }) => type === "figures").length).toBeGreaterThan(1));
    made.stop("a");
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(told.slice(0, 2)).toMatchObject([{ type: "progress", keys: 500 }, { type: "found", place: "host:6379", queues: [{ queue: "mail", consumer: "mail-workers", figures: { workers: 2, counts: { waiting: 3 } } }] }]);
    expect(told.at(-1)).toEqual({ type: "end", id: "a", ended: "stopped" });
    expect(JSON.stringify(told)).not.toContain("secret");
  });

  test("that is stopped while it looks says nothing more", async () => {
    let signal: AbortSignal | undefined;
    const { made, told, logged } = discoveries((options) => {
      ({ signal } = options);
      return new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(new Error("aborted"))));
    });
    made.start(request);
    made.stop("a");
    expect(signal?.aborted).toBe(true);
    await Promise.resolve();
    expect(told).toEqual([{ type: "end", id: "a", ended: "stopped" }]);
    expect(logged).toEqual([]);
  });

  test("says why it cannot look, or why it watches no longer", async () => {
    const refused = discoveries(() => Promise.reject(new AppError("redis-refused", "Redis at host wants a password.")));
    refused.made.start(request);
    await vi.waitFor(() => expect(refused.told).toEqual([{ type: "end", id: "a", ended: "failed", message: "Redis at host wants a password." }]));
    const { discovered, closed } = found(() => Promise.reject(new AppError("redis-refused", "Redis at host is gone.")));
    const lost = discoveries(() => Promise.resolve(discovered));
    lost.made.start(request);
    await vi.waitFor(() => expect(lost.told.at(-1)).toMatchObject({ type: "end", ended: "failed", message: "Redis at host is gone." }));
    expect(closed).toHaveBeenCalledOnce();
  });

  test("is one of four at most, and all end with the last screen", async () => {
    const { made, told } = discoveries(() => new Promise(() => {}));
    for (const id of ["a", "b", "c", "d"]) made.start({ ...request, id });
    expect(() => made.start({ ...request, id: "a" })).toThrow("already");
    expect(() => made.start({ ...request, id: "e" })).toThrow("Stop one first");
    made.close();
    expect(told).toHaveLength(4);
  });
});
