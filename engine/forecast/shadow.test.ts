import { describe, expect, it } from "vitest";
import { designOf, evenly, orderPipeline, service, SINK } from "../../tests/support/designs.ts";
import { forecast } from "../../tests/support/run.ts";
import { withNumber } from "../../design/document/numeric-settings.ts";
import { Shadow } from "./shadow.ts";

const run = { runId: "run-1", seed: 7, forMs: null };

describe("the forecast beside a run", () => {
  it("F4 E5 says at each moment what a forecast’s frame of that moment says, and in the end what its report says", async () => {
    const { frames, report } = await forecast(orderPipeline());
    const shadow = new Shadow({ ...run, design: orderPipeline() });
    for (const atMs of [700, 2000, 5000]) {
      const { nodes } = shadow.advance(atMs);
      const { waitMs, serviceMs, depth, utilization, inPerSecond } = frames.find((frame) => frame.atMs === atMs)!.nodes.billing!;
      expect(nodes.billing).toMatchObject({ waitMs, serviceMs, depth, utilization, inPerSecond });
    }
    const predicted = shadow.report(report.durationMs, report.drainedMs);
    expect(predicted.nodes.billing?.waitMs).toEqual(report.nodes.billing?.waitMs);
    expect(predicted.endToEndMs).toEqual(report.endToEndMs.all);
  });

  it("F4 takes over what was changed under way, at its design time", () => {
    const design = designOf(
      { p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 90 } }], q: ["queue"], c: ["consumer", { serviceTime: { distribution: "exponential", meanMs: 10 } }], s: SINK },
      ["p > q", "q > c", "c > s"],
    );
    const shadow = new Shadow({ ...run, design });
    const before = shadow.advance(20_000);
    expect(before.nodes.c?.utilization).toBeGreaterThan(0.55);
    expect(before.closedForms.c).toMatchObject({ model: "M/M/1", utilization: expect.closeTo(0.9) });
    shadow.update(withNumber(design, { node: "c", path: ["replicas"] }, 3), 20_000);
    const after = shadow.advance(30_000);
    expect(after.nodes.c?.utilization).toBeLessThan(0.5);
    expect(after.closedForms.c).toMatchObject({ model: "M/M/3" });
  });

  it("T7 takes over when a broker of a topic dies, now or later", () => {
    const design = designOf({ p: evenly(100, 1000), t: ["topic"], c: service(1), s: SINK }, ["p > t", "t > c", "c > s"]);
    const shadow = new Shadow({ ...run, design });
    shadow.setBroker({ topic: "t", broker: 0, isDown: true, atMs: 1000 });
    shadow.setBroker({ topic: "t", broker: 1, isDown: true, atMs: 2000 });
    const rates = [1900, 3100].map((atMs) => shadow.advance(atMs).nodes.c?.inPerSecond);
    expect(rates).toEqual([expect.closeTo(100, -1), 0]);
  });

  it("F4 never goes back, and ends a run that was stopped where it was stopped", () => {
    const shadow = new Shadow({ ...run, design: orderPipeline() });
    expect(shadow.advance(1000).atMs).toBe(1000);
    expect(shadow.advance(500).atMs).toBe(1000);
    const { nodes } = shadow.report(2000, 500);
    expect(nodes.orders?.out).toBeGreaterThan(150);
    expect(nodes.orders?.out).toBeLessThan(250);
  });
});
