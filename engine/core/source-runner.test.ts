import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../forecast/virtual-clock.ts";
import type { SourceBehaviour } from "../kinds/behaviour.ts";
import type { FlowEvent } from "./event.ts";
import { SourceRunner, type Emission, type SourceCursor } from "./source-runner.ts";

/** Evenly spaced events, the first after one interval. */
function every(ms: number, more: Partial<SourceBehaviour> = {}): SourceBehaviour {
  return {
    role: "source",
    next: (_n, previousMs) => previousMs + ms,
    event: (n, atMs) => ({ low: n, bornMs: atMs, emittedMs: atMs }) as FlowEvent,
    limitCount: Number.POSITIVE_INFINITY,
    limitMs: Number.POSITIVE_INFINITY,
    pendingLimit: Number.POSITIVE_INFINITY,
    ...more,
  };
}

interface Bench {
  readonly clock: VirtualClock;
  readonly runner: SourceRunner;
  readonly emitted: Emission[];
  /** Intended times of what was emitted. */
  times(): number[];
}

/** A runner whose events are taken at once, unless `take` says otherwise. */
function bench(behaviour: SourceBehaviour, take: (emission: Emission, runner: SourceRunner) => void = (emission, runner) => runner.settled(emission), stopMs = Number.POSITIVE_INFINITY, cursor?: SourceCursor): Bench {
  const clock = new VirtualClock();
  const emitted: Emission[] = [];
  const runner: SourceRunner = new SourceRunner(
    clock,
    behaviour,
    (emission) => {
      emitted.push(emission);
      take(emission, runner);
    },
    stopMs,
    cursor,
  );
  runner.start();
  return { clock, runner, emitted, times: () => emitted.map(({ event }) => event.bornMs) };
}

