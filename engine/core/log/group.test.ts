import { beforeEach, describe, expect, it } from "vitest";
import { VirtualClock } from "../../forecast/virtual-clock.ts";
import { nameOf, type Assignor, type TopicPartition } from "./assignors.ts";
import { Group } from "./group.ts";

let clock: VirtualClock;
/** What each member reads. */
let reads: Map<string, string[]>;
/** Members that have an event in hand: they give nothing up until it is done. */
let inHand: Map<string, () => void>;
/** Whoever was told to stop reading anything. */
let stopped: string[];
/** Members that the group went on without, with what they had. */
let lost: string[];

function groupOf(assignor: Assignor, partitions = 4): Group {
  const group: Group = new Group(clock, assignor, new Map([["t", partitions]]), {
    assign: (id, grants) => void reads.set(id, [...(reads.get(id) ?? []), ...grants.map(nameOf)].toSorted()),
    revoke(id, revoked) {
      stopped.push(id);
      const done = (): void => {
        reads.set(id, (reads.get(id) ?? []).filter((each) => !revoked.some((gone) => nameOf(gone) === each)));
        group.revoked(id, revoked);
      };
      if (inHand.has(id)) inHand.set(id, done);
      else done();
    },
    lost: (id, partitions) => lost.push(`${id} ${partitions.map(nameOf).toSorted().join()}`),
  }, (action) => void clock.at(clock.now(), action));
  return group;
}

const joining = { topics: ["t"], sessionTimeoutMs: 45_000 };

function begin(group: Group, ...ids: string[]): void {
  for (const id of ids) group.join(id, joining);
  clock.runUntil(clock.now());
}

function shares(): Record<string, string[]> {
  return Object.fromEntries(reads);
}

beforeEach(() => {
  clock = new VirtualClock();
  reads = new Map();
  inHand = new Map();
  stopped = [];
  lost = [];
});

describe("T3 a consumer group", () => {
  it("T3 shares the partitions among the members that start together, once", () => {
    begin(groupOf("range"), "a", "b", "c");
    expect(shares()).toEqual({ a: ["t-0", "t-1"], b: ["t-2"], c: ["t-3"] });
    expect(stopped).toEqual([]);
  });

  it("T3 leaves members beyond the partitions without any", () => {
    begin(groupOf("range", 2), "a", "b", "c");
    expect(shares()).toEqual({ a: ["t-0"], b: ["t-1"] });
  });

  it("T3 hands a partition on only when its reader is done with what it has in hand", () => {
    const group = groupOf("range");
    begin(group, "a");
    inHand.set("a", () => {});
    begin(group, "b");
    expect(shares()).toEqual({ a: ["t-0", "t-1", "t-2", "t-3"] });
    inHand.get("a")?.();
    expect(shares()).toEqual({ a: ["t-0", "t-1"], b: ["t-2", "t-3"] });
  });

  it.each(["range", "round-robin", "sticky"] as const)("T3 %s stops everyone while it shares anew", (assignor) => {
    const group = groupOf(assignor);
    begin(group, "a", "b");
    begin(group, "c");
    expect(new Set(stopped)).toEqual(new Set(["a", "b"]));
    expect([...reads.values()].flat().toSorted()).toEqual(["t-0", "t-1", "t-2", "t-3"]);
  });

  it("T3 sticky gives back what a member had", () => {
    const group = groupOf("sticky");
    begin(group, "b");
    begin(group, "a");
    expect(shares()).toEqual({ a: ["t-2", "t-3"], b: ["t-0", "t-1"] });
  });

  it("T3 cooperative-sticky stops only those that lose a partition, and reads the others on", () => {
    const group = groupOf("cooperative-sticky", 5);
    begin(group, "a", "b");
    const before = shares();
    stopped = [];
    inHand.set("a", () => {});
    begin(group, "c");
    expect(stopped).toEqual(["a"]);
    expect(reads.get("b")).toEqual(before["b"]);
    expect(reads.get("c")).toBeUndefined();
    inHand.get("a")?.();
    expect(reads.get("c")).toHaveLength(1);
    expect([...reads.values()].flat().toSorted()).toEqual(["t-0", "t-1", "t-2", "t-3", "t-4"]);
  });
});

