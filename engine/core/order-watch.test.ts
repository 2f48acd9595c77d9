import { describe, expect, it } from "vitest";
import type { Sample } from "../contract/sample.ts";
import { OrderWatch } from "./order-watch.ts";

const span = { type: "span", event: "e", waitMs: 0, attempt: 1 } as const;
const emitted = (root: string, key: string | undefined, atMs: number): Sample => ({ ...span, node: "p", root, key, startMs: atMs, serviceMs: 0, outcome: "emitted" });
const done = (root: string, startMs: number, serviceMs: number, node = "c", outcome: "done" | "retried" = "done"): Sample => ({ ...span, node, root, startMs, serviceMs, outcome });

describe("the order of each key", () => {
  it("T2 counts events that complete after a later one of their key, and nothing across keys", () => {
    const watch = new OrderWatch(["c"]);
    watch.see([emitted("1", "a", 0), emitted("2", "a", 10), emitted("3", "b", 20), emitted("4", "a", 30)]);
    // 2 and 4 complete before 1, which takes long; 3 is of another key.
    watch.see([done("1", 5, 100), done("2", 15, 10), done("3", 25, 5), done("4", 35, 10)]);
    expect(watch.report()).toEqual({ completed: 4, violations: 1, keys: 2, keysBroken: 1, worstKey: { key: "a", violations: 1 } });
  });

  it("T2 completions may be told in any order; each consumer has an order of its own; attempts that failed complete nothing", () => {
    const watch = new OrderWatch(["c", "d"]);
    watch.see([done("2", 30, 5, "d"), done("1", 20, 5, "d"), done("2", 10, 5), done("1", 1, 1, "c", "retried"), done("1", 50, 5)]);
    watch.see([emitted("1", "a", 0), emitted("2", "a", 1)]);
    expect(watch.report()).toMatchObject({ completed: 4, violations: 1 });
  });

  it("T2 passes over events without a key and consumers that are not asked about", () => {
    const watch = new OrderWatch(["c"]);
    watch.see([emitted("1", undefined, 0), emitted("2", undefined, 1), emitted("3", "a", 2), done("2", 5, 1), done("1", 7, 1), done("3", 8, 1, "other")]);
    expect(watch.report()).toEqual({ completed: 0, violations: 0, keys: 0, keysBroken: 0, worstKey: null });
  });
});
