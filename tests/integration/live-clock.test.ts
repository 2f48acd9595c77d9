import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { orderPipeline } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One consumer that fails every event once, so that each waits out a backoff of a second. */
function retriesAfterASecond(): Design {
  const design = orderPipeline();
  for (const node of design.nodes) {
    if (node.id === "orders") node.settings = { arrivals: { process: "constant", ratePerSecond: 50 }, limit: { count: 20 } };
    if (node.id === "inbox") node.settings = { attempts: 2, backoff: { type: "fixed", delayMs: 1000 } };
    if (node.id === "billing") node.settings = { replicas: 20, serviceTime: { distribution: "constant", meanMs: 1 }, failureRate: 1 };
  }
  return design;
}

describe("the clock of a live run", () => {
  it("V1 E4 a pause stops everything, the ledger closes, and nothing fires in a burst afterwards", async () => {
    const { executor, heard } = await bench.begin(retriesAfterASecond());
    await until("all 20 wait out their backoff", () => heard.frames.at(-1)?.nodes.inbox?.depth === 20);
    await executor.pause();
    const paused = executor.state();
    expect(paused.phase).toBe("paused");
    const closed = heard.frames.at(-1)?.ledger;
    expect(closed).toMatchObject({ produced: 20, balanced: true, inFlight: 20, lost: 0, duplicated: 0 });
    // Longer than every backoff: whatever would fall due now, must not.
    const samples = heard.samples.length;
    await pauseFor(1500);
    expect(heard.samples.length).toBe(samples);
    expect(executor.state().atMs).toBe(paused.atMs);
    await executor.resume();
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 20, deadLettered: 20, balanced: true, lost: 0, inFlight: 0 });
    const second = heard.samples.filter((sample) => sample.type === "span" && sample.attempt === 2);
    expect(second).toHaveLength(20);
    // They were emitted 20 ms apart, and so they come back 20 ms apart, each about a second of design time after its failure.
    const starts = second.map((sample) => (sample.type === "span" ? sample.startMs : 0)).toSorted((a, b) => a - b);
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(300);
    for (const sample of second) if (sample.type === "span") expect(sample.waitMs).toBeLessThan(150);
  });

  it("V1 steps from one thing to the next", async () => {
    const { executor, heard } = await bench.begin(retriesAfterASecond(), { paused: true });
    expect(executor.state()).toMatchObject({ phase: "paused", atMs: 0 });
    await executor.step();
    expect(executor.state().atMs).toBeCloseTo(20, 3);
    await until("the first event is emitted", () => heard.frames.at(-1)?.ledger.produced === 1);
    await executor.step();
    expect(executor.state().atMs).toBeGreaterThan(20);
    expect(executor.state().atMs).toBeLessThan(41);
    for (let n = 0; n < 6; n++) await executor.step();
    const atMs = executor.state().atMs;
    expect(atMs).toBeGreaterThan(40);
    await pauseFor(200);
    expect(executor.state().atMs).toBe(atMs);
    expect(heard.frames.at(-1)?.ledger.balanced).toBe(true);
    await executor.stop();
    expect((await executor.finished).ended).toBe("stopped");
  });

  it("V2 five times the speed takes a fifth of the time and reports the same design time", async () => {
    const begun = performance.now();
    const { report } = await bench.run(retriesAfterASecond(), { speed: 5 });
    expect(performance.now() - begun).toBeLessThan(2500);
    expect(report.durationMs).toBeGreaterThan(350);
    expect(report.durationMs + report.drainedMs).toBeGreaterThan(1300);
    expect(report.ledger).toMatchObject({ deadLettered: 20, balanced: true });
    expect(report.nodes.billing?.serviceMs.mean).toBeLessThan(30);
  });

  it("V2 a change of speed scales what is left of a backoff", async () => {
    const { executor, heard } = await bench.begin(retriesAfterASecond());
    await until("all 20 wait out their backoff", () => heard.frames.at(-1)?.nodes.inbox?.depth === 20);
    await executor.setSpeed(10);
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ deadLettered: 20, balanced: true });
    const second = heard.samples.filter((sample) => sample.type === "span" && sample.attempt === 2);
    expect(second).toHaveLength(20);
    // 150 ms of design time are 15 ms on the wall.
    for (const sample of second) if (sample.type === "span") expect(sample.waitMs).toBeLessThan(400);
  });

  it("P2 changed settings apply while it runs", async () => {
    const design = orderPipeline();
    const { executor, heard } = await bench.begin(design);
    await until("some are delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) > 50);
    const faster = structuredClone(design);
    const billing = faster.nodes.find((node) => node.id === "billing");
    if (billing) billing.settings = { ...billing.settings, replicas: 6 };
    const orders = faster.nodes.find((node) => node.id === "orders");
    if (orders) orders.settings = { ...orders.settings, arrivals: { process: "poisson", ratePerSecond: 300 } };
    expect((await executor.update(faster)).applied).toEqual(["orders", "billing"]);
    await until("six slots", () => heard.frames.at(-1)?.nodes.billing?.capacity === 6);
    await until("three times the rate", () => (heard.frames.at(-1)?.nodes.orders?.outPerSecond ?? 0) > 220);
    await executor.stop();
    expect((await executor.finished).ledger.balanced).toBe(true);
  });
});
