import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { Recorder } from "../metrics/recorder.ts";
import { Dispatcher, isSampled, type Effects, type Sampling } from "./dispatch.ts";
import { noEffects } from "./effects.ts";
import type { FlowEvent } from "./event.ts";
import { identityText } from "./identity.ts";
import { Wiring } from "./wiring.ts";

interface Bench {
  readonly wiring: Wiring;
  readonly recorder: Recorder;
  /** Emits an event from a node's port and gives what it led to. */
  emit(node: string, event?: Partial<FlowEvent>, port?: string, times?: number): Effects;
}

function bench(nodes: Parameters<typeof designOf>[0], edges: Parameters<typeof designOf>[1], sampling: Sampling = { every: 1 }): Bench {
  const wiring = new Wiring(flowOf(designOf(nodes, edges)), 1);
  const recorder = new Recorder(wiring.places.length, wiring.edges.length);
  const dispatcher = new Dispatcher(recorder, sampling);
  return {
    wiring,
    recorder,
    emit(node, event = {}, port = "out", times = 1) {
      const effects = noEffects();
      dispatcher.emit(wiring.node(node), port, eventWith(event), times, 100, false, effects);
      return effects;
    },
  };
}

function eventWith(more: Partial<FlowEvent>): FlowEvent {
  return { high: 1, low: 2, rootHigh: 3, rootLow: 4, source: 0, bornMs: 40, emittedMs: 50, type: "order", key: "k", priority: 5, headers: undefined, data: null, ...more };
}

function endsOf(effects: Effects): string[] {
  return effects.ends.map((end) => `${end.as}${end.reason ? ` ${end.reason}` : ""} at ${end.place.id}`);
}

const from = evenly(10, 1);

