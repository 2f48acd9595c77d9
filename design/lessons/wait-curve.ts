import { withoutExtensions } from "../document/extensions.ts";
import type { DesignNode } from "../document/schema.ts";
import { consumer } from "../kinds/consumer.ts";
import { meanOf, type Distribution } from "../kinds/distribution.ts";
import { secondMomentOf, waitOfMG1, waitOfMMc } from "../kinds/wait-formulas.ts";

/** The mean wait for a consumer by its formula, ms, when it is busy for a share of the time, 0 to 1; infinite from 1 on. */
export type WaitCurve = (utilization: number) => number;

/**
 * The formula's curve for a consumer with these settings and Poisson arrivals (rule F2), or a sentence that says why there is none:
 * M/M/c where its service times are exponential, else M/G/1.
 */
export function waitCurveOf(settings: DesignNode["settings"]): WaitCurve | string {
  const parsed = consumer.settings.safeParse(withoutExtensions(settings ?? {}, consumer.settings));
  if (!parsed.success) return "the consumer's settings are not right yet.";
  const { serviceTime, replicas, concurrency } = parsed.data;
  const servers = replicas * concurrency;
  const meanMs = meanOf(serviceTime);
  const arrivals = (utilization: number): number => (utilization * servers * 1000) / meanMs;
  if (meanMs <= 0) return "there is no formula for a service that takes no time.";
  if (serviceTime.distribution === "exponential") return (utilization) => waitOfMMc(arrivals(utilization), meanMs, servers).meanMs;
  if (servers > 1) return "there is a formula for several slots only where service times are exponential.";
  if (!hasSecondMoment(serviceTime)) return "there is no formula for service times that vary without bound, as a Pareto of shape 2 or less.";
  return (utilization) => waitOfMG1(arrivals(utilization), serviceTime).meanMs;
}

function hasSecondMoment(serviceTime: Distribution): boolean {
  return Number.isFinite(secondMomentOf(serviceTime));
}
