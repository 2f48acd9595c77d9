import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Design } from "../../../design/document/schema.ts";
import { STILL_NODE, type Frame, type NodeFrame } from "../frame.ts";
import { emptyLedgerEntry } from "../ledger.ts";
import { NO_STATS } from "../stats.ts";
import type { Sample } from "../sample.ts";
import { frameAt, FrameLog } from "./frame-log.ts";
import { Recorder } from "./recorder.ts";
import { SampleLog, samplesOf } from "./sample-log.ts";
import { thinnedWords } from "./thinned-words.ts";

function frameOf(seq: number, node: Partial<NodeFrame>, change: Partial<Frame> = {}): Frame {
  const ledger = { ...emptyLedgerEntry(), produced: seq + 1, unsettled: 0, balanced: true, lost: 0 };
  return { seq, atMs: (seq + 1) * 100, intervalMs: 100, nodes: { billing: { ...STILL_NODE, ...node } }, channels: {}, edges: {}, endToEndMs: NO_STATS, ledger, processes: [], saturated: [], sampling: 1, ...change };
}

function moveOf(root: string, atMs: number): Sample {
  return { type: "move", edge: "e1", event: `${root}-child`, root, atMs, failed: false };
}

describe("frames of a recording", () => {
  it("come back as they were, to four digits", () => {
    const frames = [frameOf(0, { in: 3, inPerSecond: 12.34567, slots: "ib" }), frameOf(1, { in: 0, depth: 4, scaling: { replicas: 2, metric: null } }), frameOf(2, { in: 5, lag: { shop: [1, 2] } })];
    const log = new FrameLog(null);
    for (const frame of frames) log.accept(frame);
    const file = JSON.parse(JSON.stringify(log.encoded()));
    expect([0, 1, 2].map((row) => frameAt(file, row).nodes["billing"])).toEqual([
      { ...STILL_NODE, in: 3, inPerSecond: 12.35, slots: "ib" },
      { ...STILL_NODE, depth: 4, scaling: { replicas: 2, metric: null } },
      { ...STILL_NODE, in: 5, lag: { shop: [1, 2] } },
    ].map((node) => expect.objectContaining(node)));
    expect(frameAt(file, 2).nodes["billing"]?.slots).toBeUndefined();
    expect(frameAt(file, 1).ledger).toEqual(frames[1]?.ledger);
  });

  it("O6 keep how each alert stood, and what its metric was held against", () => {
    const standing = { alert: "deep", sinceMs: 100, value: 120, low: 2, high: 50 };
    const log = new FrameLog(null);
    log.accept(frameOf(0, {}, { alerts: [{ alert: "deep", phase: "learning", sinceMs: 0, value: null }] }));
    log.accept(frameOf(1, {}, { alerts: [{ ...standing, phase: "firing" }] }));
    const file = JSON.parse(JSON.stringify(log.encoded()));
    expect(frameAt(file, 0).alerts).toEqual([{ alert: "deep", phase: "learning", sinceMs: 0, value: null }]);
    expect(frameAt(file, 1).alerts).toEqual([{ ...standing, phase: "firing" }]);
  });

  it("never lose a count, however often they are halved, and keep their last state", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(9)), { minLength: 1, maxLength: 60 }), fc.nat(4), (told, halvings) => {
        const log = new FrameLog(null);
        told.forEach(([count, depth], seq) => log.accept(frameOf(seq, { in: count, depth })));
        for (let time = 0; time < halvings; time += 1) log.halve();
        const file = log.encoded();
        const rows = Array.from({ length: file.rows }, (_, row) => frameAt(file, row));
        expect(rows.reduce((sum, { nodes }) => sum + (nodes["billing"]?.in ?? 0), 0)).toBe(told.reduce((sum, [count]) => sum + count, 0));
        expect(rows.reduce((sum, { intervalMs }) => sum + intervalMs, 0)).toBe(told.length * 100);
        expect(rows.at(-1)?.nodes["billing"]?.depth).toBe(told.at(-1)?.[1]);
        expect(file.rows).toBe(Math.ceil(told.length / 2 ** halvings));
      }),
    );
  });

  it("stay few in a long run, evenly spaced, whether its length was known or not", () => {
    for (const expectedMs of [null, 900_000]) {
      const log = new FrameLog(expectedMs);
      for (let seq = 0; seq < 9000; seq += 1) log.accept(frameOf(seq, { in: 1, depth: seq % 7 }));
      const file = log.encoded();
      expect(file.rows).toBeGreaterThan(1000);
      expect(file.rows).toBeLessThanOrEqual(2401);
      expect(file.rowMs).toBeGreaterThan(300);
      const gaps = Array.from({ length: file.rows - 2 }, (_, row) => frameAt(file, row + 1).atMs - frameAt(file, row).atMs);
      expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(2.01);
    }
  });
});

