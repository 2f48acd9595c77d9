import { describe, expect, test } from "vitest";
import type { AlertRecord } from "../contract/alerts.ts";
import type { Design } from "../../design/document/schema.ts";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { NodeReport, Report } from "../contract/report.ts";
import { NO_STATS, type Stats } from "../contract/stats.ts";
import type { RunOptions } from "../core/executor.ts";
import { fakeReport } from "../host/fake-executor.ts";
import { duration, milliseconds, percent, perSecond, short, table, whole } from "./format.ts";
import { summaryOf } from "./summary.ts";

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "Shop",
  nodes: [
    { id: "p", kind: "producer", name: "Orders", position },
    { id: "c", kind: "consumer", position },
  ],
  edges: [],
};
const options: RunOptions = { runId: "r", design, seed: 7, forMs: 20_000, drainMs: 0, speed: 1, paused: false };
const stats: Stats = { count: 9, mean: 12.34, p50: 10, p95: 40, p99: 1500, max: 2000, ci95: 0.5 };
const place: NodeReport = {
  in: 1234,
  out: 1200,
  errors: 34,
  retries: 30,
  stalls: 0,
  duplicates: 0,
  deadLetters: 0,
  throughputPerSecond: 60,
  utilization: 0.845,
  waitMs: stats,
  serviceMs: NO_STATS,
  depth: { mean: 1, max: 17, end: 2 },
};
const ledger = { ...emptyLedgerEntry(), produced: 1234, delivered: 1200, dropped: { overflow: 4 }, deadLettered: 28, inFlight: 2, unsettled: 0, balanced: true, lost: 0 };

function report(changes: Partial<Report> = {}): Report {
  return fakeReport("live", options, { nodes: { c: place }, ledger, endToEndMs: { all: stats, bySink: {} }, drainedMs: 400, ...changes });
}

describe("the summary", () => {
  test("O1 tells what autoscalers did", () => {
    const scaling = { c: { replicas: { mean: 2.75, min: 1, max: 6, end: 2 }, count: 4, changes: [] } };
    expect(summaryOf(report({ scaling }), design)).toMatch(/Scaling\n  c +1 to 6 replicas +mean 2\.75 +4 steps/);
    expect(summaryOf(report(), design)).not.toContain("Scaling");
  });

  test("O6 tells what alerts saw and did", () => {
    const record: AlertRecord = { seq: 1, alert: "behind", name: "Behind", atMs: 5000, again: 0, why: { node: "q", metric: "depth", value: 60, high: 50, text: "depth of Queue 60, above 50" }, actions: [{ action: "scale", what: "scale Billing to 4", result: "done", note: "1 → 4 replicas" }, { action: "notify", what: "notify hooks.example.com", result: "refused" }], resolvedMs: 9000, resolvedBy: "back" };
    const text = summaryOf(report({ alerts: { count: 40, log: Array<AlertRecord>(20).fill(record) } }), design);
    expect(text).toContain("Alerts\n  at 5 s  Behind: depth of Queue 60, above 50; over after 4 s\n          scale Billing to 4 (1 → 4 replicas)\n          refused: notify hooks.example.com\n");
    expect(text).toContain("… and 28 more: --json has them");
    expect(summaryOf(report({ alerts: { count: 0, log: [] } }), design)).not.toContain("Alerts");
  });

  test("R2 E4 tells that a run ended because the rest waits for nothing that comes", () => {
    expect(summaryOf(report({ ended: "nothing-due" }), design)).toContain("seed 7 · what is left waits for events that will not come\n");
  });

  test("begins with what matters most", () => {
    const [title, , ...lines] = summaryOf(report(), design).split("\n");
    expect(title).toBe("Shop · live run of 20 s, drained for 0.4 s · seed 7 · everything in flight was drained");
    expect(lines.slice(0, 5)).toEqual([
      "  Produced   1,234  61.7/s",
      "  Delivered  1,200    60/s",
      "  In flight      2",
      "  Lost           0",
      "  End to end  mean 12.3 ms ± 0.5 ms · p50 10 ms · p95 40 ms · p99 1.5 s · max 2 s",
    ]);
  });

  test("shows the ledger as an equation, and says loudly when it does not hold", () => {
    expect(summaryOf(report(), design)).toContain("Ledger (balanced)\n  produced 1,234\n  = delivered 1,200 + dropped (overflow) 4 + dead-lettered 28 + in flight 2\n");
    const broken = { ...ledger, balanced: false, unsettled: 5 };
    expect(summaryOf(report({ ledger: broken }), design)).toContain("NOT balanced: 5 of 1,234 events are unaccounted for");
  });

  test("has a row for each node and implicit queue, by name", () => {
    const text = summaryOf(report({ channels: { e: { ...place, name: "Orders→c" } } }), design);
    expect(text).toMatch(/^ {2}c +1,234 +1,200 +34 +30 +60 +84\.5 % +10 ms +1\.5 s +· +· +17 +2$/m);
    expect(text).toMatch(/^ {2}Orders→c +1,234/m);
  });

  test("names failed SLOs, warnings, and the bottleneck with its relief", () => {
    const text = summaryOf(
      report({
        slos: [
          { id: "a", name: "fast", passed: false, value: 120.4, op: "<=", target: 100 },
          { id: "b", name: "safe", passed: true, value: 0, op: "==", target: 0 },
        ],
        saturated: [{ what: "The load generator", by: "its event loop is 40 ms late" }],
        problems: [{ severity: "warning", code: "unstable", message: "c cannot keep up." }],
        bottleneck: { node: "c", reason: "c is the busiest.", utilization: 1, relief: "3 slots would do." },
      }),
      design,
    );
    expect(text).toMatch(/^ {2}fast +FAILED +120 +<= +100$/m);
    expect(text).toMatch(/^ {2}safe +passed +0 +== +0$/m);
    expect(text).toContain("The load generator is the limit, not the design: its event loop is 40 ms late");
    expect(text).toContain("warning  c cannot keep up.");
    expect(text).toContain("Bottleneck\n  c is the busiest.\n  3 slots would do.\n");
  });

  test("of a run in which nothing happened has no empty parts", () => {
    const text = summaryOf(fakeReport("forecast", options), design);
    expect(text).toContain("nothing was delivered");
    expect(text).not.toMatch(/SLOs|Remarks|Bottleneck|NaN|undefined/);
  });
});

describe("numbers", () => {
  test("are short, and carry their unit", () => {
    expect([0, 0.1234, 12.345, 99.99, 123.4, 1234567].map(short)).toEqual(["0", "0.123", "12.3", "100", "123", "1,234,567"]);
    expect([0, 0.42, 999.4, 999.6, 12_345].map(milliseconds)).toEqual(["0 ms", "0.42 ms", "999 ms", "1 s", "12.3 s"]);
    expect([0, 450, 59_900, 60_000, 90_000, 3_600_000, 7_500_000].map(duration)).toEqual(["0 s", "0.5 s", "59.9 s", "1 min", "1 min 30 s", "1 h", "2 h 5 min"]);
    expect([percent(0.125), perSecond(1500), whole(1e6)]).toEqual(["12.5 %", "1,500/s", "1,000,000"]);
  });

  test("are aligned in a table", () => {
    expect(table([["a", "1"], ["longer", "100"]])).toBe("  a         1\n  longer  100\n");
  });
});
