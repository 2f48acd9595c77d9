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

/** A service time as a design says it: a uniform one from 0 to twice its mean. */
function settingsOfTime({ distribution, meanMs, cv }: { distribution: string; meanMs: number; cv?: number }): Record<string, Json> {
  if (distribution === "uniform") return { distribution, minMs: 0, maxMs: 2 * meanMs };
  return { distribution, meanMs, ...(cv === undefined ? undefined : { cv }) };
}

/** Poisson arrivals at one queue. */
function station(slots: number, utilization: number, serviceTime: { distribution: string; meanMs: number; cv?: number }, queue: Record<string, Json> = {}, producer: Record<string, Json> = {}): Design {
  const ratePerSecond = (slots * utilization * 1000) / serviceTime.meanMs;
  return designOf(
    { p: ["producer", { arrivals: { process: "poisson", ratePerSecond }, ...producer }], q: ["queue", queue], c: ["consumer", { replicas: slots, serviceTime: settingsOfTime(serviceTime) }], s: SINK },
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

/** Mean wait with Poisson arrivals, one server and any service time (Pollaczek, 1930; Khinchine, 1932). */
function pollaczekKhinchine(utilization: number, meanMs: number, cv: number): number {
  return (utilization * meanMs * (1 + cv * cv)) / (2 * (1 - utilization));
}

/** Mean wait of what an M/M/1/K takes, whose states are a geometric series cut off at K (Gross and Harris, Fundamentals of Queueing Theory, 4th ed., §2.5). */
function waitOfFull(utilization: number, meanMs: number, most: number): number {
  const weights = Array.from({ length: most + 1 }, (_, n) => utilization ** n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const present = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
  const taken = (utilization / meanMs) * (1 - (weights[most] ?? 0) / total);
  return present / taken - meanMs;
}

/** Mean wait with Poisson arrivals, several servers and exponential service times (Erlang, 1917). */
function erlangWait(slots: number, utilization: number, meanMs: number): number {
  return (erlangC(slots, slots * utilization) * meanMs) / (slots * (1 - utilization));
}

/** Three stations: a quarter of what leaves the second goes through the first two once more, so that their rate is λ / (1 − 1/4). */
function jackson(): Design {
  return designOf(
    {
      p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 60 } }],
      a: ["consumer", { serviceTime: exponential(6) }],
      b: ["consumer", { replicas: 2, serviceTime: exponential(15) }],
      split: ["router", { rules: [{ port: "back", when: "event.id.matches('[0-3]$')" }] }],
      c: ["consumer", { serviceTime: exponential(9) }],
      s: SINK,
    },
    ["p > a", "a > b", "b > split", "split.back > a", "split.default > c", "c > s"],
  );
}

/** What each station of it waits as if it were alone (Jackson, Networks of Waiting Lines, Operations Research 5, 1957). */
const JACKSON = { a: erlangWait(1, 0.48, 6), b: erlangWait(2, 0.6, 15), c: erlangWait(1, 0.54, 9) };

describe("F2 the forecast agrees with closed forms", () => {
  it.each<{ name: string; design: Design; truths: Record<string, number> }>([
    { name: "M/M/1", design: station(1, 0.5, exponential(5)), truths: { c: erlangWait(1, 0.5, 5) } },
    { name: "M/M/2", design: station(2, 0.6, exponential(12)), truths: { c: erlangWait(2, 0.6, 12) } },
    { name: "M/D/1", design: station(1, 0.6, { distribution: "constant", meanMs: 12 }), truths: { c: pollaczekKhinchine(0.6, 12, 0) } },
    { name: "M/G/1, uniform", design: station(1, 0.6, { distribution: "uniform", meanMs: 12 }), truths: { c: pollaczekKhinchine(0.6, 12, Math.sqrt(1 / 3)) } },
    { name: "M/M/1/4", design: station(1, 0.8, exponential(16), { maxLength: 3, overflow: "reject-publish" }, { whenRefused: "drop" }), truths: { c: waitOfFull(0.8, 16, 4) } },
    { name: "a Jackson network of three stations", design: jackson(), truths: JACKSON },
  ])("F2 $name: the 95 % interval holds the mean wait in 90 to 99 % of 200 seeds", { timeout: 60_000 }, async ({ design, truths }) => {
    const means: Record<string, number[]> = {};
    const holds: Record<string, number> = {};
    for (let seed = 1; seed <= 200; seed++) {
      const { nodes } = await predict(design, { seed, forMs: 60_000 });
      for (const [id, truth] of Object.entries(truths)) {
        const { mean, ci95 = 0 } = nodes[id]!.waitMs;
        (means[id] ??= []).push(mean);
        if (Math.abs(mean - truth) <= ci95) holds[id] = (holds[id] ?? 0) + 1;
      }
    }
    for (const [id, truth] of Object.entries(truths)) {
      expect(holds[id]! / 200, id).toBeGreaterThanOrEqual(0.9);
      expect(holds[id]! / 200, id).toBeLessThanOrEqual(0.99);
      const { mean, deviation } = moments(means[id]!);
      expect(Math.abs(mean - truth), id).toBeLessThan((4 * deviation) / Math.sqrt(200));
    }
  });

  it.each([
    { name: "M/G/1, lognormal of cv 1.5", serviceTime: { distribution: "lognormal", meanMs: 6, cv: 1.5 }, cv: 1.5 },
    { name: "M/G/1, gamma of cv 0.5", serviceTime: { distribution: "gamma", meanMs: 6, cv: 0.5 }, cv: 0.5 },
  ])("F2 $name waits as Pollaczek and Khinchine say", { timeout: 20_000 }, async ({ serviceTime, cv }) => {
    const truth = pollaczekKhinchine(0.6, 6, cv);
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

  it("F2 Little's law: the mean depth is the rate times the mean wait", { timeout: 20_000 }, async () => {
    const { mean, error } = await over(10, station(2, 0.7, exponential(10)), 60_000, ({ nodes }) => nodes.q!.depth.mean / ((nodes.q!.throughputPerSecond * nodes.q!.waitMs.mean) / 1000));
    // Depths are looked at every 100 ms, from the start; waits leave out the warm-up.
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error + 0.02);
  });
});
