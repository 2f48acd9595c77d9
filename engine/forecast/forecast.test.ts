import { describe, expect, it } from "vitest";
import { orderPipeline, designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { forecast, hear, optionsFor, predict } from "../../tests/support/run.ts";
import { until } from "../../tests/support/until.ts";
import { createForecastExecutor } from "./forecast-executor.ts";

/** One queue at a utilisation. */
function queueAt(utilization: number) {
  return designOf(
    { p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 100 } }], q: ["queue"], c: ["consumer", { serviceTime: { distribution: "exponential", meanMs: utilization * 10 } }], s: SINK },
    ["p > q", "q > c", "c > s"],
  );
}

describe("forecast", () => {
  it("E4 balances the ledger of the sample design to the event", async () => {
    const { report } = await forecast(orderPipeline());
    expect(report.ledger.produced).toBe(1000);
    expect(report.ledger.balanced).toBe(true);
    expect(report.ledger.lost).toBe(0);
    expect(report.ledger.inFlight).toBe(0);
    expect(report.ledger.delivered + report.ledger.deadLettered).toBe(1000);
    expect(report.ledger.bySource?.orders?.produced).toBe(1000);
    expect(report.ended).toBe("drained");
  });

  it("F1 E5 two forecasts with one seed are identical to the event", async () => {
    const [first, second, other] = await Promise.all([forecast(orderPipeline()), forecast(orderPipeline()), forecast(orderPipeline(), { seed: 8 })]);
    expect(first.samples).toEqual(second.samples);
    expect(first.report).toEqual(second.report);
    expect(other.samples).not.toEqual(first.samples);
  });

  it("F1 E5 a forecast that nobody watches has the same report", async () => {
    for (const forMs of [5_000, 61_000]) {
      const watched = await forecast(queueAt(0.8), { forMs });
      expect(await predict(queueAt(0.8), { forMs })).toEqual(watched.report);
    }
    expect(await predict(orderPipeline())).toEqual((await forecast(orderPipeline())).report);
  });

  it("F1 E5 a forecast that is shown at a pace is the one that is computed at once", async () => {
    const design = designOf({ p: evenly(100, 40), q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 30 } }], c: service(9, { failureRate: 0.3 }), s: SINK }, ["p > q", "q > c", "c > s"]);
    const atOnce = await forecast(design);
    const { listener, ...paced } = hear();
    const executor = createForecastExecutor(optionsFor(design, { speed: 10 }), listener);
    await executor.start();
    const report = await executor.finished;
    expect(paced.samples).toEqual(atOnce.samples);
    expect(report.ledger).toEqual(atOnce.report.ledger);
    expect(report.nodes.c).toMatchObject({ waitMs: atOnce.report.nodes.c!.waitMs, serviceMs: atOnce.report.nodes.c!.serviceMs });
  });

  it("F1 means of a long forecast have confidence intervals; a short one says that it is too short to tell", async () => {
    const long = await predict(queueAt(0.5), { forMs: 60_000 });
    expect(long.nodes.c?.waitMs.ci95).toBeGreaterThan(0);
    expect(long.endToEndMs.all.ci95).toBeGreaterThan(0);
    expect(long.problems).toEqual([]);
    const short = await predict(queueAt(0.5), { forMs: 2000 });
    expect(short.nodes.c?.waitMs.ci95).toBeUndefined();
    expect(short.problems).toMatchObject([{ code: expect.stringMatching(/./) as string, message: expect.stringContaining("forecast a longer time") as string }]);
  });

  it("F1 a forecast of a minute leaves out the first tenth of its times, a shorter one nothing", async () => {
    const long = await predict(queueAt(0.5), { forMs: 60_000 });
    const share = long.nodes.c!.waitMs.count / long.nodes.c!.in;
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.92);
    const short = await predict(queueAt(0.5), { forMs: 59_000 });
    expect(short.nodes.c!.waitMs.count).toBe(short.nodes.c!.in);
  });

  it("F3 an overloaded design is said to be unstable, with the node and the arithmetic", async () => {
    const report = await predict(queueAt(1.2), { forMs: 20_000, drainMs: 0 });
    expect(report.ended).toBe("drain-timeout");
    expect(report.problems.find((problem) => problem.code === "unstable" && problem.node === "c")?.message).toMatch(/^c cannot keep up: \S+\/s × 12 ms = 1\.\d+ busy slots, but there are 1 \(utilisation 1\d\d %\)/);
    expect((await predict(queueAt(0.8), { forMs: 20_000 })).problems.filter((problem) => problem.node === "c")).toEqual([]);
  });

  it("M1 a frame tells of every 100 ms of design time", async () => {
    const { frames } = await forecast(designOf({ p: evenly(50, 20), c: service(5), s: SINK }, ["p > c", "c > s"]));
    expect(frames.map((frame) => frame.atMs)).toEqual(frames.map((_, n) => (n + 1) * 100));
    expect(frames.reduce((sum, frame) => sum + frame.nodes.c!.in, 0)).toBe(20);
    expect(frames.reduce((sum, frame) => sum + frame.edges.e2!.count, 0)).toBe(20);
    expect(frames[0]?.channels).toHaveProperty("e1");
  });

  it("P2 a rate of zero waits for another while it is shown, and ends a forecast that is computed at once", { timeout: 10_000 }, async () => {
    const still = designOf({ p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 0 } }], s: SINK }, ["p > s"]);
    expect((await predict(still)).ledger).toMatchObject({ produced: 0, balanced: true });
    const { listener, ...heard } = hear();
    const executor = createForecastExecutor(optionsFor(still, { speed: 10 }), listener);
    await executor.start();
    await until("some design time has passed", () => executor.state().atMs > 500);
    expect(executor.state().phase).toBe("running");
    await executor.update(designOf({ p: evenly(100, 20), s: SINK }, ["p > s"]));
    expect((await executor.finished).ledger).toMatchObject({ produced: 20, delivered: 20 });
    expect(heard.frames.length).toBeGreaterThan(0);
  });

  it("G4 a blocking cycle that is stuck ends as what it is: events in flight that nothing moves", { timeout: 10_000 }, async () => {
    const stuck = designOf(
      { p: evenly(100, 50), q: ["queue", { maxLength: 2 }], c: service(5, { emits: 2 }) },
      ["p > q", "q > c", "c > q"],
    );
    const report = await predict(stuck);
    expect(report.ended).toBe("drain-timeout");
    expect(report.ledger).toMatchObject({ balanced: true });
    expect(report.ledger.inFlight).toBeGreaterThan(2);
  });
});
