import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { Sample, SpanSample } from "../../engine/contract/sample.ts";
import { joinRun } from "../../engine/live/remote/join-run.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { forecast } from "../support/run.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

const constant = (meanMs: number) => ({ distribution: "constant", meanMs });

/** Puts nodes into zones: two of callers, and one of what they call. */
function inZones(design: Design, zones: Record<string, string>): Design {
  const names = [...new Set(Object.values(zones))];
  return { ...design, zones: names.map((id) => ({ id, name: id })), nodes: design.nodes.map((node) => (zones[node.id] === undefined ? node : { ...node, zone: zones[node.id] })) };
}

/** Two services that share a cache before a database; their calls take turns. */
function sharedCache(): Design {
  const keys = { key: { mode: "zipf", count: 10, exponent: 1 } };
  return designOf(
    { pa: evenly(20, 30, keys), ca: service(1), pb: evenly(20, 30, keys), cb: service(26), cache: ["cache", { capacity: 4 }], db: ["database", { pool: 3, readTime: constant(2) }], s: SINK },
    ["pa > ca", "pb > cb", "ca.call > cache.call", "cb.call > cache.call", "cache.origin > db.call", "ca > s", "cb > s"],
  );
}

const spansOf = (samples: readonly Sample[], node: string): SpanSample[] => samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === node);

