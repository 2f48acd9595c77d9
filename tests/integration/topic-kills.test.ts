import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

const EVENTS = 600;

/** Two topics in a row, the first with two groups; sessions are short, so that a death is noticed within a second. */
function twoTopics(commit: "at-least-once" | "at-most-once"): Design {
  const reading = { commit, sessionTimeoutMs: 500 };
  return designOf(
    {
      p: evenly(200, EVENTS, { key: { mode: "uniform", count: 40 } }),
      t: ["topic", { partitions: 4 }],
      a: service(8, { ...reading, replicas: 2, concurrency: 2 }),
      b: service(3, { ...reading, concurrency: 4 }),
      u: ["topic", { partitions: 3 }],
      c: service(4, { ...reading, replicas: 3 }),
      s: SINK,
      v: SINK,
    },
    ["p > t", "t > a", "t > b", "a > u", "u > c", "b > s", "c > v"],
  );
}

function newest(entry: string): LiveBench["processes"][number] {
  const found = bench.processes.findLast((candidate) => candidate.entry === entry);
  if (!found) throw new Error(`No ${entry} process.`);
  return found;
}

async function killedIn(design: Design, kill: () => Promise<void> | void) {
  const { executor, heard } = await bench.begin(design);
  await until("200 events delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 200);
  await kill();
  return { report: await executor.finished, heard };
}

describe("killed while topics are read", () => {
  it("T5 E4 a killed worker's groups read again what they had not committed: every group has every event once", async () => {
    const { report, heard } = await killedIn(twoTopics("at-least-once"), () => newest("worker").process.kill("SIGKILL"));
    expect(heard.notices.map((notice) => notice.code)).toContain("worker-died");
    expect(report.ledger).toMatchObject({ produced: EVENTS, copies: EVENTS, delivered: 2 * EVENTS, dropped: {}, duplicated: 0, lost: 0, inFlight: 0, balanced: true });
    expect(report.ledger.bySource?.p).toMatchObject({ produced: EVENTS, delivered: 2 * EVENTS, inFlight: 0 });
  });

  it("T5 E4 groups that commit before the work skip what the killed worker had in hand, and the ledger says so", async () => {
    const { report } = await killedIn(twoTopics("at-most-once"), () => newest("worker").process.kill("SIGKILL"));
    const { delivered, dropped, duplicated, lost, balanced } = report.ledger;
    expect({ lost, balanced }).toEqual({ lost: 0, balanced: true });
    expect(delivered + (dropped.skipped ?? 0)).toBe(2 * EVENTS + duplicated);
    // As many as there were slots, at most.
    expect(dropped.skipped ?? 0).toBeLessThanOrEqual(11);
  });

  it("E2 M4 T7 a killed load process goes on where it was, knowing which brokers are down: no event is in a topic twice", async () => {
    const { executor, heard } = await bench.begin(twoTopics("at-least-once"));
    for (const broker of [0, 1]) await executor.setBroker({ topic: "t", broker, isDown: true }, 1200);
    const passed = (ms: number): Promise<void> => until(`${ms} ms`, () => executor.state().atMs > ms);
    await passed(1500);
    newest("load").process.kill("SIGKILL");
    await until("it is back", () => heard.notices.some(({ code }) => code === "worker-back"));
    await passed(executor.state().atMs + 300);
    // One every 5 ms until then, and one that waits.
    expect(heard.frames.at(-1)?.ledger.produced).toBeLessThanOrEqual(241);
    await executor.setBroker({ topic: "t", broker: 1, isDown: false });
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: EVENTS, delivered: 2 * EVENTS, duplicated: 0, lost: 0, balanced: true });
    expect(report.nodes.t?.depth.end).toBe(0);
  });

  it("E2 E4 a killed Redis comes back and the groups with it", async () => {
    const { report, heard } = await killedIn(twoTopics("at-least-once"), () => bench.redis.kill("SIGKILL"));
    expect(heard.notices.map((notice) => notice.code)).toEqual(expect.arrayContaining(["redis-lost", "redis-back"]));
    expect(report.ended).toBe("drained");
    expect(report.ledger).toMatchObject({ produced: EVENTS, inFlight: 0, unsettled: report.ledger.lost });
    // `everysec`: a killed process usually loses nothing, and what it loses is counted.
    expect(report.ledger.delivered + report.ledger.lost).toBe(2 * EVENTS + report.ledger.duplicated);
  });

  it("E2 leaves not one key behind", async () => {
    const redis = new Redis({ path: bench.redis.url });
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
  });
});
