import { beforeAll, describe, expect, it } from "vitest";
import { withNumber } from "../../design/document/numeric-settings.ts";
import type { Design, Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import type { Stats } from "../../engine/contract/stats.ts";
import { closedFormOf } from "../../engine/core/closed-form-of.ts";
import { smallestReplicas, sweep } from "../../engine/forecast/sweep.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast, predict, type Result } from "../support/run.ts";
import { bothExecutors, type Side } from "./executors.ts";
import { besideEachOther } from "./scenarios.ts";

const sides = bothExecutors();
const MINUTES = 60_000;

/** Poisson arrivals at one queue, `utilization` of whose slots are busy. */
function station(slots: number, utilization: number, serviceTime: Record<string, Json>, queue: Record<string, Json> = {}, producer: Record<string, Json> = {}): Design {
  const arrivals = { process: "poisson", ratePerSecond: (slots * utilization * 1000) / 20 };
  return designOf({ p: ["producer", { arrivals, ...producer }], q: ["queue", queue], c: ["consumer", { replicas: slots, serviceTime }], s: SINK }, ["p > q", "q > c", "c > s"]);
}

/** Three in a row: what leaves one is Poisson again, and each waits as if it were alone. */
const TANDEM = designOf(
  {
    p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 50 } }],
    a: ["consumer", { serviceTime: { distribution: "exponential", meanMs: 12 } }],
    b: ["consumer", { replicas: 2, serviceTime: { distribution: "exponential", meanMs: 24 } }],
    c: ["consumer", { serviceTime: { distribution: "exponential", meanMs: 10 } }],
  },
  ["p > a", "a > b", "b > c"],
);
const FORMS: readonly [model: string, design: Design, node?: string][] = [
  ["M/M/1", station(1, 0.6, { distribution: "exponential", meanMs: 20 })],
  ["M/M/3", station(3, 0.7, { distribution: "exponential", meanMs: 20 })],
  ["M/D/1", station(1, 0.6, { distribution: "constant", meanMs: 20 })],
  ["M/G/1", station(1, 0.6, { distribution: "gamma", meanMs: 20, cv: 0.5 })],
  ["M/M/1", TANDEM, "a"],
  ["M/M/2", TANDEM, "b"],
  ["M/M/1", TANDEM, "c"],
];

/** So near that the formula would lie in the interval of nearly every seed: within twice its half width. */
function expectAround({ mean, ci95 }: Stats, wantedMs: number): void {
  expect(ci95).toBeGreaterThan(0);
  expect(ci95).toBeLessThan(0.2 * wantedMs);
  expect(Math.abs(mean - wantedMs)).toBeLessThan(2 * ci95!);
}

describe("a forecast by itself", () => {
  it("F1 E5 with one seed it is the same to the event, with another it is not", async () => {
    const [run] = sides;
    const design = station(1, 0.7, { distribution: "exponential", meanMs: 20 }, { attempts: 2 });
    const [first, again, other] = [await run.run(design, { forMs: 5000 }), await run.run(design, { forMs: 5000 }), await run.run(design, { forMs: 5000, seed: 2 })];
    expect(again.samples).toEqual(first.samples);
    expect(again.report).toEqual(first.report);
    expect(other.samples).not.toEqual(first.samples);
  });

  it("F1 means have intervals, the warm-up is left out, and a run that is too short says so", async () => {
    const design = station(1, 0.6, { distribution: "exponential", meanMs: 20 });
    const short = await predict(design, { forMs: 2000 });
    expect(short.problems.map(({ code }) => code)).toContain("too-short");
    expect(short.endToEndMs.all.ci95).toBeUndefined();
    const cold = withNumber(design, { node: "c", path: ["coldStartMs"] }, 3000);
    const long = await predict(cold, { forMs: 2 * MINUTES });
    expect(long.problems.map(({ code }) => code)).not.toContain("too-short");
    // The first tenth has events that waited for three seconds.
    expect(long.nodes.c!.waitMs.max).toBeLessThan(1500);
    expect(long.nodes.c!.in).toBeGreaterThan(3000);
  });

  it.each(FORMS)("F2 %s: the mean wait of the formula", async (model, design, node = "c") => {
    const form = closedFormOf(flowOf(design), node)!;
    expect(form.model).toBe(model);
    expectAround((await predict(design, { forMs: 20 * MINUTES, seed: 5 })).nodes[node]!.waitMs, form.waitMeanMs);
  });

  it("F2 M/M/1/K: the mean wait of what is taken, and the share that is lost", async () => {
    const [most, utilization] = [5, 0.8];
    const { nodes, ledger } = await predict(station(1, utilization, { distribution: "exponential", meanMs: 20 }, { maxLength: most - 1, overflow: "reject-publish" }, { whenRefused: "drop" }), { forMs: 20 * MINUTES, seed: 5 });
    // Its states are a geometric series cut off at K (Gross and Harris, Fundamentals of Queueing Theory, 4th ed., §2.5).
    const weights = Array.from({ length: most + 1 }, (_, n) => utilization ** n);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const lost = weights[most]! / total;
    const present = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
    expectAround(nodes.c!.waitMs, (present * 20) / (utilization * (1 - lost)) - 20);
    expect(ledger.dropped.rejected! / ledger.produced).toBeCloseTo(lost, 1.5);
  });
});

