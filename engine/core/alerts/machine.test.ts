import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlertMachine } from "./machine.ts";

/** What a machine does when it looks every 100 ms at what holds in these stretches. */
function turns(machine: AlertMachine, holding: readonly (readonly [fromMs: number, toMs: number])[], untilMs: number): string[] {
  const done: string[] = [];
  for (let atMs = 100; atMs <= untilMs; atMs += 100) {
    const turn = machine.look(atMs, holding.some(([from, to]) => from <= atMs && atMs < to));
    if (turn) done.push(`${turn} ${atMs}`);
  }
  return done;
}

describe("O6 where an alert stands", () => {
  it("O6 fires at once, goes on after each cooldown, and resolves when it holds no longer", () => {
    expect(turns(new AlertMachine(0, 1000), [[500, 2800]], 5000)).toEqual(["fires 500", "again 1500", "again 2500", "resolves 2800"]);
  });

  it("O6 fires only after its condition has held without a break", () => {
    const machine = new AlertMachine(500, 10_000);
    expect(turns(machine, [[100, 500], [600, 2000]], 700)).toEqual([]);
    expect(machine.phase).toBe("pending");
    expect(machine.sinceMs).toBe(600);
    expect(turns(new AlertMachine(500, 10_000), [[100, 500], [600, 2000]], 3000)).toEqual(["fires 1100", "resolves 2000"]);
  });

  it("O6 within its cooldown it waits, and fires when that is over if it still holds", () => {
    expect(turns(new AlertMachine(0, 2000), [[100, 300], [500, 600], [1000, 2500]], 4000)).toEqual(["fires 100", "resolves 300", "fires 2100", "resolves 2500"]);
  });

  it("O6 whatever holds, actions are never closer than the cooldown, and every resolve has a fire before it", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 20 }), (holds, heldFor, cooldown) => {
        const machine = new AlertMachine(heldFor * 100, cooldown * 100);
        let [firing, last] = [false, Number.NEGATIVE_INFINITY];
        for (const [n, each] of holds.entries()) {
          const turn = machine.look(n * 100, each);
          if (turn === "resolves") {
            expect(firing).toBe(true);
            expect(each).toBe(false);
            firing = false;
          } else if (turn) {
            expect(turn === "again").toBe(firing);
            expect(n * 100 - last).toBeGreaterThanOrEqual(cooldown * 100);
            expect(holds.slice(Math.max(0, n - heldFor), n + 1).every(Boolean)).toBe(true);
            [firing, last] = [true, n * 100];
          }
          expect(machine.phase === "firing").toBe(firing);
        }
      }),
    );
  });
});
