import { describe, expect, it } from "vitest";
import type { Alert } from "../../../design/alerts/alert.ts";
import type { Design } from "../../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../../../tests/support/designs.ts";
import { forecast, hear, optionsFor, predict } from "../../../tests/support/run.ts";
import { createForecastExecutor } from "../forecast-executor.ts";

const DEEP: Alert["when"] = { threshold: { node: "q", metric: "depth", direction: "above", value: 8 } };

/** 40 events a second for a time, for a consumer that serves 20, with one alert. */
function busy(alert: Partial<Alert>, durationMs = 4000, more: Partial<Design> = {}): Design {
  return designOf({ p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 40 }, limit: { durationMs } }], q: ["queue"], c: service(50), s: SINK }, ["p > q", "q > c", "c > s"], {
    alerts: [{ id: "a", name: "Behind", when: DEEP, actions: [], ...alert }],
    ...more,
  });
}

/** A load of 20 events a second that is four times as high for 10 s after a minute. */
function spiked(alert: Partial<Alert>, durationMs = 10_000): Design {
  const scenario = { load: [{ atMs: 60_000, node: "p", rateFactor: 4, durationMs }] };
  const design = busy({ when: { anomaly: { node: "q", metric: "arrivalsPerSecond", sigmas: 4 } }, forMs: 500, ...alert }, 180_000, { scenario });
  return { ...design, nodes: design.nodes.map((node) => (node.id === "p" ? { ...node, settings: { ...node.settings, arrivals: { process: "poisson", ratePerSecond: 20 } } } : node.id === "c" ? { ...node, settings: { ...node.settings, replicas: 6 } } : node)) };
}