/** So many events a second for 1.2 s: a service of 50 ms needs two and a half slots, one of 40 ms two. */
const PER_SECOND = 50;
const COUNT = 60;
function even(replicas: number, meanMs: number): Design {
  return designOf({ p: evenly(PER_SECOND, COUNT), q: ["queue"], c: service(meanMs, { replicas }), s: SINK }, ["p > q", "q > c", "c > s"]);
}
const quick = (prefix: string) => ({ id: `${prefix}quick`, name: "quick", target: { node: `${prefix}c` }, metric: "waitMs", percentile: 95, op: "<=", value: 60 }) as const;

describe("what a forecast foretells, live too", () => {
  const results = new Map<Side["name"], Result>();
  let smallest = 0;
  let coarse: Result;
  const EACH = 4;
  beforeAll(async () => {
    const question = { slo: "quick", node: "c", most: 16 };
    const answer = await smallestReplicas({ ...even(1, 50), slos: [quick("")] }, question, (design) => predict(design), new AbortController().signal, () => {});
    smallest = answer.smallest ?? 0;
    const design = { ...besideEachOther([even(1, 40), even(smallest, 50), even(smallest - 1, 50)]), slos: [quick("s1_"), quick("s2_")] };
    coarse = await forecast(design, { eachStandsFor: EACH });
    for (const side of sides) results.set(side.name, await side.run(design));
  }, 90_000);

  it("F3 what is unstable is said to be, with the node and the same arithmetic on both", () => {
    for (const { report } of results.values()) {
      const unstable = report.problems.filter(({ code }) => code === "unstable");
      expect(unstable.map(({ node }) => node)).toEqual(["s0_c", "s2_c"]);
      // Live, the last event is a few ms late.
      expect(unstable[0]!.message).toMatch(/^s0_c cannot keep up: (50|49\.\d)\/s × 40 ms = (2|1\.9\d) busy slots, but there are 1 \(utilisation (200|19\d) %\)/);
      expect(unstable[1]!.message).toMatch(/(50|49\.\d)\/s × 50 ms = 2\.[45]\d? busy slots, but there are 2 \(utilisation 12[345] %\).*; 3 slots are the least that is stable\./);
    }
  });

  it("F5 O5 so many replicas as a sweep finds to be the fewest meet the SLO, one fewer does not", () => {
    expect(smallest).toBe(3);
    for (const { report } of results.values()) expect(report.slos.map(({ id, passed }) => [id, passed])).toEqual([["s1_quick", true], ["s2_quick", false]]);
  });

  it("F6 where each event stands for several, the backlog rises and is worked off as with single ones", () => {
    const depthAt = ({ frames }: Result, atMs: number): number => frames.findLast((frame) => frame.atMs <= atMs)?.nodes.s0_q?.depth ?? 0;
    const drainedMs = ({ frames }: Result): number => frames.findLast(({ nodes }) => (nodes.s0_q?.depth ?? 0) > 0)?.atMs ?? 0;
    // 50/s come for 1.2 s, 25/s are served: 30 wait in the end, and that takes 30 / 25/s.
    expect(Math.abs(drainedMs(coarse) - 2400)).toBeLessThan(300);
    expect(coarse.report.ledger).toMatchObject({ produced: 3 * COUNT, delivered: 3 * COUNT, balanced: true });
    for (const result of results.values()) {
      // To the service of two simulated events, and what a busy machine is late by.
      expect(Math.abs(drainedMs(result) - drainedMs(coarse))).toBeLessThan(2 * EACH * 40 + 300);
      for (let atMs = 200; atMs <= 2400; atMs += 200) expect(Math.abs(depthAt(result, atMs) - depthAt(coarse, atMs)), `at ${atMs} ms`).toBeLessThanOrEqual(2 * EACH);
    }
  });

  it("F5 a sweep over two numbers forecasts every combination on the same draws, and tells which are unstable", async () => {
    const axes = [
      { node: "c", path: ["replicas"], values: [2, 3] },
      { node: "p", path: ["arrivals", "ratePerSecond"], values: [30, 50] },
    ];
    const points = await sweep(even(1, 50), axes, (design) => predict(design), new AbortController().signal, () => {});
    expect(points.map(({ values }) => values)).toEqual([[2, 30], [3, 30], [2, 50], [3, 50]]);
    expect(points.map(({ unstable }) => unstable.length)).toEqual([0, 0, 1, 0]);
    for (const { nodes } of points) expect(nodes.p!.out).toBe(COUNT);
  });
});
