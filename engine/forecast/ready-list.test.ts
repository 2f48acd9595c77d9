import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Job } from "./job.ts";
import { ReadyList } from "./ready-list.ts";

type Command = { add: "first" | "last"; priority: number } | "take" | "takeLast";
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.constantFrom("first", "last"), priority: fc.constantFrom(0, 0, 0, 1, 5, 5) }) as fc.Arbitrary<Command> },
  { weight: 2, arbitrary: fc.constant<Command>("take") },
  { weight: 1, arbitrary: fc.constant<Command>("takeLast") },
);

describe("ready list", () => {
  it("Q1 Q2 gives those without a priority first, by place; then by priority, equal ones by age", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const list = new ReadyList();
        const plain: Job[] = [];
        let prioritised: { job: Job; priority: number }[] = [];
        for (const each of commands) {
          if (each === "take") expect(list.take()).toBe(plain.length > 0 ? plain.shift() : prioritised.shift()?.job);
          else if (each === "takeLast") expect(list.takeLast()).toBe(plain.pop());
          else {
            const job = {} as Job;
            const { add, priority } = each;
            if (add === "first") list.addFirst(job, priority);
            else list.addLast(job, priority);
            if (priority > 0) prioritised = [...prioritised, { job, priority }].toSorted((a, b) => a.priority - b.priority);
            else if (add === "first") plain.unshift(job);
            else plain.push(job);
          }
          expect(list.size).toBe(plain.length + prioritised.length);
        }
        expect([...list]).toEqual([...plain, ...prioritised.map(({ job }) => job)]);
      }),
      { numRuns: 300 },
    );
  });
});