describe("samples of a recording", () => {
  it("come back with their times, roots renumbered and keys left out", () => {
    const log = new SampleLog();
    log.accept([
      moveOf("b", 20),
      { type: "span", node: "orders", event: "a", root: "a", startMs: 3, waitMs: 1.2345, serviceMs: 8, attempt: 1, outcome: "retried", reason: "busy", key: "customer 7" },
      { ...moveOf("a", 10), failed: true } as Sample,
    ]);
    const file = JSON.parse(JSON.stringify(log.encoded()));
    expect(samplesOf(file)).toEqual([
      { type: "span", node: "orders", event: "event-1", root: "event-1", startMs: 3, waitMs: 1.23, serviceMs: 8, attempt: 1, outcome: "retried", reason: "busy" },
      { type: "move", edge: "e1", event: "event-1", root: "event-1", atMs: 10, failed: true },
      { type: "move", edge: "e1", event: "event-2", root: "event-2", atMs: 20, failed: false },
    ]);
    expect(JSON.stringify(file)).not.toContain("customer");
  });

  it("of too many events are of whole paths: all of an event's samples, or none", () => {
    const log = new SampleLog();
    for (let root = 0; root < 100_000; root += 1) log.accept([moveOf(`r${root}`, root), moveOf(`r${root}`, root + 1), moveOf(`r${root}`, root + 2)]);
    const file = log.encoded();
    expect(file.share).toBe(0.5);
    expect(file.roots / 100_000).toBeCloseTo(0.5, 1);
    const counts = new Map<string, number>();
    for (const { root } of samplesOf(file)) counts.set(root, (counts.get(root) ?? 0) + 1);
    expect([...new Set(counts.values())]).toEqual([3]);
  });
});

describe("a recording", () => {
  const design: Design & Record<string, unknown> = {
    format: "spillway",
    version: 1,
    name: "Shop, see https://wiki.example/page?token=T0KEN",
    nodes: [
      { id: "hook", kind: "webhook", name: "Hook", position: { x: 0, y: 0 }, notes: "T0KEN", settings: { url: "https://user:T0KEN@hooks.example:8443/services/T0KEN?k=T0KEN#T0KEN" } },
      { id: "past", kind: "producer", position: { x: 0, y: 0 }, settings: { arrivals: { process: "trace", file: "t.csv", events: [{ atMs: 1, data: "T0KEN" }] } } },
    ],
    edges: [],
    "x-company": "T0KEN",
  };

  it("tells nobody what follows an address's host, nor traces, notes and foreign properties", () => {
    const recorder = new Recorder({ mode: "live", seed: 1, design, forMs: null });
    recorder.acceptFrame(frameOf(0, {}, { processes: [{ name: "T0KEN", pid: 1, cpuPercent: 1, memoryMb: 1, loopDelayMs: 1 }] }));
    recorder.acceptSamples([{ type: "span", node: "hook", event: "e", root: "r", startMs: 1, waitMs: 0, serviceMs: 1, attempt: 1, outcome: "failed", reason: "http://hooks.example/T0KEN answered 500" }]);
    recorder.acceptNotice({ level: "warning", code: "webhook", message: "Posts to https://hooks.example/services/T0KEN fail." });
    const text = JSON.stringify(recorder.recording(0));
    expect(text).not.toContain("T0KEN");
    expect(text).toContain("https://hooks.example:8443");
    expect(text).toContain("Posts to https://hooks.example fail.");
  });

  it("says in words what it leaves out", () => {
    expect(thinnedWords({ frames: { rowMs: 0, rows: 1, columns: {} }, samples: new SampleLog().encoded() })).toBeNull();
    expect(thinnedWords({ frames: { rowMs: 1500, rows: 1, columns: {} }, samples: { ...new SampleLog().encoded(), share: 0.25 } })).toBe(
      "Thinned to keep the file small: numbers stand for 1.5 s each; of the events shown, one in 4 was kept.",
    );
  });
});
