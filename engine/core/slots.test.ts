import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../forecast/virtual-clock.ts";
import { RESTART_FIRST_MS, RESTART_MOST_MS, SlotPool, type Slot } from "./slots.ts";

function poolOf(replicas: number, concurrency: number, coldStartMs = 0): { clock: VirtualClock; pool: SlotPool; told: number[] } {
  const clock = new VirtualClock();
  const told: number[] = [];
  const pool = new SlotPool(clock, () => told.push(pool.capacity()));
  pool.resize(replicas, concurrency, coldStartMs);
  return { clock, pool, told };
}

function takeAll(pool: SlotPool, now: number): Slot[] {
  const slots: Slot[] = [];
  for (let slot = pool.take(now); slot; slot = pool.take(now)) slots.push(slot);
  return slots;
}

describe("slots", () => {
  it("C1 has replicas × concurrency slots and hands out no more", () => {
    const { pool } = poolOf(3, 4);
    expect(pool.capacity()).toBe(12);
    const slots = takeAll(pool, 0);
    expect(new Set(slots).size).toBe(12);
    expect(pool.hasFree()).toBe(false);
    expect(pool.take(0)).toBeUndefined();
    pool.release(slots[5]!);
    expect(pool.busyCount()).toBe(11);
    expect(pool.take(0)).toBe(slots[5]);
  });

  it("C1 takes the slot that has been free longest", () => {
    const { pool, clock } = poolOf(2, 2);
    const slots = takeAll(pool, 0);
    const ends = [40, 10, 30, 20];
    for (const [index, slot] of slots.entries()) slot.intendedEndMs = ends[index]!;
    clock.runUntil(50);
    for (const slot of slots) pool.release(slot);
    expect(takeAll(pool, 50).map((slot) => slots.indexOf(slot))).toEqual([1, 3, 2, 0]);
  });

  it("C1 a hold is meant to begin when the event was there and the slot's last hold had ended, at most 50 ms ago", () => {
    const { pool, clock } = poolOf(1, 1);
    clock.runUntil(1000);
    const take = (arrivalMs: number, lastEndMs: number): number => {
      const slot = pool.take(arrivalMs)!;
      pool.release(slot);
      slot.intendedEndMs = lastEndMs;
      const next = pool.take(arrivalMs)!;
      pool.release(next);
      return next.intendedStartMs;
    };
    expect(take(980, 990)).toBe(990);
    expect(take(995, 990)).toBe(995);
    expect(take(100, 200)).toBe(950);
  });

  it("C2 a replica accepts its first event after the cold start, and says so", () => {
    const { pool, clock, told } = poolOf(2, 3, 500);
    expect(pool.capacity()).toBe(0);
    expect(pool.picture()).toBe("ssssss");
    clock.runUntil(499);
    expect(pool.hasFree()).toBe(false);
    clock.runUntil(500);
    expect(pool.capacity()).toBe(6);
    expect(told.at(-1)).toBe(6);
    expect(pool.picture()).toBe("iiiiii");
  });

  it("C2 O2 tells how many replicas are down until their back-off is over, and when the first is back", () => {
    const { pool, clock } = poolOf(3, 1);
    expect(pool.restarts()).toBeUndefined();
    pool.crashSome(1);
    clock.runUntil(4000);
    pool.crashSome(1);
    expect(pool.restarts()).toEqual({ replicas: 2, atMs: RESTART_FIRST_MS });
    clock.runUntil(RESTART_FIRST_MS);
    expect(pool.restarts()).toEqual({ replicas: 1, atMs: 4000 + RESTART_FIRST_MS });
    clock.runUntil(4000 + RESTART_FIRST_MS);
    expect(pool.restarts()).toBeUndefined();
  });

  it("C2 a crash abandons what is in the replica's slots and in no other's", () => {
    const { pool, clock } = poolOf(2, 2, 100);
    clock.runUntil(100);
    const slots = takeAll(pool, 100);
    const abandoned: Slot[] = [];
    for (const slot of slots) slot.holder = { abandoned: () => void abandoned.push(slot) };
    const victim = slots[0]!.replica;
    pool.crash(victim);
    expect(abandoned).toEqual(slots.filter((slot) => slot.replica === victim));
    expect(pool.capacity()).toBe(2);
    expect(pool.busyCount()).toBe(2);
    expect(pool.picture()).toContain("dd");
    pool.release(slots[0]!);
    expect(pool.busyCount()).toBe(2);
    clock.runUntil(100 + RESTART_FIRST_MS);
    expect(pool.picture()).toContain("ss");
    clock.runUntil(200 + RESTART_FIRST_MS);
    expect(pool.capacity()).toBe(4);
  });

  it("O2 restarts wait 10 s, doubled by each crash up to 5 min", () => {
    const { pool, clock } = poolOf(1, 1);
    const waits: number[] = [];
    for (let crash = 0; crash < 7; crash++) {
      const downAt = clock.now();
      pool.crash(pool.take(downAt)!.replica);
      while (!pool.hasFree()) clock.runUntil(clock.nextMs());
      waits.push(clock.now() - downAt);
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, RESTART_MOST_MS, RESTART_MOST_MS]);
    clock.runUntil(clock.now() + 600_000);
    const downAt = clock.now();
    pool.crash(pool.take(downAt)!.replica);
    clock.runUntil(clock.nextMs());
    expect(clock.now() - downAt).toBe(10_000);
  });

  it("C1 scaling down while busy lets each event finish, then closes its slot", () => {
    const { pool } = poolOf(3, 2);
    const slots = takeAll(pool, 0);
    pool.resize(1, 1, 0);
    expect(pool.busyCount()).toBe(6);
    expect(pool.capacity()).toBe(6);
    expect(pool.hasFree()).toBe(false);
    for (const slot of slots) {
      pool.release(slot);
      expect(pool.capacity() - pool.busyCount()).toBeLessThanOrEqual(1);
    }
    expect(takeAll(pool, 0)).toHaveLength(1);
  });

  it("C1 scaling up and down again in the middle of a cold start, a crash or a hold leaves what was asked for", () => {
    const { pool, clock } = poolOf(1, 1);
    pool.crash(pool.take(0)!.replica);
    pool.resize(3, 2, 1000);
    pool.resize(2, 3, 1000);
    clock.runUntil(RESTART_FIRST_MS + 1000);
    expect(pool.capacity()).toBe(6);
    pool.resize(0, 1, 0);
    expect(pool.capacity()).toBe(0);
    expect(pool.picture()).toBe("");
  });

  it("a picture shows a failed attempt until the next one begins", () => {
    const { pool } = poolOf(1, 2);
    const slot = pool.take(0)!;
    expect(pool.picture()).toBe("bi");
    pool.release(slot);
    slot.failed = true;
    expect(pool.picture()).toBe("fi");
    takeAll(pool, 0);
    expect(pool.picture()).toBe("bb");
  });

  it("M1 usage is the integral of busy and open slots over time", () => {
    const { pool, clock } = poolOf(1, 2);
    clock.runUntil(10);
    const slot = pool.take(10)!;
    clock.runUntil(30);
    pool.take(30);
    clock.runUntil(35);
    pool.release(slot);
    clock.runUntil(50);
    expect(pool.usage()).toEqual({ busyMs: 20 + 2 * 5 + 15, capacityMs: 100 });
    pool.resize(2, 2, 0);
    clock.runUntil(60);
    expect(pool.usage()).toEqual({ busyMs: 10, capacityMs: 40 });
  });

  it("C1 whatever happens, busy slots are those handed out, never more than are open", () => {
    type Command = { resize: [number, number, number] } | "take" | { release: number } | { crash: number } | { wait: number };
    const command: fc.Arbitrary<Command> = fc.oneof(
      { weight: 6, arbitrary: fc.constant<Command>("take") },
      { weight: 4, arbitrary: fc.record({ release: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 15_000 }) }) },
      { weight: 1, arbitrary: fc.record({ resize: fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 700)) }) },
      { weight: 1, arbitrary: fc.record({ crash: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
        const { pool, clock } = poolOf(2, 2);
        const held = new Set<Slot>();
        let wanted: [number, number, number] = [2, 2, 0];
        let busyMs = 0;
        for (const each of commands) {
          if (each === "take") {
            const free = pool.hasFree();
            const slot = pool.take(clock.now());
            expect(slot !== undefined).toBe(free);
            if (slot) {
              expect(held.has(slot)).toBe(false);
              held.add(slot);
              slot.holder = { abandoned: () => void held.delete(slot) };
            }
          } else if ("release" in each) {
            const slot = [...held][each.release % Math.max(1, held.size)];
            if (slot) {
              held.delete(slot);
              pool.release(slot);
            }
          } else if ("crash" in each) {
            const slot = [...held][each.crash % Math.max(1, held.size)];
            if (slot) pool.crash(slot.replica);
          } else if ("resize" in each) pool.resize(...(wanted = each.resize));
          else {
            busyMs += held.size * each.wait;
            clock.runUntil(clock.now() + each.wait);
          }
          expect(pool.busyCount()).toBe(held.size);
          expect(pool.busyCount()).toBeLessThanOrEqual(pool.capacity());
          expect(pool.hasFree()).toBe(pool.busyCount() < pool.capacity());
        }
        const usage = pool.usage();
        expect(usage.busyMs).toBeCloseTo(busyMs);
        expect(usage.busyMs).toBeLessThanOrEqual(usage.capacityMs + 1e-6);
        for (const slot of held) pool.release(slot);
        clock.runUntil(clock.now() + RESTART_MOST_MS + 1000);
        expect(pool.capacity()).toBe(wanted[0] * wanted[1]);
        expect(pool.busyCount()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
