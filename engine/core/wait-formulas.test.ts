import { describe, expect, it } from "vitest";
import { drawSite, uniform } from "./random.ts";
import { erlangC, secondMomentOf, waitOfMG1, waitOfMMc } from "../../design/kinds/wait-formulas.ts";

/** Erlang's C from its definition, by factorials. */
function byDefinition(c: number, a: number): number {
  const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
  const last = (a ** c / factorial(c)) * (c / (c - a));
  return last / (Array.from({ length: c }, (_, k) => a ** k / factorial(k)).reduce((sum, term) => sum + term, 0) + last);
}

describe("F2 closed forms", () => {
  it("F2 Erlang’s C is as defined, ρ for one server, 1/3 for two of half the load, and 1 when unstable", () => {
    for (const [c, a] of [[1, 0.3], [2, 1], [3, 2.4], [10, 8], [20, 19]] as const) expect(erlangC(c, a)).toBeCloseTo(byDefinition(c, a), 12);
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(2, 2)).toBe(1);
    // Large systems, where factorials overflow.
    expect(erlangC(1000, 900)).toBeGreaterThan(0);
    expect(erlangC(1000, 900)).toBeLessThan(0.001);
  });

  it("F2 M/M/1 waits ρ / (μ − λ); nineteen in twenty no longer than ln(20ρ) / (μ − λ)", () => {
    // 80/s at 10 ms: ρ = 0.8, μ − λ = 20/s.
    expect(waitOfMMc(80, 10, 1)).toEqual({ meanMs: expect.closeTo(40, 9), p95Ms: expect.closeTo((Math.log(16) * 1000) / 20, 9) });
    expect(waitOfMMc(3, 10, 1).p95Ms).toBe(0);
    expect(waitOfMMc(100, 10, 1).meanMs).toBe(Number.POSITIVE_INFINITY);
  });

  it("F2 M/M/c and M/G/1 are the same where both hold, and M/D/1 waits half as long", () => {
    const exponential = waitOfMG1(80, { distribution: "exponential", meanMs: 10 });
    expect(exponential.meanMs).toBeCloseTo(waitOfMMc(80, 10, 1).meanMs, 9);
    expect(waitOfMG1(80, { distribution: "constant", meanMs: 10 }).meanMs).toBeCloseTo(exponential.meanMs / 2, 9);
    expect(waitOfMG1(80, { distribution: "gamma", meanMs: 10, cv: 2 }).meanMs).toBeCloseTo((exponential.meanMs * 5) / 2, 9);
    expect(waitOfMG1(100, { distribution: "constant", meanMs: 10 }).meanMs).toBe(Number.POSITIVE_INFINITY);
  });

  it("F2 second moments are those of what is drawn", () => {
    const site = drawSite(1, "n", "service");
    const mean = (inverse: (u: number) => number): number => Array.from({ length: 200_000 }, (_, i) => inverse(uniform(site, i, 0, 1)) ** 2).reduce((sum, value) => sum + value, 0) / 200_000;
    expect(secondMomentOf({ distribution: "uniform", minMs: 4, maxMs: 10 }) / mean((u) => 4 + 6 * u)).toBeCloseTo(1, 2);
    expect(secondMomentOf({ distribution: "exponential", meanMs: 7 }) / mean((u) => -7 * Math.log(u))).toBeCloseTo(1, 1);
    // Mean 10 and shape 6: the least is 10 · 5/6.
    expect(secondMomentOf({ distribution: "pareto", meanMs: 10, shape: 6 }) / mean((u) => (50 / 6) * u ** (-1 / 6))).toBeCloseTo(1, 2);
    expect(secondMomentOf({ distribution: "pareto", meanMs: 10, shape: 2 })).toBe(Number.POSITIVE_INFINITY);
    expect(secondMomentOf({ distribution: "empirical", valuesMs: [1, 2, 3] })).toBeCloseTo(14 / 3, 12);
  });
});
