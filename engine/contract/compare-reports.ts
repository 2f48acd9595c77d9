import type { Ledger } from "./ledger.ts";
import type { NodeReport, Report, SloVerdict } from "./report.ts";
import type { Stats } from "./stats.ts";

/** What a figure is of; it decides how it is written. */
export type FigureUnit = "ms" | "/s" | "share" | "events";

/** A figure of two reports. */
export interface FigureChange {
  /** Id of the node or implicit queue; null for the whole. */
  readonly place: string | null;
  readonly figure: string;
  readonly unit: FigureUnit;
  /** Null where it was not measured. */
  readonly before: number | null;
  readonly after: number | null;
  /** The difference; null where one is missing. */
  readonly by: number | null;
  /** The difference as a share of what it was; null where that was 0 or is missing. */
  readonly share: number | null;
  /**
   * `interval`: both are means with a 95 % confidence interval, and the difference is within what chance does (less than both half widths,
   * squared and summed, explain). `small`: there is no interval, and it is less than 1 %. Null: a difference to look at.
   */
  readonly noise: "interval" | "small" | null;
}

export interface VerdictChange {
  readonly id: string;
  readonly name: string;
  readonly before: SloVerdict | null;
  readonly after: SloVerdict | null;
}

/** What differs between two reports. What both say alike is left out. */
export interface ReportComparison {
  /** What was executed otherwise: mode, seed, design, length, end. Each with both values. */
  readonly circumstances: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  readonly headline: readonly FigureChange[];
  readonly places: readonly FigureChange[];
  /** Lines of the ledger (rule E4). */
  readonly ledger: readonly FigureChange[];
  /** SLOs whose verdict changed, that came or that went. */
  readonly slos: readonly VerdictChange[];
  /** The node that was in the way; undefined where it is the same. */
  readonly bottleneck?: readonly [before: string | null, after: string | null];
}

const SMALL = 0.01;

/** What differs from one report to another, of the same design or of two versions of it. */
export function compareReports(before: Report, after: Report): ReportComparison {
  const bottlenecks = [before.bottleneck?.node ?? null, after.bottleneck?.node ?? null] as const;
  return {
    circumstances: circumstances(before, after),
    headline: headline(before, after),
    places: [...placeIds(before, after)].flatMap((id) => placeFigures(id, placeOf(before, id), placeOf(after, id))),
    ledger: ledgerFigures(before.ledger, after.ledger),
    slos: verdictChanges(before.slos, after.slos),
    ...(bottlenecks[0] === bottlenecks[1] ? {} : { bottleneck: bottlenecks }),
  };
}

/** Whether nothing differs beyond noise. */
export function isSameResult({ headline: head, places, ledger, slos }: ReportComparison): boolean {
  return slos.length === 0 && [...head, ...places, ...ledger].every(({ noise }) => noise !== null);
}

function circumstances(before: Report, after: Report): ReportComparison["circumstances"] {
  const all = [
    ["mode", before.mode, after.mode],
    ["design", before.design.name, after.design.name],
    ["design's hash", before.design.hash.slice(0, 12), after.design.hash.slice(0, 12)],
    ["seed", String(before.seed), String(after.seed)],
    ["end", before.ended, after.ended],
  ] as const;
  return all.flatMap(([what, old, recent]) => (old === recent ? [] : [{ what, before: old, after: recent }]));
}

function headline(before: Report, after: Report): FigureChange[] {
  const rate = ({ ledger, durationMs }: Report): number | null => (durationMs > 0 ? (ledger.delivered * 1000) / durationMs : null);
  return [
    ...figure(null, "duration", "ms", before.durationMs, after.durationMs),
    ...figure(null, "delivered per second", "/s", rate(before), rate(after)),
    ...statFigures(null, "end to end", before.endToEndMs.all, after.endToEndMs.all, ["mean", "p50", "p95", "p99", "max"]),
  ];
}

