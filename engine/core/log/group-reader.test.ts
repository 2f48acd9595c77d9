import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../design/document/schema.ts";
import { topicSettingsSchema } from "../../../design/kinds/topic.ts";
import { flowOf } from "../../../design/graph/compile.ts";
import { eventOf } from "../../../tests/support/behaviours.ts";
import { designOf, evenly, service, SINK } from "../../../tests/support/designs.ts";
import { VirtualClock } from "../../forecast/virtual-clock.ts";
import { SlotPool, type Slot } from "../slots.ts";
import { Wiring } from "../wiring.ts";
import { Brokers } from "./brokers.ts";
import { GroupReader, type GroupPort, type Lane, type LogRecord } from "./group-reader.ts";

let clock: VirtualClock;
/** What happened, in order. */
let told: string[];

/** A reader of two partitions with so many events each, whose consumer has these slots. */
function readerOf(slots: { replicas?: number; concurrency?: number }, counts: readonly number[], topic: Record<string, Json> = {}) {
  const wiring = new Wiring(flowOf(designOf({ p: evenly(1, 1), t: ["topic", { partitions: 2, ...topic }], c: service(1, slots), s: SINK }, ["p > t", "t > c", "c > s"])), 1);
  const served: { lane: Lane; record: LogRecord; slot: Slot }[] = [];
  const members: string[] = [];
  const port: GroupPort = {
    join: (member) => members.push(member),
    leave: (member) => told.push(`leave ${member}`),
    died: (member, handovers) => told.push(`died ${member} ${handovers.map(({ partition, offset, deliveries }) => `p${partition}@${offset} ×${deliveries}`).join()}`),
    revoked: (_, partitions) => told.push(`revoked p${partitions[0]?.partition}`),
    open(lane) {
      let position = 0;
      const count = counts[lane.partition] ?? 0;
      const record = (): LogRecord | undefined => (position < count ? { event: eventOf(position, { emittedMs: position }), offset: position, bytesBefore: position * 100, isLate: false } : undefined);
      lane.feed = { peek: record, advance: () => void position++, bytes: count * 100, brokers: new Brokers(topicSettingsSchema.parse({ partitions: 2 })) };
      reader.opened(lane);
    },
    close: (_, done) => done(),
    drop: (lane) => told.push(`dropped p${lane.partition}`),
    serve(lane, record, slot) {
      told.push(`p${lane.partition}@${record.offset} ×${lane.deliveries}`);
      served.push({ lane, record, slot });
    },
    lose: (lane, record, reason) => told.push(`p${lane.partition}@${record.offset} ${reason}`),
  };
  const pool = new SlotPool(clock, () => reader.capacityChanged());
  const reader: GroupReader = new GroupReader(wiring.node("c"), wiring.logReadings, pool, clock, port, { suffix: "", isExact: true, isAlone: true });
  pool.resize(slots.replicas ?? 1, slots.concurrency ?? 1, 0);
  const assign = (member: number, ...partitions: number[]): void => reader.assign(members[member]!, partitions.map((partition) => ({ topic: "t", partition, handover: undefined })));
  /** Ends the oldest attempt that is still on. */
  const end = (afterMs?: number): void => {
    const { lane, slot } = served.shift()!;
    if (afterMs === undefined) reader.completed(lane);
    else reader.failed(lane, afterMs);
    pool.release(slot);
    reader.pump();
  };
  return { reader, pool, members, assign, end };
}

beforeEach(() => {
  clock = new VirtualClock();
  told = [];
});

describe("T2 T3 a replica that reads partitions", () => {
  it("T2 serves one event of a partition at a time, and as many partitions as there are slots", () => {
    const { assign, end } = readerOf({ concurrency: 3 }, [3, 2]);
    assign(0, 0, 1);
    expect(told).toEqual(["p0@0 ×1", "p1@0 ×1"]);
    end();
    expect(told.slice(2)).toEqual(["p0@1 ×1"]);
  });

  it("T2 takes partitions by turns where slots are few", () => {
    const { assign, end } = readerOf({ concurrency: 1 }, [2, 2]);
    assign(0, 0, 1);
    for (let n = 0; n < 4; n++) end();
    expect(told).toEqual(["p0@0 ×1", "p1@0 ×1", "p0@1 ×1", "p1@1 ×1"]);
  });

  it("T3 tries again in place while the partition waits, and the slot serves another meanwhile", () => {
    const { assign, end } = readerOf({ concurrency: 1 }, [2, 1]);
    assign(0, 0, 1);
    end(100);
    expect(told).toEqual(["p0@0 ×1", "p1@0 ×1"]);
    end();
    clock.runUntil(99);
    expect(told).toHaveLength(2);
    clock.runUntil(100);
    end();
    expect(told.slice(2)).toEqual(["p0@0 ×2", "p0@1 ×1"]);
  });

  it("T3 gives a partition up when what it has in hand is done", () => {
    const { reader, members, assign, end } = readerOf({ concurrency: 2 }, [2, 2]);
    assign(0, 0, 1);
    reader.revoke(members[0]!, [{ topic: "t", partition: 0 }]);
    expect(told).toEqual(["p0@0 ×1", "p1@0 ×1"]);
    end();
    expect(told.slice(2)).toEqual(["revoked p0"]);
  });

  it("T3 marks replicas that have no partition", () => {
    const { pool, assign } = readerOf({ replicas: 2 }, [1, 0]);
    assign(0, 0, 1);
    expect(pool.picture()).toBe("bn");
  });

  it("C3 a replica that is taken away leaves the group when its event is done", () => {
    const { pool, members, assign, end } = readerOf({ replicas: 2 }, [1, 1]);
    assign(0, 0);
    assign(1, 1);
    pool.resize(1, 1, 0);
    expect(told).toEqual(["p0@0 ×1", "p1@0 ×1"]);
    end();
    end();
    expect(told.slice(2)).toEqual(["revoked p1", `leave ${members[1]}`]);
  });

  it("T5 E5 a replica that dies tells what it had in hand, and how often", () => {
    const { pool, members, assign, end } = readerOf({}, [2, 0]);
    assign(0, 0);
    end(0);
    pool.crash(pool.all()[0]!);
    expect(told).toEqual(["p0@0 ×1", "p0@0 ×2", `died ${members[0]} p0@0 ×2`]);
  });

  it("T5 a replica whom the group went on without drops its partitions and joins anew; what it has in hand counts for nothing", () => {
    const { reader, members, assign, end } = readerOf({}, [2, 1]);
    assign(0, 0, 1);
    reader.lost(members[0]!);
    expect(told).toEqual(["p0@0 ×1", "dropped p0", "dropped p1"]);
    expect(members).toHaveLength(2);
    end();
    expect(told).toHaveLength(3);
    assign(1, 0);
    expect(told[3]).toBe("p0@0 ×1");
    reader.lost(members[0]!);
    expect(members).toHaveLength(2);
  });

  it("T6 passes over what is too old or too far back", () => {
    const byAge = readerOf({}, [3, 0], { retentionMs: 10 });
    clock.runUntil(12);
    byAge.assign(0, 0);
    expect(told).toEqual(["p0@0 retention", "p0@1 retention", "p0@2 ×1"]);
    told = [];
    const bySize = readerOf({}, [5, 0], { retentionBytes: 200 });
    bySize.assign(0, 0);
    expect(told).toEqual(["p0@0 retention", "p0@1 retention", "p0@2 retention", "p0@3 ×1"]);
  });
});
