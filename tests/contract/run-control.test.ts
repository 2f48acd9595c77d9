import { expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import type { Sample, SpanSample } from "../../engine/contract/sample.ts";
import { sourceBehaviour, Wiring } from "../../engine/core/wiring.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast, type Heard } from "../support/run.ts";
import { until } from "../support/until.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How far half of a live run's attempts may be off, and any of them when the machine has other work, ms on the wall clock. */
const HALF_OFF_MS = 60;
const MOST_OFF_MS = 450;

/** Arrivals, services, backoffs and a rate limit, all of which go on while the run is paused or changes its speed. */
function busy(ratePerSecond = 40): Design {
  return designOf(
    {
      p: evenly(ratePerSecond, 60),
      q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 400 } }],
      c: service(60, { concurrency: 8, failureRate: 0.4 }),
      limited: ["queue", { rateLimit: { max: 5, durationMs: 150 } }],
      d: service(5, { concurrency: 5 }),
      s: SINK,
      dead: DEAD_LETTER,
    },
    ["p > q", "q > c", "c > limited", "limited > d", "d > s", "q.deadLetter > dead"],
    { seed: 5 },
  );
}

/** Attempts at a node by event and number, in order of their start. */
function attempts(samples: readonly Sample[], node: string): Map<string, SpanSample> {
  const spans = samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === node).toSorted((a, b) => a.startMs - b.startMs);
  return new Map(spans.map((span) => [`${span.event} #${span.attempt}`, span]));
}

