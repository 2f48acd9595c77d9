import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import type { Json } from "../../design/document/schema.ts";
import { designOf, evenly, SINK } from "../../tests/support/designs.ts";
import { at, drive, said, stageOf, type Arrival, type StageRun } from "../../tests/support/stages.ts";
import { identityText } from "../core/identity.ts";

/** The data of what went out. */
function out({ gone }: StageRun): (Json | undefined)[] {
  return gone.filter(({ event, way }) => event && way.startsWith("out")).map(({ data }) => data);
}

const windowOf = (window: Record<string, Json>, more: Record<string, Json> = {}, connected = ["out"]) => stageOf("aggregator", { window, ...more }, connected);

describe("R2 windows by count", () => {
  it("R2 E4 so many events become one, the first's child; the others are absorbed", () => {
    const run = drive(windowOf({ count: 3 }), at(0, 10, 20, 30, 40, 50, 60));
    expect(said(run)).toEqual(["0:out@20", "1:absorbed@20", "2:absorbed@20", "3:out@50", "4:absorbed@50", "5:absorbed@50"]);
    expect(out(run)).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect(run.held).toEqual([6]);
  });

  it("R2 with a length as well a window ends so long after its first event, full or not", () => {
    const run = drive(windowOf({ count: 3, durationMs: 100 }), at(0, 10, 250, 260, 270, 280));
    expect(out(run)).toEqual([[0, 1], [2, 3, 4], [5]]);
    expect(said(run)).toEqual(["0:out@100", "1:absorbed@100", "2:out@270", "3:absorbed@270", "4:absorbed@270", "5:out@380"]);
  });

  it("R2 each key has its own windows", () => {
    const arrivals = ["a", "b", "a", "b"].map((key, n): Arrival => ({ atMs: n, key }));
    expect(out(drive(windowOf({ count: 2 }, { by: "event.key" }), arrivals))).toEqual([[0, 2], [1, 3]]);
  });

  it("R2 sliding ones overlap, are full, and have one child each", () => {
    const run = drive(windowOf({ type: "sliding", count: 4, slideCount: 2 }), at(0, 1, 2, 3, 4, 5, 6, 7));
    expect(out(run)).toEqual([[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7]]);
    expect(said(run)).toEqual(["0:out@3", "1:absorbed@3", "2:out@5", "3:absorbed@5", "4:out@7", "5:absorbed@7"]);
    expect(out(drive(windowOf({ type: "sliding", count: 2 }), at(0, 1, 2)))).toEqual([[0, 1], [1, 2]]);
  });

  it("R2 emit makes the data, over events and key", () => {
    const emit = '{"key": key, "n": size(events), "sum": events.map(e, e.data).sum(), "most": events.map(e, e.data).max(), "mean": events.map(e, e.data).avg(), "first": events[0].type}';
    const arrivals = [3, 4, 8].map((data, n): Arrival => ({ atMs: n, key: "k", data }));
    expect(out(drive(windowOf({ count: 3 }, { by: "event.key", emit }), arrivals))).toEqual([{ key: "k", n: 3, sum: 15, most: 8, mean: 5, first: "event" }]);
  });

  it("R2 E4 a window for which emit has no value is dropped as one event; what has no key is dropped alone", () => {
    expect(said(drive(windowOf({ count: 2 }, { emit: "events[5].data" }), at(0, 1)))).toEqual(["0:dropped expression@1", "1:absorbed@1"]);
    expect(said(drive(windowOf({ count: 2 }, { by: "event.data.missing" }), at(0)))).toEqual(["0:dropped expression@0"]);
  });
});

