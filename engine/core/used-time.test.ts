import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../forecast/virtual-clock.ts";
import { UsedTime } from "./used-time.ts";

describe("used time", () => {
  it("C1 a use counts from when it was meant to begin to when it was meant to end", () => {
    const clock = new VirtualClock();
    const used = new UsedTime(clock);
    clock.runUntil(104);
    used.account(0, 1);
    used.began(100);
    clock.runUntil(123);
    used.account(1, 1);
    used.ended(120);
    expect(used.usage()).toEqual({ busyMs: 20, capacityMs: 123 });
    expect(used.total()).toEqual({ busyMs: 20, capacityMs: 123 });
  });

  it("C1 holds one after the other count whole, however late they are taken and let go, and no part of them twice", () => {
    const late = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.record({ ms: fc.integer({ min: 1, max: 60 }), taken: late, letGo: late, told: fc.boolean() }), { minLength: 1, maxLength: 30 }), (holds) => {
        const clock = new VirtualClock();
        const used = new UsedTime(clock);
        let [meantMs, told] = [0, 0];
        for (const hold of holds) {
          clock.runUntil(clock.now() + hold.taken);
          used.account(0, 1);
          used.began(meantMs);
          meantMs += hold.ms;
          clock.runUntil(Math.max(clock.now(), meantMs + hold.letGo));
          used.account(1, 1);
          used.ended(meantMs);
          if (!hold.told) continue;
          const { busyMs, capacityMs } = used.usage();
          expect(busyMs).toBeGreaterThanOrEqual(0);
          expect(busyMs).toBeLessThanOrEqual(capacityMs);
          told += busyMs;
        }
        expect(used.total().busyMs).toBe(meantMs);
        expect(told + used.usage().busyMs).toBeLessThanOrEqual(meantMs);
      }),
    );
  });
});
