import type { NodeReport, Report } from "./report.ts";
import type { Stats } from "./stats.ts";

/** What can be read off a report for a plot or a table. Times in ms, rates per second, shares 0 to 1. */
export const FIGURES = ["endToEndMs", "waitMs", "serviceMs", "throughputPerSecond", "utilization", "depth", "errorRate", "lost"] as const;
export type FigureName = (typeof FIGURES)[number];

/** Which number of a distribution of times. */
export const STATISTICS = ["mean", "p50", "p95", "p99", "max"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** A figure of one node (or implicit queue), or of all of them where `node` is null. */
export interface FigureChoice {
  readonly figure: FigureName;
  readonly node: string | null;
  /** Of times and depths only. */
  readonly statistic: Statistic;
}

/** A number and, where it is a mean of a run that was long enough, half its 95 % confidence interval. */
export interface Figure {
  readonly value: number;
  readonly ci95?: number;
}

/** The parts of a report that figures are read off. */
export type FigureSource = Pick<Report, "throughputPerSecond" | "nodes" | "channels" | "endToEndMs" | "ledger" | "durationMs">;

/**
 * A figure of a report, or null where it was not measured. Without a node a wait, a service time, a utilisation and a depth
 * are those of the worst node; the rate is that of what was delivered.
 */
export function figureOf(report: FigureSource, { figure, node, statistic }: FigureChoice): Figure | null {
  switch (figure) {
    case "endToEndMs":
      return statOf(node === null ? report.endToEndMs.all : report.endToEndMs.bySink[node], statistic);
    case "waitMs":
    case "serviceMs":
      return worst(placesOf(report, node).map((place) => statOf(place[figure], statistic)));
    case "throughputPerSecond":
      return node === null ? rateOf(report) : first(placesOf(report, node).map((place) => ({ value: place.throughputPerSecond })));
    case "utilization":
      return worst(placesOf(report, node).map((place) => ({ value: place.utilization })));
    case "depth":
      return worst(placesOf(report, node).map(({ depth }) => ({ value: statistic === "mean" ? depth.mean : depth.max })));
    case "errorRate": {
      const places = placesOf(report, node).filter(({ serviceMs }) => serviceMs.count > 0);
      const attempts = places.reduce((sum, place) => sum + place.in, 0);
      return attempts === 0 ? null : { value: places.reduce((sum, place) => sum + place.errors, 0) / attempts };
    }
    case "lost":
      return { value: report.ledger.lost + Object.values(report.ledger.dropped).reduce((sum, count) => sum + count, 0) };
  }
}

function statOf(stats: Stats | undefined, statistic: Statistic): Figure | null {
  if (!stats || stats.count === 0) return null;
  return statistic === "mean" && stats.ci95 !== undefined ? { value: stats.mean, ci95: stats.ci95 } : { value: stats[statistic] };
}

function placesOf({ nodes, channels }: FigureSource, node: string | null): NodeReport[] {
  if (node === null) return [...Object.values(nodes), ...Object.values(channels)];
  const place = nodes[node] ?? channels[node];
  return place ? [place] : [];
}

function rateOf({ throughputPerSecond, ledger, durationMs }: FigureSource): Figure | null {
  if (throughputPerSecond !== undefined) return { value: throughputPerSecond };
  return durationMs > 0 ? { value: (ledger.delivered * 1000) / durationMs } : null;
}

function worst(figures: readonly (Figure | null)[]): Figure | null {
  return figures.reduce((most, figure) => (figure !== null && (most === null || figure.value > most.value) ? figure : most), null);
}

function first(figures: readonly Figure[]): Figure | null {
  return figures[0] ?? null;
}
