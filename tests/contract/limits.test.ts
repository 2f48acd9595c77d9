import { availableParallelism, cpus } from "node:os";
import { Worker } from "node:worker_threads";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { designOf, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

/** Keeps Redis' one thread busy, a slice of it at a time, until it is stopped. */
function occupy(path: string): () => Promise<void> {
  const client = new Redis({ path, maxRetriesPerRequest: null });
  let isOver = false;
  const script = "local n = 0; for i = 1, 2000000 do n = n + i end; return n";
  const lanes = Array.from({ length: 4 }, async () => {
    while (!isOver) await client.eval(script, 0);
  });
  return async () => {
    isOver = true;
    await Promise.allSettled(lanes);
    client.disconnect();
  };
}

/** Keeps every core of the machine busy until it is stopped. */
function occupyCores(): () => Promise<unknown> {
  const threads = Array.from({ length: availableParallelism() }, () => new Worker("for (;;) Math.sqrt(Math.random());", { eval: true }));
  return () => Promise.all(threads.map((thread) => thread.terminate()));
}

describe("the limits of the machine", () => {
  it("M3 E3 a generator, a Redis and a machine that cannot keep up are named, with by how much, and the latency hides nothing of it", async () => {
    const release = occupy(bench.redis.url);
    const releaseCores = occupyCores();
    // More than any machine emits.
    const { executor, heard } = await bench.begin(designOf({ p: ["producer", { arrivals: { process: "constant", ratePerSecond: 200_000 } }], c: service(0, { concurrency: 50 }), s: SINK }, ["p > c", "c > s"]));
    const said = (what: string): string | undefined => heard.frames.flatMap(({ saturated }) => saturated).findLast((each) => each.what === what)?.by;
    await until("the machine is named", () => said("machine") !== undefined, 30_000);
    await releaseCores();
    await until("both others are named", () => said("generator of p") !== undefined && said("Redis") !== undefined, 30_000);
    await release();
    await executor.stop();
    const { saturated, endToEndMs } = await executor.finished;
    expect(saturated).toEqual(expect.arrayContaining([{ what: "generator of p", by: said("generator of p") }, { what: "Redis", by: said("Redis") }]));
    const [, lateMs = ""] = /emits (\d+) ms later than intended/.exec(said("generator of p") ?? "") ?? [];
    expect(Number(lateMs)).toBeGreaterThan(500);
    const [, cores = "", busy = "", own = ""] = /^its (\d+) cores are (\d+) % busy, (\d+) % with this run's processes$/.exec(said("machine") ?? "") ?? [];
    expect(Number(cores)).toBe(cpus().length);
    expect(Number(busy)).toBeGreaterThanOrEqual(97);
    expect(Number(own)).toBeGreaterThan(0);
    expect(said("Redis")).toMatch(/busy at \d+ commands\/s, and it answers after \d+ ms/);
    expect(endToEndMs.all.max).toBeGreaterThan(500);
    expect(heard.frames.at(-1)?.redis?.cpuPercent).toBeGreaterThan(0);
  });
});
