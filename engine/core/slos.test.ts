import { describe, expect, test } from "vitest";
import type { Design, Slo } from "../../design/document/schema.ts";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { NodeReport, Report } from "../contract/report.ts";
import { NO_STATS, type Stats } from "../contract/stats.ts";
import { evaluateSlos } from "./slos.ts";

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "shop",
  nodes: [
    { id: "orders", kind: "producer", position },
    { id: "returns", kind: "producer", position },
    { id: "work", kind: "queue", position },
    { id: "bill", kind: "consumer", position },
    { id: "pack", kind: "consumer", position },
    { id: "done", kind: "sink", position },
    { id: "dead", kind: "deadLetter", position },
  ],
  edges: [
    { id: "e1", from: { node: "orders", port: "out" }, to: { node: "work", port: "in" } },
    { id: "e2", from: { node: "work", port: "out" }, to: { node: "bill", port: "in" } },
    { id: "e3", from: { node: "bill", port: "out" }, to: { node: "pack", port: "in" } },
    { id: "e4", from: { node: "pack", port: "out" }, to: { node: "done", port: "in" } },
  ],
};

function stats(mean: number): Stats {
  return { count: 100, mean, p50: mean, p95: mean * 3, p99: mean * 5, max: mean * 10 };
}

function place(changes: Partial<NodeReport> = {}): NodeReport {
  return {
    in: 0,
    out: 0,
    errors: 0,
    retries: 0,
    stalls: 0,
    duplicates: 0,
    deadLetters: 0,
    throughputPerSecond: 0,
    utilization: 0,
    waitMs: NO_STATS,
    serviceMs: NO_STATS,
    depth: { mean: 0, max: 0, end: 0 },
    ...changes,
  };
}

const report: Omit<Report, "slos"> = {
  format: "spillway-report",
  version: 1,
  mode: "live",
  design: { name: "shop", hash: "" },
  seed: 1,
  durationMs: 10_000,
  throughputPerSecond: 96,
  drainedMs: 500,
  ended: "drained",
  machine: { cpus: 2, memoryMb: 1, platform: "linux", node: "20" },
  saturated: [],
  problems: [],
  bottleneck: null,
  nodes: {
    orders: place({ out: 900, throughputPerSecond: 90 }),
    returns: place({ out: 100, throughputPerSecond: 10 }),
    work: place({ waitMs: stats(7), depth: { mean: 3, max: 40, end: 0 } }),
    bill: place({ in: 1000, errors: 50, waitMs: stats(7), serviceMs: stats(4), utilization: 0.5 }),
    pack: place({ in: 1000, errors: 0, waitMs: stats(2), serviceMs: stats(9), utilization: 0.9 }),
    done: place({ in: 960, throughputPerSecond: 96, depth: { mean: 400, max: 960, end: 960 } }),
    dead: place({ in: 4, depth: { mean: 1, max: 4, end: 4 } }),
  },
  channels: { e3: { ...place({ waitMs: stats(2), depth: { mean: 1, max: 60, end: 0 } }), name: "bill→pack" } },
  endToEndMs: { all: stats(20), bySink: { done: stats(25) } },
  ledger: {
    ...emptyLedgerEntry(),
    produced: 1000,
    delivered: 960,
    duplicated: 3,
    dropped: { overflow: 20, expired: 10 },
    unsettled: 0,
    balanced: true,
    lost: 6,
    bySource: { returns: { ...emptyLedgerEntry(), duplicated: 1, dropped: { overflow: 5 } } },
  },
};

const all = { all: true } as const;
const path = { path: ["orders", "work", "bill", "pack", "done"] };

/** The verdict on one SLO that is met by anything. */
function verdict(slo: Pick<Slo, "metric" | "target"> & Partial<Slo>, measured = report) {
  return evaluateSlos({ ...design, slos: [{ id: "slo", name: "SLO", op: "<=", value: 0, ...slo }] }, measured)[0];
}