function placeFigures(id: string, before: NodeReport | undefined, after: NodeReport | undefined): FigureChange[] {
  const of = (place: NodeReport | undefined, read: (place: NodeReport) => number): number | null => (place ? read(place) : null);
  const one = (name: string, unit: FigureUnit, read: (place: NodeReport) => number): FigureChange[] => figure(id, name, unit, of(before, read), of(after, read));
  return [
    ...one("out per second", "/s", (place) => place.throughputPerSecond),
    ...one("utilisation", "share", (place) => place.utilization),
    ...statFigures(id, "wait", before?.waitMs, after?.waitMs, ["mean", "p50", "p95", "p99"]),
    ...statFigures(id, "service", before?.serviceMs, after?.serviceMs, ["mean", "p50", "p95", "p99"]),
    ...one("most waiting", "events", ({ depth }) => depth.max),
    ...one("errors", "events", ({ errors }) => errors),
    ...one("retries", "events", ({ retries }) => retries),
    ...one("duplicates", "events", ({ duplicates }) => duplicates),
    ...one("dead letters", "events", ({ deadLetters }) => deadLetters),
  ];
}

function statFigures(place: string | null, name: string, before: Stats | undefined, after: Stats | undefined, which: readonly ("mean" | "p50" | "p95" | "p99" | "max")[]): FigureChange[] {
  const [old, recent] = [measured(before), measured(after)];
  return which.flatMap((statistic) => {
    const interval = statistic === "mean" && old?.ci95 !== undefined && recent?.ci95 !== undefined ? Math.hypot(old.ci95, recent.ci95) : undefined;
    return figure(place, `${name} ${statistic}`, "ms", old?.[statistic] ?? null, recent?.[statistic] ?? null, interval);
  });
}

function measured(stats: Stats | undefined): Stats | undefined {
  return stats && stats.count > 0 ? stats : undefined;
}

function ledgerFigures(before: Ledger, after: Ledger): FigureChange[] {
  const lines = ["produced", "copies", "duplicated", "delivered", "consumed", "filtered", "absorbed", "deduplicated", "deadLettered", "failed", "inFlight", "lost", "unsettled"] as const;
  const reasons = new Set([...Object.keys(before.dropped), ...Object.keys(after.dropped)]);
  return [
    ...lines.flatMap((line) => counted(line, before[line], after[line])),
    ...[...reasons].flatMap((reason) => counted(`dropped (${reason})`, before.dropped[reason] ?? 0, after.dropped[reason] ?? 0)),
  ];
}

/** A count is exact: a difference of one event is one. */
function counted(line: string, before: number, after: number): FigureChange[] {
  return figure(null, line, "events", before, after).map((change) => ({ ...change, noise: null }));
}

function figure(place: string | null, name: string, unit: FigureUnit, before: number | null, after: number | null, interval?: number): FigureChange[] {
  if (before === after) return [];
  const by = before === null || after === null ? null : after - before;
  const share = by === null || before === null || before === 0 ? null : by / Math.abs(before);
  return [{ place, figure: name, unit, before, after, by, share, noise: noiseOf(by, share, interval) }];
}

function noiseOf(by: number | null, share: number | null, interval: number | undefined): FigureChange["noise"] {
  if (by !== null && interval !== undefined) return Math.abs(by) <= interval ? "interval" : null;
  return share !== null && Math.abs(share) < SMALL ? "small" : null;
}

function verdictChanges(before: readonly SloVerdict[], after: readonly SloVerdict[]): VerdictChange[] {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [old, recent] = [before, after].map((list) => list.find((verdict) => verdict.id === id) ?? null) as [SloVerdict | null, SloVerdict | null];
    return old?.passed === recent?.passed ? [] : [{ id, name: (recent ?? old)?.name ?? id, before: old, after: recent }];
  });
}

function placeIds(before: Report, after: Report): Set<string> {
  return new Set([before, after].flatMap(({ nodes, channels }) => [...Object.keys(nodes), ...Object.keys(channels)]));
}

function placeOf({ nodes, channels }: Report, id: string): NodeReport | undefined {
  return nodes[id] ?? channels[id];
}