describe("C5 calls between zones", () => {
  it("C5 S1 E5 what is called exists once: the hit ratio is that of the run in one zone, with the same seed", async () => {
    const foretold = (await forecast(sharedCache())).report.nodes;
    const one = (await bench.run(sharedCache())).report.nodes;
    const { report, frames } = await bench.run(inZones(sharedCache(), { ca: "z1", cb: "z3", cache: "z2", db: "z2" }));
    const { nodes, ledger } = report;
    expect(ledger).toMatchObject({ produced: 60, delivered: 60, balanced: true, lost: 0, inFlight: 0 });
    expect(nodes.cache!.hitRatio).toBe(one.cache!.hitRatio);
    expect(nodes.cache!.hitRatio).toBe(foretold.cache!.hitRatio);
    expect([nodes.cache!.in, nodes.db!.in]).toEqual([60, foretold.db!.in]);
    // Shown by the process of their own zone, and by no other.
    expect(new Set(frames.map((frame) => frame.nodes.db!.capacity))).toContain(3);
    expect(Math.max(...frames.map((frame) => frame.nodes.db!.capacity))).toBe(3);
  });

  it("C5 O3 calls to a killed process time out, fail their attempts, and are answered again when it is back", async () => {
    const design = designOf(
      {
        p: evenly(40, 120),
        q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 500 } }],
        c: service(1, { concurrency: 8 }),
        cache: ["cache", { capacity: 1 }],
        db: ["database", { pool: 4, readTime: constant(5) }],
        s: SINK,
        dead: DEAD_LETTER,
      },
      ["p > q", "q > c", ["c.call > cache.call", { timeoutMs: 150 }], "cache.origin > db.call", "c > s", "q.deadLetter > dead"],
    );
    const { executor, heard } = await bench.begin(inZones(design, { c: "z1", cache: "z2", db: "z2" }), { sampleAll: true });
    await until("some were delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 20);
    const killedMs = executor.state().atMs;
    process.kill(heard.frames.at(-1)!.processes.find(({ name }) => name === "zone z2")!.pid, "SIGKILL");
    const { ledger, nodes } = await executor.finished;
    expect(heard.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(["worker-died", "worker-back"]));
    // The caller's process went on: nothing stalled, nothing happened twice, every event ended one way or the other.
    expect(ledger).toMatchObject({ produced: 120, balanced: true, lost: 0, duplicated: 0, inFlight: 0 });
    expect(ledger.delivered + ledger.deadLettered).toBe(120);
    expect(nodes.q!.stalls).toBe(0);
    const failures = spansOf(heard.samples, "c").filter(({ outcome }) => outcome !== "done");
    expect(failures.length).toBeGreaterThan(0);
    for (const { reason, startMs } of failures) {
      expect(reason).toMatch(/cache did not answer within 150 ms/);
      expect(startMs).toBeGreaterThan(killedMs - 200);
    }
    const lastFailureMs = Math.max(...failures.map(({ startMs }) => startMs));
    expect(spansOf(heard.samples, "db").filter(({ startMs, outcome }) => startMs > lastFailureMs && outcome === "done").length).toBeGreaterThan(0);
  });

  it("C5 E4 a killed caller's calls are nobody's, a killed Redis keeps calls waiting; both come back, and the ledger closes but for what Redis lost", async () => {
    const queue = { attempts: 5, backoff: { type: "fixed", delayMs: 300 }, lockMs: 500, stalledCheckMs: 400, maxStalled: 20 };
    const design = designOf(
      { p: evenly(40, 120), q: ["queue", queue], c: service(1, { concurrency: 4 }), db: ["database", { pool: 4, readTime: constant(40) }], s: SINK, dead: DEAD_LETTER },
      ["p > q", "q > c", ["c.call > db.call", { timeoutMs: 500 }], "c > s", "q.deadLetter > dead"],
    );
    const { executor, heard } = await bench.begin(inZones(design, { c: "z1", db: "z2" }), { sampleAll: true });
    const delivered = (): number => heard.frames.at(-1)?.ledger.delivered ?? 0;
    await until("some were delivered", () => delivered() >= 15);
    process.kill(heard.frames.at(-1)!.processes.find(({ name }) => name === "zone z1")!.pid, "SIGKILL");
    await until("it is back", () => heard.notices.some(({ code }) => code === "worker-back"));
    const back = delivered();
    await until("it delivers again", () => delivered() >= back + 10);
    await bench.redis.kill("SIGKILL");
    const killedMs = executor.state().atMs;
    const { ledger } = await executor.finished;
    expect(heard.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(["redis-lost", "redis-back"]));
    // What Redis had answered and not written is lost: that depends on how slow the disk is.
    expect(ledger, JSON.stringify(ledger)).toMatchObject({ produced: 120, unsettled: ledger.lost, inFlight: 0 });
    expect(ledger.delivered + ledger.deadLettered + ledger.lost).toBe(120 + ledger.duplicated);
    expect(spansOf(heard.samples, "c").filter(({ startMs, outcome }) => startMs > killedMs && outcome === "done").length).toBeGreaterThan(0);
    // Whatever was asked was answered or given up: no connection is held for good.
    expect(heard.frames.at(-1)!.nodes.db).toMatchObject({ depth: 0, inFlight: 0 });
  });

  it("C5 O3 a worker that joins has no cache of its own", async () => {
    const keys = { key: { mode: "uniform", count: 6 } };
    const design = designOf(
      { p: evenly(40, 120, keys), c: service(20), cache: ["cache", { capacity: 100 }], db: ["database", { pool: 2, readTime: constant(1) }], stored: evenly(10, 20), s: SINK },
      ["p > c", "c.call > cache.call", "cache.origin > db.call", "c > s", "stored > db"],
    );
    const { executor, heard } = await bench.begin(design);
    const joined = joinRun({ ...bench.joining(executor), signal: new AbortController().signal });
    await until("two slots", () => heard.frames.at(-1)?.nodes.c?.capacity === 2);
    const { ledger, nodes } = await executor.finished;
    await joined;
    expect(ledger).toMatchObject({ produced: 140, balanced: true, lost: 0, inFlight: 0 });
    expect(nodes.cache!.in).toBe(120);
    expect(nodes.cache!.hitRatio).toBe(114 / 120);
    expect(Math.max(...heard.frames.map((frame) => frame.nodes.db!.capacity))).toBe(2);
  });

  it("C5 V1 V2 calls stand still in a pause, and their time is design time at any speed", async () => {
    const design = inZones(
      designOf({ p: evenly(100, 8), c: service(1, { concurrency: 8 }), db: ["database", { pool: 4, readTime: constant(500) }], s: SINK }, ["p > c", ["c.call > db.call", { timeoutMs: 5000 }], "c > s"]),
      { c: "z1", db: "z2" },
    );
    const { executor, heard } = await bench.begin(design, { sampleAll: true });
    await until("calls wait", () => (heard.frames.at(-1)?.nodes.db?.depth ?? 0) >= 2);
    await executor.pause();
    const ledger = heard.frames.at(-1)!.ledger;
    expect(ledger).toMatchObject({ balanced: true, unsettled: 0 });
    const before = { ...heard.frames.at(-1)!.nodes.db! };
    const frames = heard.frames.length;
    await until("it is paused for a while", () => heard.frames.length > frames + 8);
    expect(heard.frames.at(-1)!.nodes.db).toMatchObject({ depth: before.depth, inFlight: before.inFlight });
    await executor.setSpeed(4);
    await executor.resume();
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 8, delivered: 8, balanced: true });
    const spans = spansOf(heard.samples, "db");
    for (const { serviceMs } of spans) expect(serviceMs).toBeCloseTo(500, 5);
    expect(spans.filter(({ waitMs }) => waitMs > 400)).toHaveLength(4);
    // The way through Redis takes a few milliseconds of wall time, four times as much design time.
    for (const { serviceMs } of spansOf(heard.samples, "c")) expect(serviceMs).toBeLessThan(1000 + 250);
  });

  it("leaves not one key behind", async () => {
    const redis = new Redis({ path: bench.redis.url });
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
  });
});
