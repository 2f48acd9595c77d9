import type { Arrivals } from "../../design/kinds/producer.ts";

type Diurnal = Extract<Arrivals, { process: "diurnal" }>;

/** Events that the rate promises from the beginning of a period to a phase of it (0 to 1), in events of a whole period. */
function shareUntil(phase: number, amplitude: number): number {
  return phase - (amplitude * Math.sin(2 * Math.PI * phase)) / (2 * Math.PI);
}

/** The phase at which {@link shareUntil} is `share`, by bisection: it grows with the phase, because the rate is never below 0. */
function phaseOf(share: number, amplitude: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60 && high - low > 1e-15; step++) {
    const middle = (low + high) / 2;
    if (shareUntil(middle, amplitude) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The time at which the integral of the rate from `fromMs` reaches `mass` events, by inversion; Infinity for never. */
export function diurnalAdvance({ ratePerSecond, amplitude, periodMs }: Diurnal, fromMs: number, mass: number): number {
  const perPeriod = (ratePerSecond * periodMs) / 1000;
  if (perPeriod <= 0) return Number.POSITIVE_INFINITY;
  const period = Math.floor(fromMs / periodMs);
  const target = shareUntil(fromMs / periodMs - period, amplitude) + mass / perPeriod;
  const whole = Math.floor(target);
  const at = (period + whole + phaseOf(target - whole, amplitude)) * periodMs;
  // Rounding must not put an event before the one that it follows.
  return Math.max(at, fromMs);
}
