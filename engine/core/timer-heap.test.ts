import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimerHeap, type HeapTimer } from "./timer-heap.ts";

type Command = { add: number } | { again: number; atMs: number } | { cancel: number } | "pop" | "clear";
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ add: fc.integer({ min: 0, max: 20 }) }) },
  { weight: 4, arbitrary: fc.record({ again: fc.nat(), atMs: fc.integer({ min: 0, max: 20 }) }) },
  { weight: 3, arbitrary: fc.record({ cancel: fc.nat() }) },
  { weight: 5, arbitrary: fc.constant<Command>("pop") },
  { weight: 1, arbitrary: fc.constant<Command>("clear") },
);

describe("timer heap", () => {
  it("gives timers by time, equal ones by age, as a sorted array does, whatever is cancelled", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const heap = new TimerHeap();
        const added: HeapTimer[] = [];
        let model: HeapTimer[] = [];
        for (const each of commands) {
          if (each === "pop") expect(heap.pop()).toBe(model.shift());
          else if (each === "clear") {
            heap.clear();
            model = [];
          } else if ("add" in each) {
            const timer = heap.add(each.add, () => {});
            added.push(timer);
            model = [...model, timer].toSorted((a, b) => a.atMs - b.atMs);
          } else if (added.length > 0 && "again" in each) {
            const timer = added[each.again % added.length]!;
            heap.again(timer, each.atMs);
            model = [...model.filter((other) => other !== timer), timer].toSorted((a, b) => a.atMs - b.atMs);
          } else if (added.length > 0 && "cancel" in each) {
            const timer = added[each.cancel % added.length]!;
            timer.cancel();
            model = model.filter((other) => other !== timer);
          }
          expect(heap.size).toBe(model.length);
          expect(heap.peek()).toBe(model[0]);
        }
        while (model.length > 0) expect(heap.pop()).toBe(model.shift());
        expect(heap.pop()).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("takes a cancelled timer, and one that has fired, for nothing", () => {
    const heap = new TimerHeap();
    const first = heap.add(1, () => {});
    heap.add(2, () => {});
    heap.pop();
    first.cancel();
    first.cancel();
    expect(heap.size).toBe(1);
    expect(heap.peek()?.atMs).toBe(2);
  });
});
