import { figureOf, type FigureChoice, type FigureName } from "../../../engine/contract/figures.ts";
import { formatCount, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import type { Asked } from "../../stores/what-if-store.ts";
import { shortTextOf } from "../../what-if/axis.ts";

/** One line of a plot, a value for each x; null where nothing was measured or forecast yet. */
export interface PlotLine {
  /** The second number's value; nothing where there is none. */
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Ends of the 95 % intervals; null where a value has none. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly unstable: readonly boolean[];
}

/** What a sweep, or a search for replicas, looks like. */
export interface Plot {
  readonly xTitle: string;
  readonly xUnit: string | undefined;
  readonly xs: readonly number[];
  readonly lines: readonly PlotLine[];
  /** What the SLO allows, drawn across. */
  readonly target: number | undefined;
  /** Where the y axis ends: above everything that is stable, because what is unstable has no end. */
  readonly top: number;
  readonly format: (value: number) => string;
}

const FORMATS: Readonly<Record<FigureName, (value: number) => string>> = {
  endToEndMs: formatTime,
  waitMs: formatTime,
  serviceMs: formatTime,
  throughputPerSecond: formatRate,
  utilization: formatShare,
  depth: formatCount,
  errorRate: formatShare,
  lost: formatCount,
};

/** Writes a figure's value as everywhere else. */
export function formatOf(figure: FigureName): (value: number) => string {
  return FORMATS[figure];
}

/** The plot of what has been answered so far. */
export function plotOf(asked: Asked, shown: FigureChoice): Plot {
  return asked.kind === "meet" ? meetPlot(asked) : sweepPlot(asked, shown);
}

function sweepPlot({ axes, points }: Asked, shown: FigureChoice): Plot {
  const [first, second] = axes;
  const xs = first?.values ?? [];
  const lines = (second?.values ?? [undefined]).map((value, row): PlotLine => {
    const own = xs.map((_, column) => points[row * xs.length + column]);
    const figures = own.map((point) => (point ? figureOf(point, shown) : null));
    return {
      label: value === undefined ? "" : shortTextOf(value, second?.unit),
      values: figures.map((figure) => figure?.value ?? null),
      low: figures.map((figure) => (figure?.ci95 === undefined ? null : Math.max(0, figure.value - figure.ci95))),
      high: figures.map((figure) => (figure?.ci95 === undefined ? null : figure.value + figure.ci95)),
      unstable: own.map((point) => (point?.unstable.length ?? 0) > 0),
    };
  });
  return { xTitle: first?.title ?? "", xUnit: first?.unit, xs, lines, target: undefined, top: topOf(lines, undefined), format: formatOf(shown.figure) };
}

function meetPlot({ trials, slo, subject }: Asked): Plot {
  const values = trials.map(({ verdict }) => verdict.value);
  const none = trials.map(() => null);
  const lines = [{ label: "", values, low: none, high: none, unstable: trials.map(({ unstable }) => unstable.length > 0) }];
  const format = formatOfSlo(slo?.metric);
  return { xTitle: `${subject} · Replicas`, xUnit: undefined, xs: trials.map(({ replicas }) => replicas), lines, target: slo?.value, top: topOf(lines, slo?.value), format };
}

/** Writes an SLO's value. */
export function formatOfSlo(metric: string | undefined): (value: number) => string {
  if (metric === "duplicates" || metric === "lag") return formatCount;
  return FORMATS[metric as FigureName] ?? formatCount;
}

function topOf(lines: readonly PlotLine[], target: number | undefined): number {
  const all = lines.flatMap(({ values, high, unstable }) => values.map((value, index) => ({ value: Math.max(value ?? 0, high[index] ?? 0), unstable: unstable[index] ?? false })));
  const stable = all.filter((each) => !each.unstable);
  const most = Math.max(0, target ?? 0, ...(stable.length > 0 ? stable : all).map(({ value }) => value));
  return most === 0 ? 1 : most * 1.12;
}