describe("dispatch", () => {
  it("G6 n edges from a port copy the event to each, with ids of their own", () => {
    const { emit } = bench({ p: from, a: ["queue"], b: ["queue"], c: service(1), d: service(1), s: SINK }, ["p > a", "p > b", "p > s", "a > c", "b > d"]);
    const effects = emit("p");
    expect(effects.puts.map((put) => put.channel.id)).toEqual(["a", "b"]);
    expect(endsOf(effects)).toEqual(["delivered at s"]);
    expect(new Set(effects.puts.map(({ event }) => identityText(event.high, event.low))).size).toBe(2);
  });

  it("G6 E3 a copy keeps root, birth, type, key, priority and data; its own time is when it was emitted", () => {
    const { emit } = bench({ p: from, a: ["queue"], c: service(1) }, ["p > a", "a > c"]);
    const parent = eventWith({ data: { total: 3 } });
    const [put] = emit("p", parent).puts;
    expect(put?.event).toEqual({ ...parent, high: put?.event.high, low: put?.event.low, emittedMs: 100 });
    expect([put?.event.high, put?.event.low]).not.toEqual([1, 2]);
  });

  it("C3 an event emitted n times has n children over each edge, none alike, the same again when it is done again", () => {
    const { emit } = bench({ p: from, a: ["queue"], b: ["queue"], c: service(1), d: service(1) }, ["p > a", "p > b", "a > c", "b > d"]);
    const ids = (effects: Effects): string[] => effects.puts.map(({ event }) => identityText(event.high, event.low));
    const first = ids(emit("p", {}, "out", 3));
    expect(first).toHaveLength(6);
    expect(new Set(first).size).toBe(6);
    expect(ids(emit("p", {}, "out", 3))).toEqual(first);
    expect(ids(emit("p", { low: 3 }, "out", 3))).not.toEqual(first);
  });

  it("E4 an event emitted from a port that leads nowhere is consumed, once for each time", () => {
    const { emit } = bench({ p: from, c: service(1), s: SINK }, ["p > c", "p > s"]);
    expect(endsOf(emit("c"))).toEqual(["consumed at c"]);
    expect(endsOf(emit("c", {}, "out", 2))).toEqual(["consumed at c", "consumed at c"]);
  });

  it("G2 an edge straight to a consumer puts into its implicit queue", () => {
    const { emit } = bench({ p: from, c: service(1) }, ["p > c"]);
    expect(emit("p").puts.map((put) => [put.channel.id, put.channel.name])).toEqual([["e1", "p→c"]]);
  });

  it("G3 inline kinds run in the emitter's own step, one after the other", () => {
    const { emit, recorder, wiring } = bench(
      {
        p: from,
        r: ["router", { rules: [{ port: "big", when: "event.data.total > 10" }] }],
        f: ["filter", { when: "event.key == 'k'" }],
        q: ["queue"],
        c: service(1),
        s: SINK,
      },
      ["p > r", "r.big > f", "r.default > s", "f > q", "q > c"],
    );
    expect(emit("p", { data: { total: 11 } }).puts.map((put) => put.channel.id)).toEqual(["q"]);
    expect(endsOf(emit("p", { data: { total: 11 }, key: "other" }))).toEqual(["filtered at f"]);
    expect(endsOf(emit("p", { data: { total: 1 } }))).toEqual(["delivered at s"]);
    const { places } = recorder.flush();
    const of = (id: string): { in: number; out: number } => places[wiring.node(id).index]!;
    expect(of("r")).toMatchObject({ in: 3, out: 3 });
    expect(of("f")).toMatchObject({ in: 2, out: 2 });
    expect(of("s")).toMatchObject({ in: 1 });
  });

  it("R1 what matches no rule and has no default port is dropped as unroutable", () => {
    const { emit } = bench({ p: from, r: ["router", { rules: [{ port: "big", when: "event.data.total > 10" }] }], s: SINK }, ["p > r", "r.big > s"]);
    expect(endsOf(emit("p", { data: {} }))).toEqual(["dropped unroutable at r"]);
  });

  it("E3 S4 a sink records the time since the root's intended emission", () => {
    const { emit, recorder, wiring } = bench({ p: from, s: SINK }, ["p > s"]);
    emit("p", { bornMs: 40 });
    expect(recorder.flush().places[wiring.node("s").index]?.endToEnd).toMatchObject({ sum: 60, max: 60 });
  });

  it("Q3 a dead letter is put into, not ended: it keeps its events", () => {
    const { emit } = bench({ p: from, q: ["queue"], c: service(1), d: DEAD_LETTER }, ["p > q", "q > c", "q.deadLetter > d"]);
    expect(emit("q", {}, "deadLetter").puts.map((put) => put.channel.id)).toEqual(["d"]);
  });

  it("M1 inline and terminal edges are counted when crossed, channels' edges when the channel took the event", () => {
    const { emit, recorder } = bench({ p: from, q: ["queue"], c: service(1), s: SINK }, ["p > q", "q > c", "p > s"]);
    emit("p");
    expect(recorder.flush().edges).toEqual([2, 1, 0, 0]);
  });

  it("whole paths are sampled: an event and all its descendants, or none", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 8 }), (rootLow, power) => {
        const sampling = { every: 2 ** power };
        const parent = eventWith({ rootLow });
        const { emit } = bench({ p: from, a: ["queue"], c: service(1) }, ["p > a", "a > c"], sampling);
        for (const put of emit("p", parent).puts) expect(isSampled(sampling, put.event)).toBe(isSampled(sampling, parent));
      }),
      { numRuns: 50 },
    );
    const sampled = Array.from({ length: 10_000 }, (_, n) => isSampled({ every: 8 }, eventWith({ rootLow: Math.imul(n, 2_654_435_761) }))).filter(Boolean).length;
    expect(sampled / 10_000).toBeCloseTo(1 / 8, 2);
  });

  it("a plan that holds nothing cannot hold", () => {
    const { wiring, recorder } = bench({ p: from, s: SINK }, ["p > s"]);
    const dispatcher = new Dispatcher(recorder, { every: 1 });
    expect(() => dispatcher.run([{ do: "hold", ms: 1, burn: false }], wiring.node("p"), 0, false, noEffects(), eventWith({}))).toThrow("hold");
  });
});