describe("O5", () => {
  test("a verdict passes or fails, with the number", () => {
    const slo = { metric: "endToEndMs", target: all } as const;
    expect(verdict({ ...slo, value: 20 })).toEqual({ id: "slo", name: "SLO", passed: true, value: 20, op: "<=", target: 20 });
    expect(verdict({ ...slo, value: 19.9 })).toMatchObject({ passed: false });
    expect(verdict({ ...slo, op: ">=", value: 20.1 })).toMatchObject({ passed: false });
    expect(verdict({ ...slo, op: ">=", value: 20 })).toMatchObject({ passed: true });
    expect(verdict({ ...slo, op: "==", value: 20 })).toMatchObject({ passed: true });
    expect(verdict({ ...slo, op: "==", value: 21 })).toMatchObject({ passed: false });
    expect(evaluateSlos(design, report)).toEqual([]);
  });

  test.each<[string, Slo["metric"], Slo["target"], number]>([
    ["what leaves a node", "throughputPerSecond", { node: "orders" }, 90],
    ["what arrives at a sink", "throughputPerSecond", { node: "done" }, 96],
    ["the end of a path", "throughputPerSecond", path, 96],
    ["what is delivered", "throughputPerSecond", all, 96],
    ["the latency at a sink", "endToEndMs", { node: "done" }, 25],
    ["the latency at the end of a path", "endToEndMs", path, 25],
    ["the latency over all sinks", "endToEndMs", all, 20],
    ["a node's wait", "waitMs", { node: "pack" }, 2],
    ["an implicit queue's wait", "waitMs", { node: "e3" }, 2],
    ["the longest wait on a path", "waitMs", path, 7],
    ["the longest service of all", "serviceMs", all, 9],
    ["a consumer's errors", "errorRate", { node: "bill" }, 0.05],
    ["all consumers' errors", "errorRate", all, 0.025],
    ["no errors where nothing is attempted", "errorRate", { node: "done" }, 0],
    ["drops and what Redis lost", "lost", all, 36],
    ["a source's own drops", "lost", { node: "returns" }, 11],
    ["duplicates", "duplicates", all, 3],
    ["a source's own duplicates", "duplicates", { path: ["returns", "work"] }, 1],
    ["a queue's depth", "depth", { node: "work" }, 40],
    ["the depth of the queue that a consumer reads", "depth", { node: "bill" }, 40],
    ["the depth of the implicit queue that a consumer reads", "lag", { node: "pack" }, 60],
    ["the deepest channel of a path", "depth", path, 60],
    ["the deepest channel", "depth", all, 60],
    ["what lies in a dead letter", "depth", { node: "dead" }, 4],
    ["the busiest on a path", "utilization", path, 0.9],
    ["one node's utilisation", "utilization", { node: "bill" }, 0.5],
  ])("measures %s", (_, metric, target, value) => {
    expect(verdict({ metric, target })?.value).toBeCloseTo(value, 10);
  });

  test.each<[number, Slo["op"], number]>([
    [50, "<=", 20],
    [90, "<=", 60],
    [90, ">=", 20],
    [10, ">=", 20],
    [95, ">=", 60],
    [99, "<=", 100],
    [99.9, "<=", 200],
    [99.9, ">=", 100],
    [100, "<=", 200],
  ])("a p%f that must be %s is measured on the strict side", (percentile, op, value) => {
    expect(verdict({ metric: "endToEndMs", target: all, percentile, op })?.value).toBe(value);
  });

  test("a time that was never measured does not pass", () => {
    const silent = { ...report, endToEndMs: { all: NO_STATS, bySink: {} } };
    expect(verdict({ metric: "endToEndMs", target: all, value: 1e9 }, silent)).toMatchObject({ passed: false, value: 0 });
    expect(verdict({ metric: "waitMs", target: { node: "done" }, value: 1e9 })).toMatchObject({ passed: false });
  });
});