describe("source", () => {
  it("P1 emits each event at the time it was meant for", () => {
    const { clock, times, runner } = bench(every(10));
    clock.runUntil(35);
    expect(times()).toEqual([10, 20, 30]);
    expect(runner.produced).toBe(3);
  });

  it("P2 stops after a count", () => {
    const { clock, times, runner } = bench(every(10, { limitCount: 4 }));
    clock.runUntil(1000);
    expect(times()).toHaveLength(4);
    expect(runner.finished).toBe(true);
    expect(bench(every(10, { limitCount: 0 })).runner.finished).toBe(true);
  });

  it("P2 stops after a duration, and at the end of the run: no event at that time or later", () => {
    const byDuration = bench(every(10, { limitMs: 40 }));
    byDuration.clock.runUntil(1000);
    expect(byDuration.times()).toEqual([10, 20, 30]);
    const byRun = bench(every(10), undefined, 25);
    byRun.clock.runUntil(1000);
    expect(byRun.times()).toEqual([10, 20]);
    expect(byRun.runner.finished).toBe(true);
  });

  it("P2 tells how long it produced: until its last event, or to the end of its time", () => {
    const lengthOf = (behaviour: SourceBehaviour, stopMs?: number): number => {
      const { clock, runner } = bench(behaviour, undefined, stopMs);
      clock.runUntil(1000);
      expect(runner.finished).toBe(true);
      return runner.producedMs;
    };
    expect(lengthOf(every(10, { limitCount: 4 }))).toBe(40);
    expect(lengthOf(every(10, { limitCount: 0 }))).toBe(0);
    expect(lengthOf(every(10, { limitMs: 45 }))).toBe(45);
    expect(lengthOf(every(10), 99)).toBe(99);
    expect(lengthOf(every(10, { limitCount: 3, limitMs: 500 }), 800)).toBe(30);
  });

  it("P2 never stops by itself, but when it is stopped", () => {
    const { clock, runner, emitted } = bench(every(10));
    clock.runUntil(10_000);
    expect(runner.finished).toBe(false);
    runner.stop();
    clock.runUntil(20_000);
    expect(emitted).toHaveLength(1000);
    expect(runner.finished).toBe(true);
  });

  it("P2 another rate shortens or lengthens what is left of the wait, and everything after it", () => {
    const { clock, runner, times } = bench(every(100));
    clock.runUntil(150);
    // Half of the wait is over: the other half is a fifth as long.
    runner.update(every(20));
    clock.runUntil(205);
    expect(times()).toEqual([100, 160, 180, 200]);
    runner.update(every(1000));
    clock.runUntil(3000);
    expect(times().slice(4)).toEqual([955, 1955, 2955]);
  });

  it("P2 changes that follow each other quickly do not put events off", () => {
    const { clock, runner, times } = bench(every(100));
    for (let at = 10; at <= 1000; at += 10) {
      clock.runUntil(at);
      runner.update(every(at % 20 === 0 ? 100 : 100.000_01));
    }
    clock.runUntil(1001);
    expect(times()).toHaveLength(10);
  });

  it("P2 settings that leave the arrivals alone do not move an event", () => {
    const { clock, runner, times } = bench(every(100));
    for (const at of [30, 60, 90, 130, 199]) {
      clock.runUntil(at);
      runner.update(every(100, { event: (n, atMs) => ({ low: n, bornMs: atMs, type: "other" }) as FlowEvent }));
    }
    clock.runUntil(300);
    expect(times()).toEqual([100, 200, 300]);
  });

  it("P2 a rate of zero waits, and another rate goes on", () => {
    const { clock, runner, times } = bench(every(100));
    clock.runUntil(150);
    runner.update(every(Number.POSITIVE_INFINITY));
    clock.runUntil(1000);
    expect(runner.finished).toBe(false);
    expect(clock.nextMs()).toBe(Number.POSITIVE_INFINITY);
    runner.update(every(10));
    clock.runUntil(1025);
    expect(times()).toEqual([100, 1010, 1020]);
  });

  it("E3 a late generator emits what it missed with the times it was meant for", () => {
    // A process that was frozen: the timer that was set for 10 fires at 100.
    const timers: (() => void)[] = [];
    let now = 0;
    const clock = { now: () => now, at: (atMs: number, action: () => void) => (timers.push(action), { atMs, cancel: () => {} }), again: () => {} };
    const times: number[] = [];
    const runner: SourceRunner = new SourceRunner(clock, every(10), (emission) => (times.push(emission.event.bornMs), runner.settled(emission)), Number.POSITIVE_INFINITY);
    runner.start();
    now = 100;
    timers.shift()?.();
    expect(times).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect([runner.takeLateness(), runner.takeLateness()]).toEqual([90, 0]);
  });

  it("M3 what a channel held back is not the generator's lateness", () => {
    const held: Emission[] = [];
    let full = true;
    const { clock, runner, times } = bench(every(10), (emission, own) => (full && own.refused(emission) ? held.push(emission) : own.settled(emission)));
    clock.runUntil(500);
    full = false;
    for (const emission of held.splice(0)) runner.settled(emission);
    clock.runUntil(600);
    expect(times()).toHaveLength(60);
    expect(runner.takeLateness()).toBe(0);
  });

  it("P1 an event whose timer fires a moment early is emitted, not waited for in a circle", () => {
    const timers: (() => void)[] = [];
    const clock = { now: () => 9.7, at: (atMs: number, action: () => void) => (timers.push(action), { atMs, cancel: () => {} }), again: () => {} };
    const times: number[] = [];
    const runner: SourceRunner = new SourceRunner(clock, every(10), (emission) => (times.push(emission.event.bornMs), runner.settled(emission)), Number.POSITIVE_INFINITY);
    runner.start();
    timers.shift()?.();
    expect(times).toEqual([10]);
  });

  it("P5 block: a producer that is held back emits nothing more, then catches up with the intended times", () => {
    const held: Emission[] = [];
    let full = true;
    const { clock, runner, times } = bench(every(10), (emission, source) => {
      if (!full) return source.settled(emission);
      expect(source.refused(emission)).toBe(true);
      held.push(emission);
    });
    clock.runUntil(100);
    expect(times()).toEqual([10]);
    expect(runner.pending).toBe(1);
    full = false;
    runner.settled(held[0]!);
    clock.runUntil(105);
    expect(times()).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(runner.pending).toBe(0);
  });

  it("P5 block: a producer that catches up offers one event at a time, where answers come later", () => {
    const offered: Emission[] = [];
    const { clock, runner } = bench(every(10), (emission) => void offered.push(emission));
    clock.runUntil(20);
    expect(offered).toHaveLength(2);
    runner.refused(offered[0]!);
    runner.settled(offered[1]!);
    clock.runUntil(100);
    expect(offered).toHaveLength(2);
    // Eight are due; the first of them may be refused as well.
    runner.settled(offered[0]!);
    clock.runUntil(101);
    expect(offered).toHaveLength(3);
    for (let n = 2; n < 10; n++) {
      runner.settled(offered[n]!);
      clock.runUntil(101);
    }
    expect(offered).toHaveLength(10);
    // It has caught up: answers are not waited for.
    clock.runUntil(120);
    expect(offered).toHaveLength(12);
  });

  it("P5 drop: what is refused is given up at once, and the rest is emitted on time", () => {
    const answers: boolean[] = [];
    const { clock, runner, times } = bench(every(10, { pendingLimit: 0 }), (emission, source) => {
      answers.push(source.refused(emission));
      source.settled(emission);
    });
    clock.runUntil(50);
    expect(answers).toEqual([false, false, false, false, false]);
    expect(times()).toEqual([10, 20, 30, 40, 50]);
    expect(runner.pending).toBe(0);
  });

  it("P5 buffer: up to n refused events wait, more are dropped, and room is used again", () => {
    const held: Emission[] = [];
    const answers: boolean[] = [];
    const { clock, runner } = bench(every(10, { pendingLimit: 2 }), (emission, source) => {
      const kept = source.refused(emission);
      answers.push(kept);
      if (kept) held.push(emission);
      else source.settled(emission);
    });
    clock.runUntil(40);
    expect(answers).toEqual([true, true, false, false]);
    expect(runner.refused(held[0]!)).toBe(true);
    runner.settled(held.shift()!);
    clock.runUntil(60);
    expect(answers).toEqual([true, true, false, false, true, false]);
    expect(runner.pending).toBe(2);
  });

  it("M3 a generator far ahead of its channels waits for them", () => {
    const taken: Emission[] = [];
    const { clock, runner, emitted } = bench(every(0.01), (emission) => void taken.push(emission));
    clock.runUntil(1000);
    expect(emitted).toHaveLength(5000);
    runner.settled(taken[0]!);
    clock.runUntil(1001);
    expect(emitted).toHaveLength(5001);
  });

  it("E2 a runner that starts again from a cursor emits the rest with the same numbers and times", () => {
    const first = bench(every(7));
    first.clock.runUntil(50);
    const { cursor } = first.runner;
    first.clock.runUntil(100);
    const second = bench(every(7), undefined, Number.POSITIVE_INFINITY, cursor);
    second.clock.runUntil(100);
    expect(second.emitted.map(({ n, event }) => [n, event.bornMs])).toEqual(first.emitted.slice(7).map(({ n, event }) => [n, event.bornMs]));
  });

  it("P5 however a channel refuses and takes, every event is emitted once, in order, with its intended time", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { maxLength: 40 }), fc.constantFrom(0, 3, Number.POSITIVE_INFINITY), (steps, pendingLimit) => {
        const held: Emission[] = [];
        let full = false;
        let dropped = 0;
        const { clock, runner, emitted } = bench(every(10, { pendingLimit, limitCount: 50 }), (emission, source) => {
          if (full && source.refused(emission)) return void held.push(emission);
          if (full) dropped++;
          source.settled(emission);
        });
        for (const [wait, fill] of steps) {
          clock.runUntil(clock.now() + wait);
          full = fill;
          if (!full) for (const emission of held.splice(0)) runner.settled(emission);
          expect(runner.pending).toBe(held.length);
          expect(held.length).toBeLessThanOrEqual(Math.max(1, Math.min(pendingLimit, 50)));
        }
        for (const emission of held.splice(0)) runner.settled(emission);
        full = false;
        clock.runUntil(clock.now() + 1000);
        expect(runner.finished).toBe(true);
        expect(emitted.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
        expect(emitted.every(({ n, event }) => event.bornMs === (n + 1) * 10)).toBe(true);
        if (pendingLimit === Number.POSITIVE_INFINITY) expect(dropped).toBe(0);
      }),
    );
  });
});