/** Every attempt was made, and when it would have been without any interference; `speed` is what 1 ms on the wall is in design time, 0 for exactly. */
async function expectUndisturbed(design: Design, heard: Heard, speed: number): Promise<void> {
  const plain = await forecast(design);
  const wanted = attempts(plain.samples, "c");
  const measured = attempts(heard.samples, "c");
  expect([...measured.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
  const off = [...measured].map(([key, span]) => Math.abs(span.startMs - wanted.get(key)!.startMs)).toSorted((a, b) => a - b);
  expect(off[off.length >> 1]).toBeLessThan(HALF_OFF_MS * speed + 0.001);
  expect(off.at(-1)).toBeLessThan(MOST_OFF_MS * speed + 0.001);
  for (const [key, span] of attempts(heard.samples, "p")) expect(span.startMs).toBeCloseTo(attempts(plain.samples, "p").get(key)!.startMs, 6);
  expect(heard.frames.at(-1)?.ledger.delivered).toBe(plain.report.ledger.delivered);
}

onEachSide(sides, "control of a run", ({ name, begin }) => {
  /** A forecast is never off. */
  const off = (speed: number): number => (name === "live" ? speed : 0);

  it("V1 E4 at a pause nothing moves and the books close; after it nothing fires in a burst", async () => {
    const { executor, heard } = await begin(busy());
    await until("half of it is produced", () => executor.state().atMs > 700);
    await executor.pause();
    const paused = executor.state();
    expect(paused.phase).toBe("paused");
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ balanced: true, unsettled: 0, lost: 0, duplicated: 0 });
    expect(heard.frames.at(-1)?.ledger.inFlight).toBeGreaterThan(3);
    // What slots took at the very moment of the pause is told within 100 ms.
    await pauseFor(150);
    const seen = heard.samples.length;
    // Longer than every backoff, service and window: whatever would fall due, must not.
    await pauseFor(900);
    expect(heard.samples.length).toBe(seen);
    expect(executor.state().atMs).toBe(paused.atMs);
    await executor.resume();
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "drained", ledger: { produced: 60, balanced: true, inFlight: 0, lost: 0, duplicated: 0 } });
    await expectUndisturbed(busy(), heard, off(1));
  });

  it("V1 several short pauses leave the run as it was", async () => {
    const { executor, heard } = await begin(busy());
    for (const atMs of [200, 500, 800, 1100]) {
      await until(`it is at ${atMs} ms`, () => executor.state().atMs > atMs);
      await executor.pause();
      await pauseFor(60);
      await executor.resume();
    }
    await executor.finished;
    await expectUndisturbed(busy(), heard, off(1));
  });

  it("V1 a step lets the next thing happen, and no more", async () => {
    const { executor, heard } = await begin(busy(), { paused: true });
    expect(executor.state()).toMatchObject({ phase: "paused", atMs: 0 });
    let before = 0;
    for (let step = 0; step < 12; step++) {
      await executor.step();
      const { phase, atMs } = executor.state();
      expect(phase).toBe("paused");
      expect(atMs).toBeGreaterThanOrEqual(before);
      expect(atMs - before).toBeLessThan(61);
      before = atMs;
    }
    // Things happen at 25, 50, 75, 85 (the first service is over), 100, … ms; a step may be one that nobody sees.
    expect(before).toBeGreaterThan(74);
    await until("what was stepped to is told", () => (heard.frames.at(-1)?.ledger.produced ?? 0) >= 3);
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ balanced: true });
    const { produced } = heard.frames.at(-1)!.ledger;
    await pauseFor(150);
    expect(executor.state().atMs).toBe(before);
    expect(heard.frames.at(-1)?.ledger.produced).toBe(produced);
    await executor.resume();
    expect((await executor.finished).ledger).toMatchObject({ produced: 60, balanced: true, inFlight: 0 });
    await expectUndisturbed(busy(), heard, off(1));
  });

  it("V1 steps go through backoffs too, with every slot in use, and the books close at each", async () => {
    const options = { attempts: 3, backoff: { type: "fixed", delayMs: 20 } };
    const design = designOf({ p: evenly(100, 40), q: ["queue", options], c: service(25, { concurrency: 2, failureRate: 0.4 }), s: SINK }, ["p > q", "q > c", "c > s"], { seed: 5 });
    const { executor, heard } = await begin(design, { paused: true });
    let before = 0;
    for (let step = 0; step < 60; step++) {
      await executor.step();
      const { atMs } = executor.state();
      expect(atMs - before).toBeLessThan(26);
      before = atMs;
      expect(heard.frames.at(-1)?.ledger).toMatchObject({ balanced: true, duplicated: 0, lost: 0 });
    }
    expect(heard.frames.reduce((sum, frame) => sum + (frame.nodes.c?.retries ?? 0), 0)).toBeGreaterThan(3);
    // What has begun to wait while the run stands still does not fall due meanwhile.
    const seen = heard.samples.length;
    await pauseFor(150);
    expect(heard.samples.length).toBe(seen);
    await executor.resume();
    expect((await executor.finished).ledger).toMatchObject({ produced: 40, balanced: true, inFlight: 0 });
  });

  it("V2 at five times the speed it takes a fifth of the time and tells the same design time", async () => {
    // Slow enough for every event to be seen at this speed.
    const { executor, heard } = await begin(busy(15), { speed: 5 });
    const begun = performance.now();
    const report = await executor.finished;
    const wallMs = performance.now() - begun;
    const designMs = report.durationMs + report.drainedMs;
    expect(report.durationMs).toBeGreaterThan(3999);
    expect(designMs).toBeGreaterThan(4200);
    expect(wallMs).toBeLessThan(designMs / 5 + 1500);
    expect(Math.abs(report.nodes.c!.serviceMs.mean - 60)).toBeLessThan(name === "live" ? 40 : 0.001);
    await expectUndisturbed(busy(15), heard, off(5));
  });

  it("V2 a change of speed shortens what is left of every wait, also while paused", async () => {
    const { executor, heard } = await begin(busy());
    await until("retries wait out their backoff", () => executor.state().atMs > 400);
    await executor.setSpeed(3);
    await until("it went on", () => executor.state().atMs > 900);
    await executor.pause();
    await executor.setSpeed(1);
    await pauseFor(100);
    await executor.resume();
    await executor.finished;
    expect(executor.state().speed).toBe(1);
    await expectUndisturbed(busy(), heard, off(3));
  });

  it("P2 changed settings apply while it runs: rate, failures, slots", async () => {
    const before = designOf({ p: evenly(20, 200), q: ["queue", { backoff: { type: "fixed", delayMs: 10 } }], c: service(20, { failureRate: 1, concurrency: 2 }), s: SINK }, ["p > q", "q > c", "c > s"]);
    const after = structuredClone(before);
    after.nodes[0]!.settings = { ...after.nodes[0]!.settings, arrivals: { process: "constant", ratePerSecond: 125 } };
    after.nodes[2]!.settings = { ...after.nodes[2]!.settings, failureRate: 0, concurrency: 6 };
    const { executor, heard } = await begin(before);
    await until("some have failed", () => executor.state().atMs > 600);
    const { atMs } = executor.state();
    expect(await executor.update(after)).toEqual({ applied: ["p", "c"], later: [] });
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 200, balanced: true, inFlight: 0 });
    expect(report.ledger.failed).toBeGreaterThan(3);
    expect(report.ledger.failed + report.ledger.delivered).toBe(200);
    const gaps = [...attempts(heard.samples, "p").values()].map((span, n, all) => Math.round(span.startMs - (all[n - 1]?.startMs ?? 0)));
    expect(gaps.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 50));
    expect(gaps.slice(-150)).toEqual(Array.from({ length: 150 }, () => 8));
    const late = [...attempts(heard.samples, "c").values()].filter((span) => span.startMs > atMs + 400);
    expect(late.length).toBeGreaterThan(100);
    expect(new Set(late.map((span) => span.outcome))).toEqual(new Set(["done"]));
    expect(heard.frames.some((frame) => frame.nodes.c!.capacity === 6)).toBe(true);
  });

  it("P1 P2 E5 bursts, days and traces take another rate over while it runs: what is left of the wait shrinks, then each draw counts at the new rate", async () => {
    const recorded = Array.from({ length: 120 }, (_, n) => ({ atMs: (n + 1) * 50 + (n % 3) * 15 }));
    const arrivals = (ratePerSecond: number): Record<string, Record<string, Json>> => ({
      burst: { process: "burst", ratePerSecond, burstFactor: 5, burstMeanMs: 200, calmMeanMs: 400 },
      day: { process: "diurnal", ratePerSecond, amplitude: 0.6, periodMs: 1000 },
      trace: { process: "trace", ratePerSecond, events: recorded },
    });
    const design = (rate: number): Design =>
      designOf({ ...Object.fromEntries(Object.entries(arrivals(rate)).map(([id, process]) => [id, ["producer", { arrivals: process, limit: { count: 120 } }] as const])), s: SINK }, ["burst > s", "day > s", "trace > s"], { seed: 3 });
    const { executor, heard } = await begin(design(20), { sampleAll: true });
    await until("some have come", () => executor.state().atMs > 900);
    expect(await executor.update(design(80))).toEqual({ applied: ["burst", "day", "trace"], later: [] });
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 360, delivered: 360, balanced: true });
    const [before, after] = [20, 80].map((rate) => new Wiring(flowOf(design(rate)), 3));
    for (const id of Object.keys(arrivals(20))) {
      const times = [...attempts(heard.samples, id).values()].map(({ startMs }) => startMs);
      expect(times).toHaveLength(120);
      const follow = (wiring: Wiring): number[] => times.flatMap((ms, n) => (Math.abs(sourceBehaviour(wiring.node(id)).next(n, times[n - 1] ?? 0) - ms) < 0.1 ? [n] : []));
      const [slow, quick] = [follow(before!), follow(after!)];
      // But for the one that waited when the rate changed, each comes as the old rate says, then as the new one says.
      expect(slow.length).toBeGreaterThan(3);
      expect(quick.length).toBeGreaterThan(60);
      expect(slow.length + quick.length).toBeGreaterThanOrEqual(119);
      expect(quick.filter((n) => n < slow.length - 1)).toEqual([]);
    }
  });

  it("P2 settings that cannot change under way are told, and the rest applies", async () => {
    const design = busy();
    const { executor } = await begin(design);
    const changed = structuredClone(design);
    changed.nodes[1]!.settings = { ...changed.nodes[1]!.settings, lockMs: 500 };
    changed.nodes.push({ id: "new", kind: "sink", position: { x: 0, y: 0 } });
    const { applied, later } = await executor.update(changed);
    expect(applied).toEqual(["q"]);
    expect(later.map(({ id }) => id)).toEqual(["q", "new"]);
    await executor.stop();
    expect((await executor.finished).ledger.balanced).toBe(true);
  });

  it("G4 a blocking queue that is stuck in a cycle is reported as a deadlock, with the way", async () => {
    const design = designOf({ p: evenly(200, 10), q: ["queue", { maxLength: 2 }], c: service(5), s: SINK }, ["p > q", "q > c", "c > q", "c > s"]);
    const { executor } = await begin(design, { forMs: 500, drainMs: 500 });
    const report = await executor.finished;
    expect(report.ledger.inFlight).toBeGreaterThan(2);
    expect(report.problems).toContainEqual(expect.objectContaining({ severity: "error", code: "deadlock", node: "q", message: expect.stringMatching(/^q → c → q is a deadlock: q is full/) as string }));
    const drained = await begin(designOf({ p: evenly(200, 10), q: ["queue", { maxLength: 2 }], c: service(5), s: SINK }, ["p > q", "q > c", "c > s"]), { drainMs: 5000 });
    expect((await drained.executor.finished).problems.map(({ code }) => code)).not.toContain("deadlock");
  });

  it("E4 a stop leaves in flight what is in flight, and counts it", async () => {
    const { executor } = await begin(busy());
    await until("some are under way", () => executor.state().atMs > 600);
    await executor.stop();
    const report = await executor.finished;
    expect(report.ended).toBe("stopped");
    expect(report.ledger).toMatchObject({ balanced: true, lost: 0, duplicated: 0 });
    expect(report.ledger.inFlight).toBeGreaterThan(2);
    expect(report.ledger.produced).toBeGreaterThan(15);
    expect(report.ledger.produced).toBeLessThan(45);
    expect(executor.state().phase).toBe("finished");
  });

  it("V1 E4 Q7 the books close also while a full queue holds back one copy of what has gone on elsewhere", async () => {
    const design = designOf(
      {
        p: evenly(50, 100),
        a: service(5, { concurrency: 3 }),
        free: ["queue"],
        full: ["queue", { maxLength: 2 }],
        b: service(2, { concurrency: 2 }),
        slow: service(60_000),
        s: SINK,
      },
      ["p > a", "a > free", "a > full", "a > s", "free > b", "full > slow", "b > s", "slow > s"],
    );
    const { executor, heard } = await begin(design);
    await until("everyone waits", () => executor.state().atMs > 600);
    await executor.pause();
    // One in the slot of `slow`, two before it, three held back in the slots of `a`: six have passed `free`.
    const closed = { balanced: true, unsettled: 0, lost: 0, duplicated: 0 };
    expect(heard.frames.at(-1)?.ledger).toMatchObject(closed);
    expect(heard.frames.at(-1)?.nodes.b?.out ?? 0).toBeLessThanOrEqual(6);
    await executor.resume();
    await until("it went on", () => executor.state().atMs > 800);
    await executor.stop();
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject(closed);
    expect(ledger.copies).toBeGreaterThanOrEqual(9);
  });
});
