import { describe, expect, it } from "vitest";
import { settingsOf } from "../../design/document/settings.ts";
import { answersNeeded, FLAVORS } from "../../design/kinds/database.ts";
import type { Json } from "../../design/document/schema.ts";
import { contextWith, eventOf } from "../../tests/support/behaviours.ts";
import type { CallPlan, Operation } from "../core/call.ts";
import { database } from "./database.ts";
import { Outages } from "./outages.ts";

function databaseOf(settings: Record<string, Json>) {
  const { answers } = database(settingsOf({ settings }, "database"), contextWith({}));
  if (!answers) throw new Error("A database answers calls.");
  return (n: number, more: { key?: string; operation?: Operation; atMs?: number } = {}): CallPlan =>
    answers.receive({ event: eventOf(n, { key: more.key }), operation: more.operation ?? "read", caller: { over: false }, atMs: more.atMs ?? 0 });
}

function holdOf(plan: CallPlan): number {
  const hold = plan.find((step) => step.do === "hold");
  return hold?.do === "hold" ? hold.ms : Number.NaN;
}

const exponential = { distribution: "exponential", meanMs: 30 };

describe("S2 a database", () => {
  it.each([
    ["one", 30 * (1 / 3)],
    ["quorum", 30 * (1 / 3 + 1 / 2)],
    ["all", 30 * (1 / 3 + 1 / 2 + 1)],
  ])("S2 consistency %s of three exponential replicas takes as long as their order statistic: %f ms", (consistency, meanMs) => {
    const call = databaseOf({ replicationFactor: 3, consistency, readTime: exponential });
    const mean = Array.from({ length: 20_000 }, (_, n) => holdOf(call(n))).reduce((sum, ms) => sum + ms, 0) / 20_000;
    expect(mean / meanMs).toBeCloseTo(1, 1);
  });

  it("S2 a majority is more than half", () => expect([1, 2, 3, 4, 5].map((copies) => answersNeeded("quorum", copies))).toEqual([1, 2, 2, 3, 3]));

  it("S2 a key has its partition; events without one spread", () => {
    const call = databaseOf({ partitions: 8 });
    const partitionOf = (plan: CallPlan): number => (plan[0]?.do === "acquire" ? plan[0].resource : -1);
    const hot = new Set(Array.from({ length: 100 }, (_, n) => partitionOf(call(n, { key: "hot" }))));
    const spread = new Set(Array.from({ length: 100 }, (_, n) => partitionOf(call(n))));
    expect([hot.size, spread.size]).toEqual([1, 8]);
  });

  it("S2 reads and writes have their own times", () => {
    const call = databaseOf({ readTime: { distribution: "constant", meanMs: 2 }, writeTime: { distribution: "constant", meanMs: 7 } });
    expect([holdOf(call(0)), holdOf(call(0, { operation: "write" }))]).toEqual([2, 7]);
  });

  it("S2 the failure rate is that of calls", () => {
    const call = databaseOf({ failureRate: 0.2 });
    const failed = Array.from({ length: 10_000 }, (_, n) => call(n).at(-1)).filter((step) => step?.do === "respond" && !step.result.ok);
    expect(Math.abs(failed.length - 2000)).toBeLessThan(160);
  });

  it("S2 E5 outages are drawn from partition and number alone, whenever they are asked for", () => {
    const [seen, jumped] = [new Outages(1), new Outages(1)];
    for (const outages of [seen, jumped]) outages.configure(10_000, 1000);
    const times = Array.from({ length: 5000 }, (_, n) => n * 100);
    const down = times.filter((atMs) => seen.isDown(3, atMs));
    expect(down.length / times.length).toBeGreaterThan(0.05);
    expect(down.length / times.length).toBeLessThan(0.14);
    expect(jumped.isDown(3, down.at(-1)!)).toBe(true);
    expect(new Outages(1).isDown(3, 1e9)).toBe(false);
  });

  it.each([
    ["postgresql", 1, "read", "too few replicas"],
    ["postgresql", 2, "read", undefined],
    ["postgresql", 2, "write", "no primary"],
    ["mongodb", 3, "write", "no primary"],
    ["mongodb", 3, "read", undefined],
    ["cassandra", 2, "write", undefined],
    ["cassandra", 1, "write", "too few replicas"],
  ] as const)("S2 while %s with %i copies is without one, a %s says %s", (flavor, replicationFactor, operation, reason) => {
    const call = databaseOf({ flavor, replicationFactor, failsEveryMs: 1, failoverMs: 1_000_000_000 });
    const last = call(0, { operation, atMs: 100_000 }).at(-1);
    const said = last?.do === "respond" && !last.result.ok ? last.result.reason : undefined;
    if (reason === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(reason);
  });

  it.each(FLAVORS)("S2 %s has times of its own", (flavor) => expect(holdOf(databaseOf({ flavor })(0))).toBeGreaterThan(0));
});
