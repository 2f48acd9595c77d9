import type { Timers } from "./reconnecting-client.ts";

/** A clock that moves when the test says so. */
export interface FakeTimers extends Timers {
  /** Runs what is due in the next `ms`, in order. */
  advance(ms: number): void;
  /** Delays of the timers that are set, shortest first. */
  delays(): number[];
}

/** Timers in virtual time, from 0 ms. */
export function createFakeTimers(): FakeTimers {
  const timers = new Map<number, { at: number; callback: () => void }>();
  let now = 0;
  let nextId = 1;

  function nextDue(until: number): [number, { at: number; callback: () => void }] | undefined {
    return [...timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
  }

  return {
    setTimeout(callback, delayMs) {
      timers.set(nextId, { at: now + delayMs, callback });
      return nextId++;
    },
    clearTimeout: (id) => void timers.delete(id as number),
    advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due[0]);
        now = due[1].at;
        due[1].callback();
      }
      now = until;
    },
    delays: () => [...timers.values()].map((timer) => timer.at - now).sort((a, b) => a - b),
  };
}
