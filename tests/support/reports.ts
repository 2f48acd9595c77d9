import { emptyLedgerEntry } from "../../engine/contract/ledger.ts";
import type { NodeReport, Report } from "../../engine/contract/report.ts";
import { NO_STATS, type Stats } from "../../engine/contract/stats.ts";

/** Statistics of 100 values around a mean. */
export function stats(mean: number, ci95?: number): Stats {
  return { count: 100, mean, p50: mean, p95: mean * 3, p99: mean * 5, max: mean * 10, ...(ci95 === undefined ? {} : { ci95 }) };
}

/** What a report says of a node, with these changes. */
export function place(changes: Partial<NodeReport> = {}): NodeReport {
  return { in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, throughputPerSecond: 10, utilization: 0.5, waitMs: NO_STATS, serviceMs: NO_STATS, depth: { mean: 0, max: 0, end: 0 }, ...changes };
}

/** A report of a short forecast, with these changes. */
export function report(changes: Partial<Report> = {}): Report {
  return {
    format: "spillway-report",
    version: 1,
    mode: "forecast",
    design: { name: "Shop", hash: "abc" },
    seed: 1,
    durationMs: 10_000,
    drainedMs: 0,
    ended: "drained",
    machine: { cpus: 1, memoryMb: 1, platform: "linux", node: "20" },
    saturated: [],
    nodes: { bill: place() },
    channels: {},
    endToEndMs: { all: NO_STATS, bySink: {} },
    ledger: { ...emptyLedgerEntry(), produced: 100, delivered: 100, unsettled: 0, balanced: true, lost: 0 },
    slos: [],
    problems: [],
    bottleneck: null,
    ...changes,
  };
}
