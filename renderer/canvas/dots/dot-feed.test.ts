import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "../../../engine/contract/sample.ts";
import { createDotFeed } from "./dot-feed.ts";
import { createDotPool } from "./dot-pool.ts";

function move(root: string, edge: string, atMs: number, failed = false): Sample {
  return { type: "move", root, event: `${root}.${edge}`, edge, atMs, failed };
}

const numberOf = (edge: string) => ["a", "b", "c"].indexOf(edge);

describe("dot feed", () => {
  it("makes a dot of each move, leaves out edges that are not drawn, and ends it when it has arrived", () => {
    const pool = createDotPool(10);
    const feed = createDotFeed(pool);
    feed.accept([move("r1", "a", 0), move("r2", "b", 100, true), move("r3", "gone", 0)], numberOf);
    expect(pool.count()).toBe(2);
    expect([pool.rootAt(1), pool.failed[1], pool.edges[1]]).toEqual(["r2", 1, 1]);
    feed.advance(500, 500);
    expect([pool.count(), pool.rootAt(0)]).toEqual([1, "r2"]);
  });

  it("never shows more than its budget, and an event that is shown on one edge is shown on all", () => {
    const roots = fc.array(fc.uuid(), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(roots, fc.integer({ min: 4, max: 100 }), (all, capacity) => {
        const pool = createDotPool(capacity);
        const feed = createDotFeed(pool);
        for (const root of all) feed.accept([move(root, "a", 0)], numberOf);
        expect(pool.count()).toBeLessThanOrEqual(capacity);
        for (let index = 0; index < pool.count(); index += 1) expect(pool.hashes[index]).toBeLessThanOrEqual(feed.keptShare() * 0xffffffff);
      }),
    );
  });

  it("says how many each dot stands for, and lets all through again when there is room", () => {
    const pool = createDotPool(64);
    const feed = createDotFeed(pool);
    feed.accept(Array.from({ length: 1000 }, (_, index) => move(`root-${index}`, "a", index)), numberOf);
    expect(feed.keptShare() * 1000).toBeGreaterThan(30);
    expect(feed.keptShare() * 1000).toBeLessThan(90);
    for (let now = 2000; now < 60_000; now += 100) feed.advance(now, 500);
    expect([pool.count(), feed.keptShare()]).toEqual([0, 1]);
  });

  it("obeys a smaller budget at once", () => {
    const pool = createDotPool(1000);
    const feed = createDotFeed(pool);
    feed.accept(Array.from({ length: 900 }, (_, index) => move(`root-${index}`, "a", index)), numberOf);
    feed.setBudget(100);
    expect(pool.count()).toBeLessThan(100);
  });
});
