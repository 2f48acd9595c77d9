import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { STILL_EDGE } from "../contract/frame.ts";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { Sample } from "../contract/sample.ts";
import { closed } from "../core/ledger.ts";
import { Wiring } from "../core/wiring.ts";
import type { PlaceNow } from "./place-totals.ts";
import { Recorder, type MetricsDelta } from "./recorder.ts";
import { mergeSamples, RunMetrics, type IntervalEnd } from "./run-metrics.ts";

const wiring = new Wiring(flowOf(designOf({ p: evenly(10, 1), q: ["queue"], c: service(5), s: SINK, t: SINK }, ["p > q", "q > c", "c > s", "p > t"])), 1);
const place = (id: string): number => wiring.places.find((each) => each.id === id)!.index;
const ledger = closed(emptyLedgerEntry(), 0, undefined);

function endAt(atMs: number, now: (index: number) => PlaceNow = () => ({ depth: 0, inFlight: 0, capacity: 0 })): IntervalEnd {
  return { atMs, now, ledger, processes: [], redis: undefined, saturated: [], sampling: 1 };
}

/** What one process measured. */
function measured(what: (recorder: Recorder) => void): MetricsDelta {
  const recorder = new Recorder(wiring.places.length, wiring.edges.length);
  what(recorder);
  return recorder.flush();
}

describe("run metrics", () => {
  it("M1 a frame has every node and edge, numbered and as long as it was", () => {
    const metrics = new RunMetrics(wiring, 0);
    const first = metrics.frame([], endAt(100));
    const second = metrics.frame([], endAt(230));
    expect([first.seq, second.seq, first.intervalMs, second.intervalMs]).toEqual([1, 2, 100, 130]);
    expect(Object.keys(first.nodes)).toEqual(["p", "q", "c", "s", "t"]);
    expect(Object.keys(first.edges)).toEqual(["e1", "e2", "e3", "e4"]);
    expect(first.channels).toEqual({});
    expect(second.ledger).toBe(ledger);
  });

  it("M1 what two processes measured is one, per place and edge", () => {
    const metrics = new RunMetrics(wiring, 0);
    const load = measured((recorder) => {
      recorder.place(place("p")).out += 4;
      recorder.place(place("q")).in += 4;
      for (let n = 0; n < 4; n++) recorder.crossed(0, false);
    });
    const worker = measured((recorder) => {
      recorder.place(place("q")).out += 3;
      recorder.place(place("c")).service.record(5);
      recorder.crossed(0, true);
      recorder.cameAgain(0, place("q"));
    });
    const frame = metrics.frame([load, worker], endAt(100, (index) => ({ depth: index, inFlight: 0, capacity: 0 })));
    expect(frame.nodes.p).toMatchObject({ out: 4, outPerSecond: 40 });
    expect(frame.nodes.q).toMatchObject({ in: 4, out: 3, duplicates: 1, depth: place("q") });
    expect(frame.edges.e1).toEqual({ count: 5, failed: 1, duplicates: 1, deadLetters: 0, perSecond: 50 });
    expect(frame.edges.e2).toEqual(STILL_EDGE);
    expect(metrics.report(100).nodes.c?.serviceMs.count).toBe(1);
  });

  it("M1 an edge's rate is that of the last second", () => {
    const metrics = new RunMetrics(wiring, 0);
    const crossings = measured((recorder) => {
      for (let n = 0; n < 20; n++) recorder.crossed(1, false);
    });
    metrics.frame([], endAt(1500));
    metrics.frame([crossings], endAt(2000));
    expect(metrics.frame([], endAt(2500)).edges.e2?.perSecond).toBe(20);
    expect(metrics.frame([], endAt(3000)).edges.e2?.perSecond).toBe(0);
  });

  it("M1 an edge's rate is right, and a node's beside it, where frames are not 100 ms apart", () => {
    const metrics = new RunMetrics(wiring, 0);
    const crossings = () =>
      measured((recorder) => {
        recorder.place(place("p")).out += 11;
        for (let n = 0; n < 11; n++) recorder.crossed(0, false);
      });
    const frames = Array.from({ length: 30 }, (_, index) => metrics.frame([crossings()], endAt((index + 1) * 110)));
    expect(frames.map(({ edges }) => Math.round(edges.e1?.perSecond ?? 0))).toEqual(frames.map(() => 100));
    expect(frames.map(({ nodes }) => Math.round(nodes.p?.outPerSecond ?? 0))).toEqual(frames.map(() => 100));
  });

  it("E3 end to end is told of all sinks together and of each", () => {
    const metrics = new RunMetrics(wiring, 0);
    const delta = measured((recorder) => {
      recorder.place(place("s")).endToEnd.record(10);
      recorder.place(place("s")).endToEnd.record(20);
      recorder.place(place("t")).endToEnd.record(60);
    });
    expect(metrics.frame([delta], endAt(100)).endToEndMs).toMatchObject({ count: 3, max: 60 });
    const { endToEndMs } = metrics.report(100);
    expect(endToEndMs.all).toMatchObject({ count: 3, mean: 30 });
    expect(endToEndMs.bySink).toMatchObject({ s: { count: 2, mean: 15 }, t: { count: 1, mean: 60 } });
  });

  it("F1 the warm-up is left out of a run that lasted twice as long, and only of that", () => {
    const record = (metrics: RunMetrics): void => {
      metrics.frame([measured((recorder) => recorder.place(place("q")).wait.record(900))], endAt(100));
      metrics.frame([measured((recorder) => recorder.place(place("q")).wait.record(10))], endAt(300));
    };
    const warmed = new RunMetrics(wiring, 150);
    record(warmed);
    expect(warmed.report(300).nodes.q?.waitMs).toMatchObject({ count: 1, mean: 10 });
    expect(warmed.report(299).nodes.q?.waitMs.count).toBe(2);
    const whole = new RunMetrics(wiring, 0);
    record(whole);
    expect(whole.report(300).nodes.q?.waitMs.count).toBe(2);
  });

  it("F1 a long run has confidence intervals, a short one has none", () => {
    const metrics = new RunMetrics(wiring, 0);
    for (let frame = 1; frame <= 100; frame++) {
      const delta = measured((recorder) => {
        for (let n = 0; n < 20; n++) recorder.place(place("q")).wait.record(5 + ((frame * 7 + n * 13) % 11));
      });
      metrics.frame([delta], endAt(frame * 100));
      if (frame === 10) expect(metrics.report(1000).nodes.q?.waitMs.ci95).toBeUndefined();
    }
    expect(metrics.report(10_000).nodes.q?.waitMs.ci95).toBeGreaterThan(0);
    expect(metrics.report(10_000).nodes.q?.waitMs.ci95).toBeLessThan(1);
  });

  it("samples of several processes are told in order of time", () => {
    const move = (atMs: number): Sample => ({ type: "move", edge: "e1", event: "e", root: "e", atMs, failed: false });
    const span = (startMs: number): Sample => ({ type: "span", node: "c", event: "e", root: "e", startMs, waitMs: 0, serviceMs: 1, attempt: 1, outcome: "done" });
    const [a, b] = [measured((recorder) => [move(30), span(10)].forEach((sample) => recorder.sample(sample))), measured((recorder) => recorder.sample(span(20)))];
    expect(mergeSamples([a, b])).toEqual([span(10), span(20), move(30)]);
  });
});
