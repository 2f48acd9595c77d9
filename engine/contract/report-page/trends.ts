import { formatExactCount, formatRate, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import type { KeptReport } from "../kept-report.ts";
import type { Report } from "../report.ts";
import { reportWords } from "../report-words.ts";
import { failedOf, lostOf } from "./headlines.ts";
import { deliveredPerSecond } from "./report-sentence.ts";

/** A run on a trend. */
export interface TrendPoint {
  readonly id: number;
  readonly mode: Report["mode"];
  /** Null where it was not measured. */
  readonly value: number | null;
  /** What was changed in the design before this run. */
  readonly changes: readonly string[];
}

/** A number over the runs of a design, oldest first. */
export interface Trend {
  readonly title: string;
  readonly points: readonly TrendPoint[];
  readonly format: (value: number) => string;
}

interface Read {
  readonly title: string;
  readonly read: (report: Report) => number | null;
  readonly format: (value: number) => string;
}

const words = reportWords.trends;

const READS: readonly Read[] = [
  { title: words.throughput, read: (report) => finite(deliveredPerSecond(report)), format: formatRate },
  { title: words.endToEnd, read: ({ endToEndMs }) => (endToEndMs.all.count > 0 ? endToEndMs.all.p95 : null), format: formatTime },
  { title: words.lost, read: (report) => lostOf(report) + failedOf(report), format: formatExactCount },
  { title: words.objectives, read: ({ slos }) => (slos.length === 0 ? null : slos.filter(({ passed }) => passed).length), format: formatExactCount },
];

/** How a design's numbers went over its runs; a number that no run has is left out. `kept` is newest first. */
export function trendsOf(kept: readonly KeptReport[]): Trend[] {
  const runs = kept.toReversed();
  return READS.map(({ title, read, format }) => ({
    title,
    format,
    points: runs.map(({ id, changes, report }) => ({ id, mode: report.mode, value: read(report), changes })),
  })).filter(({ points }) => points.some(({ value }) => value !== null));
}

/** A trend in words: `Throughput, delivered: #1 98/s, #2 120/s`. */
export function trendWords({ title, points, format }: Trend): string {
  return words.caption(title, points.map(({ id, value }) => `#${id} ${value === null ? NO_NUMBER : format(value)}`).join(", "));
}

/** Where a run's point is, in shares of the picture; y from the top, null where there is no value. */
export interface TrendPlace extends TrendPoint {
  readonly x: number;
  readonly y: number | null;
}

/** Lays a trend out from 0 to a little above its highest value. */
export function trendPlaces({ points }: Trend): TrendPlace[] {
  const most = Math.max(...points.map(({ value }) => value ?? 0)) * 1.12;
  return points.map((point, index) => ({
    ...point,
    x: points.length === 1 ? 0.5 : index / (points.length - 1),
    y: point.value === null ? null : most > 0 ? 1 - point.value / most : 1,
  }));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
