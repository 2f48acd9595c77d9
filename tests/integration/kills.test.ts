import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { losePower } from "../../engine/redis/embedded/power-loss.ts";
import { designOf, evenly, orderPipeline, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

/** The sample with short locks, so that stalled events come back within a second or two. */
function quickLocks(): Design {
  const design = orderPipeline();
  const inbox = design.nodes.find((node) => node.id === "inbox");
  if (inbox) inbox.settings = { ...inbox.settings, lockMs: 800, stalledCheckMs: 500, maxStalled: 5 };
  return design;
}

function newest(entry: string): LiveBench["processes"][number] {
  const found = bench.processes.findLast((candidate) => candidate.entry === entry);
  if (!found) throw new Error(`No ${entry} process.`);
  return found;
}

describe("killed in mid-run", () => {
  it("Q5 E4 a killed worker is started again, its events come back, the ledger closes", async () => {
    const { executor, heard } = await bench.begin(quickLocks(), { audit: true });
    await until("200 events delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 200);
    newest("worker").process.kill("SIGKILL");
    const report = await executor.finished;
    expect(heard.notices.map((notice) => notice.code)).toContain("worker-died");
    expect(report.ledger).toMatchObject({ produced: 1000, balanced: true, lost: 0, inFlight: 0 });
    expect(report.ledger.delivered + report.ledger.deadLettered).toBe(1000 + report.ledger.duplicated);
    expect(report.nodes.inbox?.stalls).toBeGreaterThan(0);
    // Each came again as often as it stalled, but for what stalled too often.
    expect(report.nodes.billing?.duplicates).toBe(report.nodes.inbox?.stalls);
    // Each order is one event at its source, one in the inbox, and one in the dead letter where it went there.
    expect(report.audit).toMatchObject({ born: 2000 + report.ledger.deadLettered, ended: 2000, inFlight: report.ledger.deadLettered, lost: { count: 0 }, duplicated: { count: 0 }, redelivered: report.nodes.inbox?.stalls, differences: [] });
  });

  it("M4 a killed load process goes on where it was, without a second copy of any event", async () => {
    const { executor, heard } = await bench.begin(quickLocks(), { audit: true });
    await until("200 events delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 200);
    newest("load").process.kill("SIGKILL");
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 1000, duplicated: 0, balanced: true, lost: 0, inFlight: 0 });
    expect(report.audit).toMatchObject({ born: 2000 + report.ledger.deadLettered, lost: { count: 0 }, duplicated: { count: 0 }, differences: [] });
  });

  it("P5 E4 while Redis is down a producer blocks, drops or buffers as it says, and the ledger shows which", async () => {
    const each = 100;
    const design = designOf(
      { blocks: evenly(50, each), drops: evenly(50, each, { whenRefused: "drop" }), buffers: evenly(50, each, { whenRefused: "buffer", bufferLimit: 5 }), q: ["queue"], c: service(1, { concurrency: 4 }), s: SINK },
      ["blocks > q", "drops > q", "buffers > q", "q > c", "c > s"],
    );
    const { executor, heard } = await bench.begin(design, { sampleAll: true });
    // Samples do not come by Redis. What counts is what was emitted meanwhile, not how long that took: on a busy machine the load process is late.
    const emitted = (): number => heard.samples.filter((sample) => sample.type === "span" && sample.node === "drops" && sample.outcome === "emitted").length;
    await until("some were emitted", () => emitted() >= 15);
    await bench.redis.kill("SIGKILL", () => {
      const before = emitted();
      return until("30 more were emitted meanwhile", () => emitted() >= before + 30);
    });
    const { ledger } = await executor.finished;
    expect(ledger, JSON.stringify(ledger)).toMatchObject({ produced: 3 * each, unsettled: ledger.lost, inFlight: 0 });
    const rejectedBy = (source: string): number => ledger.bySource![source]!.dropped.rejected ?? 0;
    expect(rejectedBy("blocks")).toBe(0);
    // Of 30, but for those that were on their way when it died.
    expect(rejectedBy("drops")).toBeGreaterThan(15);
    expect(rejectedBy("buffers")).toBeGreaterThan(10);
    expect(rejectedBy("buffers")).toBeLessThan(rejectedBy("drops"));
  });

  it("E2 E4 O4 the power fails: Redis comes back and the run with it; what had not reached the disk is lost, and the ledger says how much and which", async () => {
    const { executor, heard } = await bench.begin(quickLocks(), { audit: true });
    await until("200 events delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 200);
    await losePower(bench.redis, { unsyncedMs: 150 });
    const report = await executor.finished;
    expect(heard.notices.map((notice) => notice.code)).toEqual(expect.arrayContaining(["redis-lost", "redis-back"]));
    expect(report.ledger).toMatchObject({ produced: 1000, unsettled: report.ledger.lost, balanced: report.ledger.lost === 0, inFlight: 0 });
    // 100 events a second.
    expect(report.ledger.lost).toBeGreaterThan(3);
    expect(report.ledger.lost).toBeLessThan(100);
    expect(report.audit).toMatchObject({ lost: { count: report.ledger.lost }, duplicated: { count: report.ledger.duplicated }, differences: [] });
    for (const { id, place } of report.audit!.lost.ids) expect([id, place]).toEqual([expect.stringMatching(/^e[0-9a-f]{16}$/), "inbox"]);
    expect(report.ledger.delivered + report.ledger.deadLettered + report.ledger.lost).toBe(1000 + report.ledger.duplicated);
  });

  it("E2 leaves not one key behind", async () => {
    const redis = new Redis({ path: bench.redis.url });
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
  });
});
