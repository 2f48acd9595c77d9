import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { LiveEnvironment, WorkerProcess } from "../../engine/core/environment.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { startRedisProxy, type CrashPoint } from "../support/redis-proxy.ts";
import { hear, optionsFor } from "../support/run.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

const EVENTS = 20;
/** What the command that remembers a processed event of a consumer contains. */
const remembers = (consumer: string): string[] => [`processed:${consumer}`, "LPUSH"];

/** Runs a design whose worker is killed at a point, once. */
async function killedAt(design: Design, point: CrashPoint) {
  const workers: WorkerProcess[] = [];
  const proxy = await startRedisProxy(bench.redis.url, [point], () => workers.at(-1)?.kill("SIGKILL"));
  try {
    const { listener, ...heard } = hear();
    const spawnWorker: LiveEnvironment["spawnWorker"] = (entry, parameters) => {
      const started = bench.environment.spawnWorker(entry, parameters);
      if (entry === "worker") workers.push(started);
      return started;
    };
    const executor = createLiveExecutor(optionsFor(design), listener, { ...bench.environment, redisUrl: proxy.url, spawnWorker });
    await executor.start();
    const report = await executor.finished;
    expect(proxy.met).toEqual([point]);
    expect(heard.notices.map(({ code }) => code)).toContain("worker-back");
    return report;
  } finally {
    proxy.close();
  }
}

/** Kills at each point, in a run each, all at the same time. */
function killedAtEach(design: Design, points: readonly CrashPoint[]) {
  return Promise.all(points.map((point) => killedAt(design, point)));
}

const LOCKS = { lockMs: 1500, stalledCheckMs: 500, maxStalled: 20 };

describe("a worker that is killed while an idempotent consumer finishes an event", () => {
  it("C4 E4 neither loses nor doubles the event's children, and keeps to what the delivery decided that ended well", async () => {
    const design = designOf(
      {
        p: evenly(20, EVENTS),
        // A second delivery would fail for good: one of an event that was processed does not ask.
        c: service(2, { idempotent: true, handler: "(event) => { if (event.attempt > 1) throw new PermanentError('asked again'); return 1; }" }),
        x: service(1),
        y: service(1),
        s: SINK,
      },
      [["p > c", LOCKS], ["c > x", LOCKS], ["c > y", LOCKS], "x > s", "y > s"],
    );
    const reports = await killedAtEach(design, [
      { sent: remembers("c"), arrives: true },
      { sent: ["edge:e2}", "specversion"], arrives: true },
      { sent: ["edge:e1}", ":stalled", "outcome:"], arrives: false },
    ]);
    for (const { ledger } of reports) {
      expect(ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: 2 * EVENTS, failed: 0, deduplicated: 0, duplicated: 0, lost: 0, inFlight: 0, balanced: true });
    }
  });

  it("C4 Q5 makes up for it also when its channel gives the event up, having found it stalled too often", async () => {
    const design = designOf({ p: evenly(20, 10), c: service(2, { idempotent: true }), x: service(1), s: SINK }, [["p > c", { ...LOCKS, maxStalled: 0 }], ["c > x", LOCKS], "x > s"]);
    const { ledger } = await killedAt(design, { sent: remembers("c"), arrives: true });
    expect(ledger).toMatchObject({ produced: 10, delivered: 10, failed: 0, deadLettered: 0, duplicated: 0, lost: 0, balanced: true });
  });

  it("C4 T5 E4 the same when it reads a topic", async () => {
    const reading = { sessionTimeoutMs: 300 };
    const design = designOf(
      {
        p: evenly(20, EVENTS, { key: { mode: "uniform", count: 8 } }),
        t: ["topic", { partitions: 2 }],
        c: service(2, { ...reading, idempotent: true }),
        u: ["topic", { partitions: 2 }],
        x: service(1, reading),
        y: service(1),
        s: SINK,
      },
      ["p > t", "t > c", "c > u", "u > x", ["c > y", LOCKS], "x > s", "y > s"],
    );
    const commits = ["node:t}", "HINCRBY', outcomes, ARGV"];
    const reports = await killedAtEach(design, [
      { sent: remembers("c"), arrives: true },
      { sent: ["node:u}", "XADD"], arrives: true },
      { sent: commits, arrives: false },
    ]);
    for (const { ledger } of reports) {
      expect(ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: 2 * EVENTS, failed: 0, deduplicated: 0, duplicated: 0, lost: 0, inFlight: 0, balanced: true });
    }
  });
});
