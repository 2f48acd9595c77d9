import type { PlannedLoad } from "../../design/load/planned-load.ts";

/** The time at which the integral of the rate from a time reaches so many events; Infinity for never. */
export type Advance = (fromMs: number, mass: number) => number;

/** A rate that is smooth until a time. */
export interface OwnRate {
  /** Events per ms. */
  at(atMs: number): number;
  /** Until when it is so: nothing jumps or bends before. */
  untilMs(atMs: number): number;
}

/** Stretches between two events; a rate that lets nothing through for so many never will. */
const MOST_STRETCHES = 1_000_000;
/** Bisection halves a stretch so often at most. */
const MOST_STEPS = 100;
/** Gauss and Legendre's five nodes and weights on [−1, 1]: exact for polynomials of degree 9 (Abramowitz and Stegun, table 25.4). */
const NODES = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664] as const;
const WEIGHTS = [0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891] as const;

/**
 * How mass becomes time under a planned load (rule P7): the time at which the integral of the planned rate reaches it, as
 * without one (time rescaling). `own` is the source's own rate, `ownAdvance` what it makes of mass by itself.
 */
export function plannedAdvance(own: OwnRate, ownAdvance: Advance, load: PlannedLoad): Advance {
  const rateAt = (atMs: number): number => load.rateAt(atMs);
  return (fromMs, mass) => {
    let atMs = fromMs;
    let left = mass;
    for (let stretches = 0; stretches < MOST_STRETCHES; stretches++) {
      const { untilMs: pieceEndMs, base, factor } = load.pieceAt(atMs);
      if (pieceEndMs === Number.POSITIVE_INFINITY) {
        if (factor === 0 || base?.to === 0) return Number.POSITIVE_INFINITY;
        return base ? atMs + left / (base.to * factor) : ownAdvance(atMs, left / factor);
      }
      const untilMs = base ? pieceEndMs : Math.min(pieceEndMs, own.untilMs(atMs));
      const passing = integralOf(rateAt, atMs, untilMs);
      if (passing >= left) return timeOf(rateAt, atMs, untilMs, left, passing);
      left -= passing;
      atMs = untilMs;
    }
    return Number.POSITIVE_INFINITY;
  };
}

/** Integral of a rate that is smooth from one time to another. */
function integralOf(rateAt: (atMs: number) => number, fromMs: number, toMs: number): number {
  const half = (toMs - fromMs) / 2;
  let sum = 0;
  for (let index = 0; index < NODES.length; index++) sum += (WEIGHTS[index] ?? 0) * rateAt(fromMs + half * (1 + (NODES[index] ?? 0)));
  return sum * half;
}

/** The time in a stretch at which the integral from its beginning is `mass`, of `whole` at its end: Newton's method, kept in by bisection. */
function timeOf(rateAt: (atMs: number) => number, fromMs: number, untilMs: number, mass: number, whole: number): number {
  let [low, high] = [fromMs, untilMs];
  let atMs = fromMs + (untilMs - fromMs) * (whole > 0 ? mass / whole : 0);
  for (let step = 0; step < MOST_STEPS && high - low > 1e-9; step++) {
    const over = integralOf(rateAt, fromMs, atMs) - mass;
    if (Math.abs(over) < 1e-13 * mass) return atMs;
    if (over > 0) high = atMs;
    else low = atMs;
    const next = atMs - over / rateAt(atMs);
    const within = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(within - atMs) < 1e-9) return within;
    atMs = within;
  }
  return atMs;
}
