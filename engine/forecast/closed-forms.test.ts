import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { designOf, SINK } from "../../tests/support/designs.ts";
import { predict } from "../../tests/support/run.ts";
import { moments } from "../../tests/support/statistics.ts";

/** Erlang's C: the probability that an arrival waits, with `c` servers and offered load `a` (Erlang, 1917). */
function erlangC(c: number, a: number): number {
  let sum = 0;
  let term = 1;
  for (let k = 0; k < c; k++) {
    sum += term;
    term *= a / (k + 1);
  }
  const last = (term * c) / (c - a);
  return last / (sum + last);
}

/** Poisson arrivals at one queue. */
function station(slots: number, utilization: number, serviceTime: { distribution: string; meanMs: number; cv?: number }, queue: Record<string, Json> = {}, producer: Record<string, Json> = {}): Design {
  const ratePerSecond = (slots * utilization * 1000) / serviceTime.meanMs;
  return designOf(
    { p: ["producer", { arrivals: { process: "poisson", ratePerSecond }, ...producer }], q: ["queue", queue], c: ["consumer", { replicas: slots, serviceTime: serviceTime as Record<string, Json> }], s: SINK },
    ["p > q", "q > c", "c > s"],
  );
}

/** Mean of a figure over forecasts with different seeds, and its standard error. */
async function over(seeds: number, design: Design, forMs: number, figure: (report: Awaited<ReturnType<typeof predict>>) => number): Promise<{ mean: number; error: number }> {
  const values: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) values.push(figure(await predict(design, { seed, forMs })));
  const { mean, deviation } = moments(values);
  return { mean, error: deviation / Math.sqrt(seeds) };
}

const exponential = (meanMs: number) => ({ distribution: "exponential", meanMs });

describe("F2 the forecast agrees with closed forms", () => {
  it.each([
    { name: "M/M/1", slots: 1, utilization: 0.5, meanMs: 5 },
    { name: "M/M/2", slots: 2, utilization: 0.6, meanMs: 12 },
  ])("F2 $name at utilisation $utilization: the 95 % interval holds the mean wait in 90 to 99 % of 200 seeds", { timeout: 60_000 }, async ({ slots, utilization, meanMs }) => {
    const design = station(slots, utilization, exponential(meanMs));
    const truth = (erlangC(slots, slots * utilization) * meanMs) / (slots * (1 - utilization));
    const means: number[] = [];
    let holds = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { waitMs } = (await predict(design, { seed, forMs: 60_000 })).nodes.c!;
      means.push(waitMs.mean);
      if (Math.abs(waitMs.mean - truth) <= (waitMs.ci95 ?? 0)) holds++;
    }
    expect(holds / 200).toBeGreaterThanOrEqual(0.9);
    expect(holds / 200).toBeLessThanOrEqual(0.99);
    const { mean, deviation } = moments(means);
    expect(Math.abs(mean - truth)).toBeLessThan((4 * deviation) / Math.sqrt(200));
  });

  it.each([
    { name: "M/D/1", serviceTime: { distribution: "constant", meanMs: 6 }, cv: 0 },
    { name: "M/G/1, lognormal of cv 1.5", serviceTime: { distribution: "lognormal", meanMs: 6, cv: 1.5 }, cv: 1.5 },
    { name: "M/G/1, gamma of cv 0.5", serviceTime: { distribution: "gamma", meanMs: 6, cv: 0.5 }, cv: 0.5 },
  ])("F2 $name waits as Pollaczek and Khinchine say", { timeout: 20_000 }, async ({ serviceTime, cv }) => {
    const truth = (0.6 * 6 * (1 + cv * cv)) / (2 * 0.4);
    const { mean, error } = await over(16, station(1, 0.6, serviceTime), 100_000, (report) => report.nodes.c!.waitMs.mean);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * error);
    expect(error / truth).toBeLessThan(0.08);
  });

  it("F2 Q7 M/M/1/K loses as much as the closed form says", { timeout: 20_000 }, async () => {
    // One in the slot and three ready: K = 4.
    const design = station(1, 0.8, exponential(5), { maxLength: 3, overflow: "reject-publish" }, { whenRefused: "drop" });
    const truth = ((1 - 0.8) * 0.8 ** 4) / (1 - 0.8 ** 5);
    const { mean, error } = await over(10, design, 60_000, ({ ledger }) => (ledger.dropped.rejected ?? 0) / ledger.produced);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * error);
    expect(error / truth).toBeLessThan(0.05);
  });

  it("F2 a Jackson network with a way back: each station waits as if it were alone", { timeout: 20_000 }, async () => {
    // A quarter of what leaves the second station goes through both once more: their rate is λ / (1 − 1/4).
    const design = designOf(
      {
        p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 60 } }],
        a: ["consumer", { serviceTime: exponential(6) }],
        b: ["consumer", { replicas: 2, serviceTime: exponential(15) }],
        split: ["router", { rules: [{ port: "back", when: "event.id.matches('[0-3]$')" }] }],
        s: SINK,
      },
      ["p > a", "a > b", "b > split", "split.back > a", "split.default > s"],
    );
    const stations = { a: [1, 0.48, 6], b: [2, 0.6, 15] } as const;
    for (const [id, [slots, utilization, meanMs]] of Object.entries(stations)) {
      const truth = (erlangC(slots, slots * utilization) * meanMs) / (slots * (1 - utilization));
      const { mean, error } = await over(10, design, 60_000, (report) => report.nodes[id]!.waitMs.mean);
      expect(Math.abs(mean - truth)).toBeLessThan(4 * error);
      expect(error / truth).toBeLessThan(0.1);
    }
  });

  it("F2 Little's law: the mean depth is the rate times the mean wait", { timeout: 20_000 }, async () => {
    const { mean, error } = await over(10, station(2, 0.7, exponential(10)), 60_000, ({ nodes }) => nodes.q!.depth.mean / ((nodes.q!.throughputPerSecond * nodes.q!.waitMs.mean) / 1000));
    // Depths are looked at every 100 ms, from the start; waits leave out the warm-up.
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error + 0.02);
  });
});
