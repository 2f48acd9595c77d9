import { withNumber } from "../../design/document/numeric-settings.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import type { Report } from "../contract/report.ts";
import { MOST_POINTS, type Axis, type MeetAnswer, type SweepPoint, type Trial } from "../contract/what-if.ts";

/** Forecasts a design; rejects when `signal` aborts it. */
export type Forecast = (design: Design, signal: AbortSignal) => Promise<Report>;

/** Every combination of the axes' values, the first axis fastest. Throws `wrong-use` for values that do not fit and for too many of them. */
export function designsOver(design: Design, axes: readonly Axis[]): { values: number[]; design: Design }[] {
  const total = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (total > MOST_POINTS) throw new AppError("wrong-use", `${total} forecasts are too many: at most ${MOST_POINTS}. Take fewer steps.`);
  return axes.reduceRight<{ values: number[]; design: Design }[]>(
    (before, axis) => before.flatMap(({ values, design: from }) => axis.values.map((value) => ({ values: [value, ...values], design: withNumber(from, axis, value) }))),
    [{ values: [], design }],
  );
}

/**
 * Rule F5: forecasts a design over one or two of its numbers and tells each point as soon as it is known. The same seed
 * everywhere, so that points differ by what was changed and not by chance (common random numbers).
 */
export async function sweep(design: Design, axes: readonly Axis[], forecast: Forecast, signal: AbortSignal, onPoint: (point: SweepPoint, index: number, total: number) => void): Promise<SweepPoint[]> {
  const designs = designsOver(design, axes);
  const points: SweepPoint[] = [];
  for (const [index, each] of designs.entries()) {
    signal.throwIfAborted();
    const point = pointOf(each.values, await forecast(each.design, signal));
    points.push(point);
    onPoint(point, index, designs.length);
  }
  return points;
}

function pointOf(values: number[], report: Report): SweepPoint {
  const { throughputPerSecond, nodes, channels, endToEndMs, ledger, slos, durationMs, ended } = report;
  return { values, throughputPerSecond, nodes, channels, endToEndMs, ledger, slos, durationMs, ended, unstable: unstableIn(report) };
}

/** Rule F3: the sentences that say what cannot keep up. */
export function unstableIn({ problems }: Report): string[] {
  return problems.filter(({ code }) => code === "unstable").map(({ message }) => message);
}

/** What is asked: the smallest number of replicas of `node` with which the SLO holds, up to `most`. */
export interface MeetQuestion {
  readonly slo: string;
  readonly node: string;
  readonly most: number;
}

/**
 * Rule F5: the smallest number of replicas that meets an SLO and is stable. Doubles until one does, then halves the gap to
 * the last that did not; the answer's neighbours were both tried. Where the one above the answer fails, more is not always
 * better, and every number is tried from 1. Throws `wrong-use` where there is no such SLO or consumer.
 */
export async function smallestReplicas(design: Design, question: MeetQuestion, forecast: Forecast, signal: AbortSignal, onTrial: (trial: Trial) => void): Promise<MeetAnswer> {
  refuseUnknown(design, question);
  const { most } = question;
  const tried = new Map<number, Trial>();

  async function meets(replicas: number): Promise<boolean> {
    const known = tried.get(replicas);
    if (known) return known.meets;
    signal.throwIfAborted();
    const report = await forecast(withNumber(design, { node: question.node, path: ["replicas"] }, replicas), signal);
    const verdict = report.slos.find(({ id }) => id === question.slo);
    if (!verdict) throw new AppError("internal", `The forecast says nothing about ${question.slo}.`);
    const unstable = unstableIn(report);
    const trial: Trial = { replicas, verdict, unstable, meets: verdict.passed && unstable.length === 0 };
    tried.set(replicas, trial);
    onTrial(trial);
    return trial.meets;
  }

  const answer = (smallest: number | null, monotone: boolean): MeetAnswer => ({ smallest, monotone, trials: [...tried.values()].toSorted((a, b) => a.replicas - b.replicas) });
  const smallest = await bisect(most, meets);
  if (smallest !== null && (smallest === most || (await meets(smallest + 1)))) return answer(smallest, true);
  if (smallest === null) return answer(null, true);
  for (let replicas = 1; replicas <= smallest; replicas++) if (await meets(replicas)) return answer(replicas, false);
  return answer(smallest, false);
}

/** The smallest number from 1 to `most` of which `holds` says yes, provided that it says yes to every larger one; null when there is none. */
async function bisect(most: number, holds: (n: number) => Promise<boolean>): Promise<number | null> {
  let no = 0;
  let yes = 1;
  while (!(await holds(yes))) {
    if (yes === most) return null;
    no = yes;
    yes = Math.min(yes * 2, most);
  }
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (await holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function refuseUnknown(design: Design, { slo, node }: MeetQuestion): void {
  const slos = design.slos ?? [];
  if (!slos.some(({ id }) => id === slo)) {
    throw new AppError("wrong-use", `The design has no SLO "${slo}". ${slos.length === 0 ? "It has none: add one to the design first." : `It has ${slos.map(({ id }) => id).join(", ")}.`}`);
  }
  const consumers = design.nodes.filter(({ kind }) => kind === "consumer");
  if (!consumers.some(({ id }) => id === node)) {
    throw new AppError("wrong-use", `The design has no consumer "${node}". It has ${consumers.map(({ id }) => id).join(", ") || "none"}.`);
  }
}
