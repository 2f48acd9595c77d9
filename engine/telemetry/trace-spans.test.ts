import { describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { examples } from "../../tests/support/examples.ts";
import { forecast } from "../../tests/support/run.ts";
import type { Span } from "./span.ts";
import { TraceSpans } from "./trace-spans.ts";

const RUN_TRACE = "00000000000000aa";

/** Examples whose events come from outside, or that need the handlers' thread, which is built. */
const OUTSIDE = ["http-source", "webhook", "web-socket", "consumer-handler"];

async function spansOf(design: Design, forMs: number | null = null): Promise<Span[]> {
  const { samples } = await forecast(design, { sampleAll: true, forMs });
  const spans = new TraceSpans(flowOf(design), RUN_TRACE, (designMs) => 1000 + designMs);
  return [...spans.take(samples), ...spans.rest()];
}

/** A span and its ancestors, the first one first. */
function way(spans: readonly Span[], of: Span | undefined): string[] {
  const names: string[] = [];
  for (let span = of; span; span = spans.find(({ spanId, traceId }) => spanId === span?.parentId && traceId === span.traceId)) names.unshift(`${span.node}: ${span.name} (${span.kind})`);
  return names;
}

const named = (spans: readonly Span[], name: string): Span[] => spans.filter((span) => span.name === name);

describe("spans of a run's samples", () => {
  it("E1 follow an event through queue, call, topic and group, each hop the child of what emitted it", async () => {
    const spans = await spansOf(
      designOf(
        { p: evenly(100, 3), q: ["queue"], c: service(5), db: ["database"], t: ["topic", { partitions: 2 }], g: service(1, { group: "team" }), s: SINK },
        ["p > q", "q > c", "c.call > db.call", "c > t", "t > g", "g > s"],
      ),
    );
    const ends = named(spans, "sink s");
    expect(ends).toHaveLength(3);
    for (const end of ends) {
      expect(way(spans, end)).toEqual(["p: create p (producer)", "p: send q (producer)", "c: process q (consumer)", "c: send t (producer)", "g: process t (consumer)", "s: sink s (internal)"]);
      expect(end.traceId.startsWith(RUN_TRACE)).toBe(true);
    }
    expect(way(spans, named(spans, "answer db")[0]).slice(-2)).toEqual(["c: call db (client)", "db: answer db (server)"]);
    const [service_] = named(spans, "process t");
    expect(service_?.attributes).toMatchObject({ "messaging.system": "redis_streams", "messaging.operation.type": "process", "messaging.destination.name": "t", "messaging.consumer.group.name": "team", "spillway.zone": "local" });
    expect(service_!.endMs - service_!.startMs).toBeCloseTo(1, 6);
    expect(named(spans, "send q")[0]?.attributes).toMatchObject({ "messaging.system": "bullmq", "messaging.operation.name": "send", "messaging.message.id": `e${named(spans, "send q")[0]?.spanId}` });
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  it("Q3 each attempt is a span of its own, those that failed say why, and the last one's dead letter is its child", async () => {
    const spans = await spansOf(
      designOf({ p: evenly(100, 1), q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 10 } }], c: service(1, { failureRate: 1 }), s: SINK, d: DEAD_LETTER }, ["p > q", "q > c", "c > s", "q.deadLetter > d"]),
    );
    const attempts = named(spans, "process q");
    expect(attempts.map(({ attributes, error }) => [attributes["spillway.attempt"], attributes["spillway.outcome"], error === undefined])).toEqual([
      [1, "retried", false],
      [2, "retried", false],
      [3, "failed", false],
    ]);
    expect(new Set(attempts.map(({ parentId }) => parentId))).toEqual(new Set([named(spans, "send q")[0]?.spanId]));
    expect(named(spans, "send d")[0]?.parentId).toBe(attempts[2]?.spanId);
  });

  it("G3 what is handed on in the emitter's step is a child of the attempt that emitted it, a part of its whole", async () => {
    const spans = await spansOf(
      designOf(
        { p: evenly(100, 2, { payload: { items: [1, 2] } }), c: service(1), f: ["filter", { when: "true" }], x: ["splitter", { expression: "event.data.items" }], e: service(1), s: SINK },
        ["p > c", "c > f", "f > x", "x > e", "e > s"],
      ),
    );
    const ends = named(spans, "sink s");
    expect(ends).toHaveLength(4);
    for (const end of ends) expect(way(spans, end).map((text) => text.split(" (")[0])).toEqual(["p: create p", "p: send p→c", "c: process p→c", "f: filter f", "x: splitter x", "x: send x→e", "e: process x→e", "s: sink s"]);
  });

  it.each(examples().filter(({ file }) => !OUTSIDE.some((kind) => file.startsWith(kind))))("E1 of $file all hang together: every parent is there, and none begins after its child", async ({ design }) => {
    const spans = await spansOf(design, 600);
    const known = new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span]));
    const orphans = spans.filter(({ traceId, parentId }) => parentId !== undefined && !known.has(`${traceId} ${parentId}`));
    expect(orphans.map(({ name, node }) => `${node}: ${name}`)).toEqual([]);
    expect(spans.filter(({ parentId }) => parentId === undefined).every(({ name }) => name.startsWith("create "))).toBe(true);
    for (const { traceId, parentId, startMs, name } of spans) {
      const parent = known.get(`${traceId} ${parentId}`);
      if (parent) expect([name, startMs >= parent.startMs - 0.001]).toEqual([name, true]);
    }
  });

  it("an attempt that nobody tells of leaves what happened in it as children of the event's own hop", () => {
    const design = designOf({ p: evenly(1, 1), c: service(1), s: SINK }, ["p > c", "c > s"]);
    const spans = new TraceSpans(flowOf(design), RUN_TRACE, (ms) => ms);
    const root = "e0000000000000001";
    expect(spans.take([{ type: "move", edge: "e2", event: "e0000000000000003", root, parent: "e0000000000000002", atMs: 5, failed: false }])).toEqual([]);
    expect(spans.rest()).toEqual([expect.objectContaining({ spanId: "0000000000000003", parentId: "0000000000000002", traceId: `${RUN_TRACE}0000000000000001` })]);
    expect(spans.rest()).toEqual([]);
  });
});
