import { describe, expect, it } from "vitest";
import { settingsOf } from "../../design/document/settings.ts";
import type { Json } from "../../design/document/schema.ts";
import { contextWith, eventOf } from "../../tests/support/behaviours.ts";
import type { CallPlan, Operation } from "../core/call.ts";
import { cache } from "./cache.ts";
import { LfuStore, LruStore, type CacheStore } from "./cache-store.ts";

/** Reads keys, keeping those that were not there, and tells hits (`+`) from misses (`-`). */
function reads(store: CacheStore, keys: string): string {
  return keys.split("")
    .map((key) => {
      if (store.has(key, 0)) return "+";
      store.add(key, Number.POSITIVE_INFINITY);
      return "-";
    })
    .join("");
}

describe("S1 what a cache holds", () => {
  it("S1 LRU: the textbook's reference string 7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1 has 12 faults in 3 frames", () => {
    const result = reads(new LruStore(3), "70120304230321201701");
    expect(result).toBe("----+-+----++-+-+-++");
    expect(result.split("").filter((each) => each === "-")).toHaveLength(12);
  });

  it("S1 LFU: the least used goes, of equals the least recently used", () => {
    const store = new LfuStore(2);
    // a used twice, b once: c takes b's place; then b takes c's, and a stays.
    expect(reads(store, "aabcab")).toBe("-+--+-");
    expect(["a", "b", "c"].map((key) => store.has(key, 0))).toEqual([true, true, false]);
    // A new entry begins with one use.
    expect(reads(new LfuStore(2), "aaabbcb")).toBe("-++-+--");
  });

  it.each([new LruStore(2), new LfuStore(2)])("S1 an entry is gone when its time is over, is taken out, or finds no room", (store) => {
    store.add("a", 100);
    expect([store.has("a", 99), store.has("a", 100), store.size]).toEqual([true, false, 0]);
    store.add("a", 100);
    store.remove("a");
    expect(store.has("a", 0)).toBe(false);
    for (const key of "abc") store.add(key, 100);
    expect(store.size).toBe(2);
    store.resize(1);
    expect([store.size, store.has("c", 0)]).toEqual([1, true]);
  });
});

describe("S1 how a cache answers", () => {
  function cacheOf(settings: Record<string, Json>) {
    const { answers } = cache(settingsOf({ settings }, "cache"), contextWith({ edges: () => [{ id: "origin", settings: {} }] }));
    return (key: string | undefined, operation: Operation = "read", atMs = 0): CallPlan => answers.receive({ event: eventOf(0, { key }), operation, caller: { over: false }, atMs });
  }
  const steps = (plan: CallPlan): string => plan.map((step) => (step.do === "count" ? step.as : step.do)).join(" ");
  function answer(plan: CallPlan, ok = true, atMs = 0): CallPlan {
    const forward = plan.find((step) => step.do === "forward");
    if (forward?.do !== "forward") throw new Error("Nothing is forwarded.");
    return forward.onAnswer(ok ? { ok } : { ok, reason: "no" }, atMs);
  }

  it("S1 a miss reads the origin and keeps the answer; cache-aside puts it there in another trip", () => {
    const aside = cacheOf({});
    expect(steps(aside("k"))).toBe("hold miss forward");
    expect(steps(answer(aside("k")))).toBe("hold respond");
    expect(steps(aside("k"))).toBe("hold hit respond");
    expect(steps(answer(cacheOf({ pattern: "read-through" })("k")))).toBe("respond");
  });

  it("S1 what failed is not kept, what is too old is a miss, and what has no key is like nothing else", () => {
    const read = cacheOf({ ttlMs: 100 });
    answer(read("k"), false);
    expect(steps(read("k"))).toBe("hold miss forward");
    answer(read("k"), true, 50);
    expect(steps(read("k", "read", 149))).toContain("hit");
    expect(steps(read("k", "read", 150))).toContain("miss");
    answer(read(undefined));
    expect(steps(read(undefined))).toContain("hit");
    const other = cache(settingsOf({ settings: {} }, "cache"), contextWith({})).answers;
    other.receive({ event: eventOf(1), operation: "read", caller: { over: false }, atMs: 0 });
    expect(steps(other.receive({ event: eventOf(2), operation: "read", caller: { over: false }, atMs: 0 }))).toContain("miss");
  });

  it("S1 a write goes to the origin and takes the key out, also when it failed", () => {
    const call = cacheOf({});
    answer(call("k"));
    const write = call("k", "write");
    expect(steps(write)).toBe("forward");
    expect(steps(call("k"))).toContain("hit");
    expect(steps(answer(write, false))).toBe("hold respond");
    expect(steps(call("k"))).toContain("miss");
  });

  it("S1 a fixed ratio hits that often, whatever the keys", () => {
    const { answers } = cache(settingsOf({ settings: { fixedHitRatio: 0.8 } }, "cache"), contextWith({}));
    const hits = Array.from({ length: 10_000 }, (_, n) => steps(answers.receive({ event: eventOf(n), operation: "read", caller: { over: false }, atMs: 0 }))).filter((plan) => plan.includes("hit"));
    expect(Math.abs(hits.length - 8000)).toBeLessThan(160);
  });
});
