import type { Design } from "../document/schema.ts";

/** A change of a source's rate that is planned for a design time (rule P7). */
export type LoadStep = NonNullable<NonNullable<Design["scenario"]>["load"]>[number];

/** The steps of the plan for one node, in the order in which they begin; those of one moment in document order. */
export function loadOf({ scenario }: Pick<Design, "scenario">, node: string): LoadStep[] {
  return (scenario?.load ?? []).filter((step) => step.node === node).toSorted((a, b) => a.atMs - b.atMs);
}

/** A value that changes evenly: `from` at `atMs`, `to` at `untilMs`. */
interface Line {
  readonly atMs: number;
  readonly untilMs: number;
  readonly from: number;
  readonly to: number;
}

/** What a plan makes of a source's own rate until `untilMs`: own rate, or `base`, times every factor. */
export interface Piece {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Rate in place of the source's own. */
  readonly base: Line | undefined;
  /** Product of the factors that do not change in this piece. */
  readonly factor: number;
  readonly moving: readonly Line[];
}

/**
 * The rate that a plan makes of a source's own (rule P7). Every step with `rateFactor` multiplies the rate, each by its own
 * factor; a step with `ratePerSecond` takes the place of the source's own rate, and of those that overlap the one that began last
 * counts. A step lasts for its duration, or to the end of the run without one; a ramp goes evenly from what was there to its
 * target within its duration, and stays there. Rates are in the unit of `ownAt`, absolute ones in events per ms.
 */
export class PlannedLoad {
  /** Times at which a formula ends, in order. */
  private readonly bounds: readonly number[];
  private readonly factors: readonly LoadStep[];
  private readonly bases: readonly { readonly step: LoadStep; readonly line: Line }[];
  private readonly pieces = new Map<number, Piece>();
  private last: Piece | undefined;

  /** `steps` as {@link loadOf} tells them; `ownAt` is the source's own rate at a time, events per ms. */
  constructor(
    steps: readonly LoadStep[],
    private readonly ownAt: (atMs: number) => number,
  ) {
    const ends = steps.flatMap(({ atMs, durationMs }) => (durationMs === undefined ? [atMs] : [atMs, atMs + durationMs]));
    this.bounds = [...new Set(ends)].toSorted((a, b) => a - b);
    this.factors = steps.filter((step) => step.ratePerSecond === undefined);
    const bases: { step: LoadStep; line: Line }[] = [];
    for (const step of steps) {
      const target = (step.ratePerSecond ?? 0) / 1000;
      if (step.ratePerSecond === undefined) continue;
      bases.push({ step, line: lineOf(step, step.shape === "ramp" ? this.baseIn(bases, step.atMs) : target, target) });
    }
    this.bases = bases;
  }

  /** When nothing changes any more, ms. */
  get endMs(): number {
    return this.bounds.at(-1) ?? 0;
  }

  /** Rate at a time, events per ms. */
  rateAt(atMs: number): number {
    const { base, factor, moving } = this.pieceAt(atMs);
    if (factor === 0) return 0;
    let rate = (base ? valueAt(base, atMs) : this.ownAt(atMs)) * factor;
    for (const line of moving) rate *= valueAt(line, atMs);
    return rate;
  }

  /** The formula of a time. That of times after the last step has no end, and nothing in it moves. */
  pieceAt(atMs: number): Piece {
    if (this.last !== undefined && atMs >= this.last.fromMs && atMs < this.last.untilMs) return this.last;
    const index = countUpTo(this.bounds, atMs);
    const piece = this.pieces.get(index) ?? this.pieceFrom(index === 0 ? 0 : (this.bounds[index - 1] ?? 0), this.bounds[index] ?? Number.POSITIVE_INFINITY);
    this.pieces.set(index, piece);
    return (this.last = piece);
  }

  private pieceFrom(fromMs: number, untilMs: number): Piece {
    let factor = 1;
    const moving: Line[] = [];
    for (const step of this.factors) {
      if (!isActive(step, fromMs)) continue;
      const line = lineOf(step, 1, step.rateFactor ?? 1);
      if (isMoving(step, fromMs)) moving.push(line);
      else factor *= line.to;
    }
    return { fromMs, untilMs, base: this.bases.findLast(({ step }) => isActive(step, fromMs))?.line, factor, moving };
  }

  /** The rate before factors, by the absolute steps so far. */
  private baseIn(bases: readonly { readonly step: LoadStep; readonly line: Line }[], atMs: number): number {
    const base = bases.findLast(({ step }) => isActive(step, atMs));
    return base ? valueAt(base.line, atMs) : this.ownAt(atMs);
  }
}

/** Whether a step says something at a time: a ramp's target stays. */
function isActive({ atMs, durationMs, shape }: LoadStep, nowMs: number): boolean {
  return nowMs >= atMs && (shape === "ramp" || durationMs === undefined || nowMs < atMs + durationMs);
}

function isMoving({ atMs, durationMs, shape }: LoadStep, nowMs: number): boolean {
  return shape === "ramp" && nowMs < atMs + (durationMs ?? 0);
}

function lineOf({ atMs, durationMs, shape }: LoadStep, from: number, to: number): Line {
  return { atMs, untilMs: shape === "ramp" ? atMs + (durationMs ?? 0) : atMs, from, to };
}

function valueAt({ atMs, untilMs, from, to }: Line, nowMs: number): number {
  return nowMs >= untilMs ? to : from + ((to - from) * (nowMs - atMs)) / (untilMs - atMs);
}

/** How many of some sorted numbers are at most `value`. */
function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
