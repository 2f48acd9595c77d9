import { describe, expect, it } from "vitest";
import type { Slo } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { predict } from "../support/run.ts";
import { bothExecutors } from "./executors.ts";

const sides = bothExecutors();

/** Sixty events at once make waits of up to 300 ms, over within 0.4 s; 50 a second for two seconds wait for nothing. */
function burst(slos: Omit<Slo, "name">[]) {
  return designOf(
    { p: evenly(50, 100), b: evenly(1000, 60), q: ["queue"], c: service(5), s: SINK },
    ["p > q", "b > q", "q > c", "c > s"],
    { slos: slos.map((slo) => ({ ...slo, name: slo.id })) },
  );
}

const SLOS: Omit<Slo, "name">[] = [
  { id: "run", target: { node: "c" }, metric: "waitMs", op: "<=", value: 130 },
  { id: "worst-window", target: { node: "c" }, metric: "waitMs", op: "<=", value: 60, windowMs: 300 },
  { id: "not-for-long", target: { node: "c" }, metric: "waitMs", op: "<=", value: 60, windowMs: 300, forMs: 1200 },
  { id: "steady", target: { path: ["p", "q", "c"] }, metric: "throughputPerSecond", op: ">=", value: 25, windowMs: 1000 },
  { id: "queue", target: { node: "q" }, metric: "depth", op: "<=", value: 20, windowMs: 500 },
  { id: "percentile", target: { all: true }, metric: "endToEndMs", percentile: 62.5, op: "<=", value: 250 },
  { id: "nothing-lost", target: { all: true }, metric: "lost", op: "==", value: 0, windowMs: 500 },
];

describe.each(sides)("SLOs, $name", ({ run }) => {
  it("O5 the worst window counts, and only what lasts as long as it says; in frames while it runs, and in the report", async () => {
    const { report, frames } = await run(burst(SLOS));
    const passed = Object.fromEntries(report.slos.map((slo) => [slo.id, slo.passed]));
    expect(passed).toEqual({ run: true, "worst-window": false, "not-for-long": true, steady: true, queue: false, percentile: true, "nothing-lost": true });
    const worst = report.slos.find(({ id }) => id === "worst-window")!;
    expect(worst.value).toBeGreaterThan(60);
    // At least in one frame of ten, and never more often.
    const told = frames.filter((frame) => frame.slos);
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeLessThanOrEqual(Math.ceil(frames.length / 10));
    const last = told.at(-1)!.slos!;
    expect(last.map(({ id }) => id)).toEqual(SLOS.map(({ id }) => id));
    // It was missed in the burst; by now the waits are short again.
    expect(last.find(({ id }) => id === "worst-window")).toMatchObject({ passed: false });
    expect(last.find(({ id }) => id === "worst-window")!.now).toBeLessThan(60);
  });
});

describe("SLOs of a forecast", () => {
  it("O5 are the same whether anybody watches or not", async () => {
    const watched = (await sides[0].run(burst(SLOS))).report.slos;
    expect((await predict(burst(SLOS))).slos).toEqual(watched);
  });

  it("M2 any percentile is that of the merged histogram, not the next one that the report has", async () => {
    const [between] = (await predict(burst([{ id: "p", target: { node: "c" }, metric: "waitMs", percentile: 97, op: "<=", value: 1000 }]))).slos;
    const { waitMs } = (await predict(burst([]))).nodes.c!;
    expect(between!.value).toBeGreaterThan(waitMs.p95);
    expect(between!.value).toBeLessThan(waitMs.p99);
  });
});