describe("T5 a member that dies", () => {
  it("T5 keeps its partitions until its session times out", () => {
    const group = groupOf("range");
    begin(group, "a", "b");
    clock.runUntil(1000);
    group.died("a", []);
    reads.delete("a");
    clock.runUntil(45_999);
    expect(shares()).toEqual({ b: ["t-2", "t-3"] });
    clock.runUntil(46_000);
    expect(shares()).toEqual({ b: ["t-0", "t-1", "t-2", "t-3"] });
  });

  it("T5 holds up an eager rebalance, because it does not join again", () => {
    const group = groupOf("range");
    begin(group, "a", "b");
    group.died("a", []);
    reads.delete("a");
    clock.runUntil(10_000);
    begin(group, "a2");
    expect(shares()).toEqual({ b: [] });
    clock.runUntil(45_000);
    expect(shares()).toEqual({ a2: ["t-0", "t-1"], b: ["t-2", "t-3"] });
  });

  it("T5 does not hold up the others of a cooperative group", () => {
    const group = groupOf("cooperative-sticky");
    begin(group, "a", "b");
    group.died("a", []);
    const kept = reads.get("b");
    reads.delete("a");
    begin(group, "a2");
    expect(shares()).toEqual({ b: kept });
    clock.runUntil(45_000);
    expect(reads.get("b")).toEqual(kept);
    expect(reads.get("a2")).toHaveLength(2);
  });

  it("T5 E5 tells the next reader how often the event in hand was handed out", () => {
    let told: TopicPartition[] = [];
    const group = new Group(clock, "range", new Map([["t", 1]]), { assign: (_, grants) => void (told = [...grants]), revoke: () => {}, lost: () => {} }, (action) => void clock.at(clock.now(), action));
    begin(group, "a");
    group.died("a", [{ topic: "t", partition: 0, offset: 7, deliveries: 2, failed: 1 }]);
    begin(group, "b");
    clock.runUntil(45_000);
    expect(told).toEqual([{ topic: "t", partition: 0, handover: { topic: "t", partition: 0, offset: 7, deliveries: 2, failed: 1 } }]);
  });

  it("T5 one that is not heard of is expelled when its session times out, counted from when it was heard of last; told once, and joins anew", () => {
    const group = groupOf("range");
    begin(group, "a", "b");
    clock.runUntil(1000);
    group.silent("a", 900);
    clock.runUntil(45_899);
    expect([shares(), lost]).toEqual([{ a: ["t-0", "t-1"], b: ["t-2", "t-3"] }, []]);
    clock.runUntil(45_900);
    expect(lost).toEqual(["a t-0,t-1"]);
    reads.delete("a");
    expect(shares()).toEqual({ b: ["t-0", "t-1", "t-2", "t-3"] });
    group.alive("a");
    expect(shares()).toEqual({ b: ["t-0", "t-1", "t-2", "t-3"] });
    begin(group, "a2");
    expect(shares()).toEqual({ a2: ["t-0", "t-1"], b: ["t-2", "t-3"] });
  });

  it("T5 one that is heard of again in time keeps its partitions, and takes its part in what began meanwhile", () => {
    const group = groupOf("range");
    begin(group, "a", "b");
    group.silent("a");
    clock.runUntil(10_000);
    begin(group, "c");
    expect(reads.get("a")).toEqual(["t-0", "t-1"]);
    expect(reads.get("c")).toBeUndefined();
    group.alive("a");
    expect(shares()).toEqual({ a: ["t-0", "t-1"], b: ["t-2"], c: ["t-3"] });
    clock.runUntil(100_000);
    expect(lost).toEqual([]);
  });

  it("T5 one that is killed while it is not heard of is missed when that session is over, and told nothing", () => {
    const group = groupOf("range");
    begin(group, "a", "b");
    group.silent("a");
    clock.runUntil(10_000);
    group.died("a", []);
    reads.delete("a");
    clock.runUntil(45_000);
    expect([shares(), lost]).toEqual([{ b: ["t-0", "t-1", "t-2", "t-3"] }, []]);
  });
});
