import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meets, Sustained } from "./sustained.ts";

const atMost = { op: "<=", value: 100 } as const;

function judge(slo: { readonly op: "<=" | ">=" | "=="; readonly value: number }, forMs: number, values: readonly number[]): Sustained {
  const sustained = new Sustained(slo, forMs);
  values.forEach((value, n) => sustained.add(n * 100, value));
  return sustained;
}

describe("O5 how long an SLO may be missed", () => {
  it("O5 at once: the worst value counts", () => {
    expect(judge(atMost, 0, [50, 180, 60])).toMatchObject({ value: 180, passed: false });
    expect(judge({ op: ">=", value: 40 }, 0, [50, 180, 60])).toMatchObject({ value: 50, passed: true });
    expect(judge({ op: "==", value: 0 }, 0, [0, 0, 3, 0])).toMatchObject({ value: 3, passed: false });
  });

  it("O5 for a time: only what held so long counts, with the best that it was", () => {
    // 180, 170, 190: three in a row are 200 ms.
    expect(judge(atMost, 200, [50, 180, 170, 190, 60])).toMatchObject({ value: 170, passed: false });
    expect(judge(atMost, 300, [50, 180, 170, 190, 60])).toMatchObject({ value: 60, passed: true });
    // Shorter than the time: nothing can have held.
    expect(judge(atMost, 1000, [180, 190])).toMatchObject({ value: 180, passed: true });
  });

  it("O5 what was never measured is not met", () => {
    expect(judge(atMost, 0, [])).toMatchObject({ value: null, passed: false });
  });

  it("O5 misses exactly when every value of some stretch misses", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 6 }), fc.constantFrom("<=" as const, ">=" as const), (values, steps, op) => {
        const slo = { op, value: 5 };
        const stretches = values.slice(0, Math.max(0, values.length - steps)).map((_, n) => values.slice(n, n + steps + 1));
        const missed = stretches.some((stretch) => stretch.every((value) => !meets(slo, value)));
        expect(judge(slo, steps * 100, values).passed).toBe(!missed);
      }),
    );
  });
});