describe("R2 windows of time", () => {
  it("R2 tumbling ones lie at multiples of their length; each ends after its grace", () => {
    const run = drive(windowOf({ durationMs: 100, graceMs: 20 }), at(0, 99, 100, 350));
    expect(out(run)).toEqual([[0, 1], [2], [3]]);
    expect(said(run)).toEqual(["0:out@120", "1:absorbed@120", "2:out@220", "3:out@420"]);
  });

  it("R2 an event belongs to the window of its emission, while that waits for it; then it is late", () => {
    const arrivals: Arrival[] = [{ atMs: 50 }, { atMs: 119, emittedMs: 90 }, { atMs: 121, emittedMs: 95 }, { atMs: 500, emittedMs: 210 }];
    expect(said(drive(windowOf({ durationMs: 100, graceMs: 20 }), arrivals))).toEqual(["0:out@120", "1:absorbed@120", "2:dropped late@121", "3:dropped late@500"]);
    expect(drive(windowOf({ durationMs: 100, graceMs: 20 }, {}, ["out", "late"]), arrivals).gone.filter(({ way }) => way === "late").map(({ n }) => n)).toEqual([2, 3]);
  });

  it("R2 by the time at which the source emitted it, a window tells what was long on its way", () => {
    const window = { durationMs: 100, graceMs: 0, time: "born" };
    expect(said(drive(windowOf(window), [{ atMs: 50, bornMs: 20 }, { atMs: 150, bornMs: 40 }, { atMs: 160, bornMs: 130 }]))).toEqual(["0:out@100", "1:dropped late@150", "2:out@200"]);
  });

  it("R2 what was held before is not late when a stage begins anew", () => {
    expect(said(drive(windowOf({ durationMs: 100, graceMs: 0 }), [{ atMs: 500, emittedMs: 50 }, { atMs: 500, emittedMs: 60 }], { before: [0, 1] }))).toEqual(["0:out@100", "1:absorbed@100"]);
  });

  it("R2 E4 sliding ones share events: the first of several windows has a child of each, copies of one event", () => {
    const run = drive(windowOf({ type: "sliding", durationMs: 100, slideMs: 50, graceMs: 0 }), at(10, 60, 70, 260));
    expect(out(run)).toEqual([[0], [0, 1, 2], [1, 2], [3], [3]]);
    expect(said(run)).toEqual(["0:out …@50", "0:out@100", "1:out@150", "2:absorbed@150", "3:out …@300", "3:out@350"]);
    const ids = run.gone.flatMap(({ event }) => (event ? [identityText(event.high, event.low)] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("R2 E4 an event that was the first of a window is not absorbed as well", () => {
    // Event 0 is first in the window that ends at 50, and event 1, emitted before it but later to come, in the one that ends at 100.
    const run = drive(windowOf({ type: "sliding", durationMs: 100, slideMs: 50, graceMs: 0 }), [{ atMs: 30 }, { atMs: 60, emittedMs: 20 }]);
    expect(said(run)).toEqual(["0:out …@50", "1:out@100", "0:@100"]);
  });
});

describe("R2 join", () => {
  const joinOf = (more: Record<string, Json> = {}, connected = ["out"]) => stageOf("join", { windowMs: 100, ...more }, connected);
  const arrival = (atMs: number, port: string, key: string): Arrival => ({ atMs, port, key, data: `${port}${atMs}` });

  it("R2 E4 left and right of one key become one, whose root is the first's; the other is absorbed", () => {
    const run = drive(joinOf(), [arrival(0, "right", "a"), arrival(10, "left", "b"), arrival(20, "left", "a"), arrival(30, "right", "b")]);
    expect(said(run)).toEqual(["0:out@20", "2:absorbed@20", "1:out@30", "3:absorbed@30"]);
    expect(out(run)).toEqual([{ left: "left20", right: "right0" }, { left: "left10", right: "right30" }]);
  });

  it("R2 each event is joined once, the oldest first", () => {
    const run = drive(joinOf(), [arrival(0, "left", "a"), arrival(1, "left", "a"), arrival(2, "right", "a"), arrival(3, "right", "a"), arrival(4, "right", "a")]);
    expect(out(run)).toEqual([{ left: "left0", right: "right2" }, { left: "left1", right: "right3" }]);
  });

  it("R2 what finds no partner in the window is late: by its port, or dropped as unmatched", () => {
    const arrivals = [arrival(0, "left", "a"), arrival(100, "right", "a"), arrival(150, "right", "b")];
    expect(said(drive(joinOf(), arrivals))).toEqual(["0:dropped unmatched@100", "1:dropped unmatched@200", "2:dropped unmatched@250"]);
    expect(said(drive(joinOf({}, ["out", "late"]), arrivals))).toEqual(["0:late@100", "1:late@200", "2:late@250"]);
  });
});

const times = fc.array(fc.record({ gap: fc.constantFrom(0, 1, 7, 30, 120), lag: fc.constantFrom(0, 0, 0, 5, 80), key: fc.constantFrom("a", "b"), port: fc.constantFrom("left", "right") }), { maxLength: 60 });
const stages = fc.constantFrom<[kind: Parameters<typeof stageOf>[0], settings: Record<string, Json>]>(
  ["delay", { delayMs: 40 }],
  ["throttle", { max: 3, durationMs: 100 }],
  ["debounce", { windowMs: 20, by: "event.key" }],
  ["deduplicate", { windowMs: 60 }],
  ["join", { windowMs: 50 }],
  ["aggregator", { window: { count: 3 } }],
  ["aggregator", { window: { count: 4, durationMs: 60 }, by: "event.key" }],
  ["aggregator", { window: { type: "sliding", count: 5, slideCount: 2 }, by: "event.key" }],
  ["aggregator", { window: { durationMs: 50, graceMs: 10 } }],
  ["aggregator", { window: { type: "sliding", durationMs: 90, slideMs: 40, graceMs: 10 }, by: "event.key" }],
  ["aggregator", { window: { type: "sliding", durationMs: 10.5, slideMs: 1.1, graceMs: 0, time: "born" } }],
);

describe("R2 R3 E4 stages", () => {
  it("R2 R3 E4 every event is let go once and the books close, whatever comes when", () => {
    fc.assert(
      fc.property(times, stages, (gaps, [kind, settings]) => {
        let nowMs = 0;
        const arrivals = gaps.map(({ gap, lag, key, port }): Arrival => ({ atMs: (nowMs += gap), emittedMs: Math.max(0, nowMs - lag), key, port: kind === "join" ? port : "in" }));
        const { gone, held } = drive(stageOf(kind, settings), arrivals);
        const left = gone.filter(({ release }) => release.stays !== true).map(({ n }) => n);
        expect(new Set(left).size).toBe(left.length);
        expect([...left, ...held].toSorted((a, b) => a - b)).toEqual(arrivals.map((_, n) => n));
        // Only a window that waits for more events holds any for ever.
        const bound = kind === "aggregator" && (settings.window as { durationMs?: number }).durationMs === undefined ? 8 : 0;
        expect(held.length).toBeLessThanOrEqual(bound);
        for (const n of left) expect(gone.some((each) => each.n === n && each.release.plan.length > 0)).toBe(true);
        const ids = gone.flatMap(({ event }) => (event ? [identityText(event.high, event.low)] : []));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("R2 windows that cannot be", () => {
  const problems = (window: Record<string, Json>): string[] =>
    checkDesign(designOf({ p: evenly(1, 1), a: ["aggregator", { window }], s: SINK }, ["p > a", "a > s"])).map(({ message }) => message.replace("a: ", ""));

  it.each<[Record<string, Json>, RegExp]>([
    [{ type: "tumbling" }, /needs a count or a length/],
    [{ type: "sliding" }, /needs a count or a length/],
    [{ count: 3, slideMs: 5 }, /Only sliding windows slide/],
    [{ durationMs: 30, slideCount: 5 }, /Only sliding windows slide/],
    [{ type: "sliding", count: 3, durationMs: 30 }, /by count or by time, not both/],
    [{ type: "sliding", durationMs: 30 }, /how often one begins/],
    [{ type: "sliding", durationMs: 30, slideMs: 31 }, /longer than the window/],
    [{ type: "sliding", durationMs: 3000, slideMs: 1 }, /more than 1000 windows/],
    [{ type: "sliding", count: 3, slideCount: 4 }, /longer than the window/],
    [{ type: "sliding", count: 3, slideMs: 4 }, /slides by count/],
    [{ type: "sliding", durationMs: 30, slideMs: 10, slideCount: 4 }, /slides by time/],
    [{ count: 10_001 }, /10000|10,000/],
    [{ durationMs: 0 }, /1/],
  ])("R2 %j is refused", (window, message) => {
    expect(problems(window).join("\n")).toMatch(message);
  });
});