describe("O6 alerts in virtual time", () => {
  it("O6 F1 the same design and seed fires at the same times at any pace, watched or not", async () => {
    const design = busy({ forMs: 300, cooldownMs: 1000, actions: [{ scale: { node: "c", by: 1 } }, { shed: { node: "p", share: 0.3, forMs: 700 } }] });
    const { report } = await forecast(design);
    expect(report.alerts!.count).toBeGreaterThan(1);
    expect((await predict(design)).alerts).toEqual(report.alerts);
    const { listener, frames, states } = hear();
    const watched = createForecastExecutor(optionsFor(design, { speed: 10 }), listener);
    await watched.start();
    await watched.pause();
    for (let n = 0; n < 5; n++) await watched.step();
    await watched.resume();
    const { alerts, ledger } = await watched.finished;
    expect(alerts).toEqual(report.alerts);
    expect(ledger.dropped).toEqual(report.ledger.dropped);
    expect(frames.every(({ alerts: shown }) => shown?.length === 1)).toBe(true);
    expect(states.at(-1)!.alerts).toHaveLength(report.alerts!.count);
  });

  it("O6 goes on step by step after each cooldown, up to the most, and says when there is nothing left to do", async () => {
    const { report } = await forecast(busy({ cooldownMs: 1000, actions: [{ scale: { node: "c", by: 1, max: 3 } }] }, 20_000, { seed: 3 }));
    const notes = report.alerts!.log.map(({ actions }) => actions[0]!.note);
    expect(notes.slice(0, 2)).toEqual(["1 → 2 replicas", "2 → 3 replicas"]);
    expect(notes.slice(2).every((note) => note === "3 replicas already")).toBe(true);
  });

  it("O6 what lasts for a time is undone: the replicas are those of the settings, and nothing more is shed", async () => {
    const { report, frames } = await forecast(busy({ actions: [{ scale: { node: "c", to: 5, forMs: 1500 } }, { shed: { node: "p", share: 1, forMs: 500 } }] }));
    const [{ atMs, actions }] = report.alerts!.log as [NonNullable<typeof report.alerts>["log"][number]];
    expect(actions).toMatchObject([{ untilMs: atMs + 1500, undone: true }, { untilMs: atMs + 500, undone: true }]);
    const capacity = (at: number): number => frames.find((frame) => frame.atMs >= at)!.nodes["c"]!.capacity;
    expect([capacity(atMs + 200), capacity(atMs + 1400), capacity(atMs + 2500)]).toEqual([5, 5, 1]);
    expect(report.ledger).toMatchObject({ balanced: true });
    expect(report.ledger.dropped["shed"]).toBeGreaterThan(10);
    expect(report.ledger.dropped["shed"]).toBeLessThan(35);
  });

  it("O6 an anomaly is seen within a second, is over when the spike is, and nothing fires before or after it", async () => {
    const { report, frames } = await forecast(spiked({}));
    expect(report.alerts!.log).toHaveLength(1);
    const [{ atMs, why, resolvedMs, resolvedBy }] = report.alerts!.log as [NonNullable<typeof report.alerts>["log"][number]];
    expect(atMs).toBeGreaterThan(60_500);
    expect(atMs).toBeLessThan(62_000);
    expect(why.text).toMatch(/^arrivals of q \d+\/s, usually at most \d+\/s \(mean ± 4 σ, half-life 10 s\) for 500 ms$/);
    expect(resolvedMs).toBeGreaterThan(69_500);
    expect(resolvedMs).toBeLessThan(72_000);
    expect(resolvedBy).toBe("back");
    // The band stood still meanwhile.
    const high = (at: number): number => frames.find((frame) => frame.atMs >= at)!.alerts![0]!.high!;
    expect(high(69_000)).toBe(high(62_000));
    expect(frames[5]!.alerts![0]!.phase).toBe("learning");
  });

  it("O6 a level that lasts is usual after six half-lives", async () => {
    const { report } = await forecast(spiked({ when: { anomaly: { node: "q", metric: "arrivalsPerSecond", sigmas: 4, halfLifeMs: 5000 } } }, 60_000));
    const [record] = report.alerts!.log;
    expect(record).toMatchObject({ resolvedBy: "new-normal" });
    expect(record!.resolvedMs! - record!.atMs).toBeGreaterThan(28_000);
    expect(record!.resolvedMs! - record!.atMs).toBeLessThan(31_000);
  });

  it("O6 O2 O4 a zone that stands still is killed once its time to finish is over, and works again", async () => {
    const design = busy({ when: { threshold: { node: "c", metric: "throughputPerSecond", direction: "below", value: 1 } }, forMs: 1000, actions: [{ restart: { zone: "local" } }] }, 15_000, {
      scenario: { chaos: [{ id: "still", atMs: 3000, durationMs: 60_000, experiment: "freeze-zone", target: { zone: "local" } }] },
    });
    const { report, frames } = await forecast(design);
    const [record] = report.alerts!.log;
    expect(record).toMatchObject({ actions: [{ action: "restart", result: "done" }], resolvedBy: "back" });
    expect(record!.atMs).toBeLessThan(5500);
    const throughput = (at: number): number => frames.find((frame) => frame.atMs >= at)!.nodes["c"]!.outPerSecond;
    expect(throughput(record!.atMs + 5000)).toBe(0);
    expect(throughput(record!.atMs + 8000)).toBeGreaterThan(10);
    expect(report.ledger).toMatchObject({ balanced: true, inFlight: 0, lost: 0 });
  });

  it("O6 F6 where an event stands for several, alerts see what these would be, and do as much", async () => {
    const design = busy({ actions: [{ scale: { node: "c", to: 4 } }, { shed: { node: "p", share: 0.5, forMs: 2000 } }] });
    const [single, coarse] = await Promise.all([forecast(design), forecast(design, { eachStandsFor: 4 })]);
    const [one, other] = [single, coarse].map(({ report }) => report.alerts!.log[0]!);
    expect(other!.actions).toMatchObject([{ result: "done", note: "1 → 4 replicas" }, { result: "done", undone: true }]);
    expect(Math.abs(other!.atMs - one!.atMs)).toBeLessThan(400);
    expect(coarse.frames.at(-1)!.nodes["c"]!.capacity).toBe(4);
    expect(Math.abs(coarse.report.ledger.dropped["shed"]! - single.report.ledger.dropped["shed"]!)).toBeLessThan(20);
  });

  it("O6 an alert that is off does nothing, and one that is changed while it fires is looked at anew", async () => {
    const off = busy({ enabled: false, actions: [{ scale: { node: "c", to: 9 } }] });
    const { report, frames } = await forecast(off);
    expect(report.alerts).toEqual({ count: 0, log: [] });
    expect(frames[0]!.alerts).toMatchObject([{ phase: "off", value: null }]);

    const design = busy({});
    const { listener, notices } = hear();
    const executor = createForecastExecutor(optionsFor(design, { paused: true }), listener);
    await executor.start();
    while (executor.state().atMs < 1500) await executor.step();
    await executor.update({ ...design, alerts: [{ ...design.alerts![0]!, when: { threshold: { ...DEEP.threshold!, value: 1000 } } }] });
    await executor.finish();
    const { alerts } = await executor.finished;
    expect(alerts).toMatchObject({ count: 1, log: [{ resolvedBy: "changed" }] });
    expect(notices.map(({ code }) => code)).toEqual(["alert-firing", "alert-resolved"]);
  });

  it("O6 a design without alerts has none in its report, its frames and its state", async () => {
    const { report, frames, executor } = await forecast(designOf({ p: evenly(10, 5), s: SINK }, ["p > s"]));
    expect(report).not.toHaveProperty("alerts");
    expect(frames[0]).not.toHaveProperty("alerts");
    expect(executor.state().alerts).toBeUndefined();
  });
});
