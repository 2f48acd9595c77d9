import { displayName } from "../../design/document/display-name.ts";
import { numericSettings } from "../../design/document/numeric-settings.ts";
import type { Design } from "../../design/document/schema.ts";
import { figureOf, type Figure, type FigureChoice, type FigureName } from "../contract/figures.ts";
import type { Axis, MeetAnswer, SweepPoint } from "../contract/what-if.ts";
import { milliseconds, percent, perSecond, short, table, whole } from "./format.ts";

const WRITTEN: Readonly<Record<FigureName, (value: number) => string>> = {
  endToEndMs: milliseconds,
  waitMs: milliseconds,
  serviceMs: milliseconds,
  throughputPerSecond: perSecond,
  utilization: percent,
  depth: whole,
  errorRate: percent,
  lost: whole,
};

/** A sweep for people: one row a point, and what is unstable with the arithmetic (rules F3, F5). */
export function sweepSummary(design: Design, axes: readonly Axis[], chosen: FigureChoice, points: readonly SweepPoint[]): string {
  // The mean end to end has its column already.
  const own = chosen.figure === "endToEndMs" && chosen.node === null && chosen.statistic === "mean" ? [] : [chosen];
  const named = { figure: "throughputPerSecond", node: null, statistic: "mean" } as const;
  const header = [...axes.map((axis) => titleOf(design, axis)), "delivered", "busiest", "end to end", "p95", ...own.map((choice) => metricName(design, choice)), ""];
  const rows = points.map((point) => {
    const time = (statistic: "mean" | "p95") => text({ figure: "endToEndMs", node: null, statistic }, point);
    return [
      ...point.values.map((value, index) => valueText(design, axes[index], value)),
      text(named, point),
      text({ figure: "utilization", node: null, statistic: "mean" }, point),
      time("mean"),
      time("p95"),
      ...own.map((choice) => text(choice, point)),
      point.unstable.length > 0 ? "unstable" : point.slos.some(({ passed }) => !passed) ? "misses an SLO" : "",
    ];
  });
  const unstable = points.filter((point) => point.unstable.length > 0);
  const reasons = unstable.flatMap((point) => point.unstable.map((why) => `  ${point.values.map((value, index) => valueText(design, axes[index], value)).join(", ")}: ${why}\n`));
  return `${design.name} · ${points.length} forecasts\n\n${table([header, ...rows])}${reasons.length === 0 ? "" : `\nUnstable\n${reasons.join("")}`}`;
}

/** How many replicas, and everything that was tried. */
export function meetSummary(design: Design, { slo, node, most }: { readonly slo: string; readonly node: string; readonly most: number }, answer: MeetAnswer): string {
  const drawn = design.nodes.find(({ id }) => id === node);
  const name = drawn ? displayName(drawn) : node;
  const objective = design.slos?.find(({ id }) => id === slo);
  const wanted = objective ? `${objective.name} (${objective.metric} ${objective.op} ${short(objective.value)})` : slo;
  const rows = answer.trials.map(({ replicas, verdict, unstable, meets }) => [String(replicas), short(verdict.value), meets ? "meets" : unstable.length > 0 ? "unstable" : "misses"]);
  const sentence =
    answer.smallest === null
      ? `No number of replicas up to ${most} was found with which ${name} meets ${wanted}.`
      : `${answer.smallest} ${answer.smallest === 1 ? "replica" : "replicas"} of ${name} ${answer.smallest === 1 ? "is" : "are"} the fewest that meet ${wanted}.`;
  const warning = answer.monotone ? "" : "More replicas did worse somewhere, so every number was tried from 1.\n";
  return `${sentence}\n${warning}\n${table([["Replicas", objective?.metric ?? "value", ""], ...rows])}`;
}

function titleOf(design: Design, { node, path }: Axis): string {
  const drawn = design.nodes.find(({ id }) => id === node);
  return `${drawn ? displayName(drawn) : node} ${path.join(".")}`;
}

function metricName(design: Design, { node, figure, statistic }: FigureChoice): string {
  const drawn = design.nodes.find(({ id }) => id === node);
  return [...(node === null ? [] : [drawn ? displayName(drawn) : node]), figure, statistic].join(" ");
}

function text(choice: FigureChoice, point: SweepPoint): string {
  const figure: Figure | null = figureOf(point, choice);
  if (figure === null) return "·";
  const write = WRITTEN[choice.figure];
  return figure.ci95 === undefined ? write(figure.value) : `${write(figure.value)} ± ${write(figure.ci95)}`;
}

function valueText(design: Design, axis: Axis | undefined, value: number): string {
  const setting = axis && numericSettings(design).find((each) => each.node === axis.node && each.path.join(".") === axis.path.join("."));
  if (setting?.unit === "ms") return milliseconds(value);
  if (setting?.unit === "/s") return perSecond(value);
  return setting?.unit === "%" ? percent(value) : String(Number(value.toPrecision(6)));
}
