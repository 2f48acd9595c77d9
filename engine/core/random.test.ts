import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquared, chiSquaredLimit, correlationOf, ksDistance, ksLimit } from "../../tests/support/statistics.ts";
import { drawSite, hashText, hashWords, uniform } from "./random.ts";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const seeds = fc.nat(Number.MAX_SAFE_INTEGER);

describe("randomness", () => {
  it("E5 draws do not depend on the order in which they are made", () => {
    const draws = fc.array(fc.tuple(word, word, fc.integer({ min: 1, max: 50 })), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(seeds, draws, fc.infiniteStream(fc.nat()), (seed, each, keys) => {
        const site = drawSite(seed, "billing", "service");
        const inOrder = each.map(([high, low, attempt]) => uniform(site, high, low, attempt));
        const order = each.map((_, index) => ({ index, key: keys.next().value as number })).toSorted((a, b) => a.key - b.key);
        const shuffled: number[] = [];
        for (const { index } of order) shuffled[index] = uniform(site, ...each[index]!);
        expect(shuffled).toEqual(inOrder);
      }),
    );
  });

  it("E5 a draw lies strictly between 0 and 1", () => {
    fc.assert(
      fc.property(word, word, word, fc.nat(), (site, high, low, attempt) => {
        const value = uniform(site, high, low, attempt);
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1);
      }),
    );
  });

  it("E5 draws are uniform over events, attempts and nodes (chi-squared, Kolmogorov and Smirnov)", () => {
    const site = drawSite(1, "billing", "service");
    const byEvent = Array.from({ length: 100_000 }, (_, n) => uniform(site, n, 0, 1));
    const byAttempt = Array.from({ length: 100_000 }, (_, n) => uniform(site, 12, 34, n));
    const byNode = Array.from({ length: 100_000 }, (_, n) => uniform(drawSite(1, `node${n}`, "service"), 12, 34, 1));
    const bySeed = Array.from({ length: 100_000 }, (_, n) => uniform(drawSite(n, "billing", "service"), 12, 34, 1));
    for (const draws of [byEvent, byAttempt, byNode, bySeed]) {
      const counts = Array.from({ length: 256 }, () => 0);
      for (const value of draws) counts[Math.floor(value * 256)]!++;
      expect(chiSquared(counts, counts.map(() => draws.length / 256))).toBeLessThan(chiSquaredLimit(255));
      expect(ksDistance(draws, (value) => value)).toBeLessThan(ksLimit(draws.length));
    }
  });

  it("E5 draws for neighbours, other attempts and other purposes are independent", () => {
    const service = drawSite(1, "billing", "service");
    const failure = drawSite(1, "billing", "failure");
    const base = Array.from({ length: 50_000 }, (_, n) => uniform(service, n, 0, 1));
    const neighbour = base.map((_, n) => uniform(service, n + 1, 0, 1));
    const again = base.map((_, n) => uniform(service, n, 0, 2));
    const other = base.map((_, n) => uniform(failure, n, 0, 1));
    // Standard error of a correlation of nothing: 1/√n = 0.0045.
    for (const draws of [neighbour, again, other]) expect(Math.abs(correlationOf(base, draws))).toBeLessThan(0.018);
  });

  it("E5 every part of what a draw is for changes it", () => {
    const site = drawSite(7, "billing", "service");
    const draw = uniform(site, 1, 2, 3);
    const others = [
      uniform(drawSite(8, "billing", "service"), 1, 2, 3),
      uniform(drawSite(7 + 2 ** 32, "billing", "service"), 1, 2, 3),
      uniform(drawSite(7, "billing2", "service"), 1, 2, 3),
      uniform(drawSite(7, "billing", "failure"), 1, 2, 3),
      uniform(site, 2, 2, 3),
      uniform(site, 1, 3, 3),
      uniform(site, 1, 2, 4),
    ];
    expect(new Set([draw, ...others]).size).toBe(8);
  });

  it("E5 a draw is the same on every machine: fixed values", () => {
    expect(hashText("billing")).toBe(hashText(["bill", "ing"].join("")));
    expect([hashText(""), hashText("orders"), hashWords(1, 2, 3, 4, 5), drawSite(7, "billing", "service")]).toMatchInlineSnapshot(`
      [
        -340344280,
        614569824,
        -1904159591,
        -1362356649,
      ]
    `);
  });
});
