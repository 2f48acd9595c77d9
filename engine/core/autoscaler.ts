import type { SettingsOf } from "../../design/kinds/registry.ts";

export type ScalingRules = SettingsOf<"autoscaler">;

/** How many replicas there should be, and why, in words. */
export interface Decision {
  readonly replicas: number;
  readonly why: string;
}

/** What is remembered from one look to the next. */
export interface ScalingMemory {
  /** What was wanted at each sync, newest last, as far back as the longer of the two windows. */
  wanted: { readonly atMs: number; readonly replicas: number }[];
  /** When there was last something to do; undefined before the first time. */
  activeMs: number | undefined;
}

/**
 * What the metric asks for, before limits and stabilisation. Kubernetes, "Horizontal Pod Autoscaling", algorithm details:
 * `ceil(current · metric / threshold)`, nothing when the ratio is within the tolerance of 1
 * (kubernetes/kubernetes, pkg/controller/podautoscaler/replica_calculator.go). Lag and rate are KEDA's external metrics of type
 * AverageValue: `ceil(metric / threshold)`, where the ratio is that of each replica's part. Figures are in thousandths, as there.
 */
export function wantedReplicas({ metric: name, threshold, tolerance }: ScalingRules, current: number, metric: number): number {
  const [value, target] = [Math.round(metric * 1000), Math.max(1, Math.round(threshold * 1000))];
  const isShared = name === "lag" || name === "ratePerSecond";
  const ratio = isShared ? value / (target * current) : value / target;
  if (ratio >= 1 - tolerance && ratio <= 1 + tolerance) return current;
  return isShared ? Math.ceil(value / target) : Math.ceil((value / target) * current);
}

/**
 * One sync, every `syncMs` while there are replicas: the Horizontal Pod Autoscaler's part, from 1 to n. Down to the most, up to the least that
 * was wanted within the windows; the number of replicas that it began with counts as wanted (pkg/controller/podautoscaler/horizontal.go,
 * stabilizeRecommendationWithBehaviors). `most` is the limit, partitions included.
 */
export function sync(rules: ScalingRules, memory: ScalingMemory, current: number, metric: number, most: number, nowMs: number): Decision {
  if (current === 0) return { replicas: 0, why: "" };
  const least = Math.min(Math.max(1, rules.minReplicas), most);
  if (memory.wanted.length === 0) memory.wanted.push({ atMs: nowMs, replicas: current });
  if (current > most) return { replicas: most, why: `at most ${most}` };
  if (current < least) return { replicas: least, why: `at least ${least}` };

  const wanted = wantedReplicas(rules, current, metric);
  let [up, down] = [wanted, wanted];
  for (const { atMs, replicas } of memory.wanted) {
    if (atMs > nowMs - rules.stabilizationUpMs) up = Math.min(up, replicas);
    if (atMs > nowMs - rules.stabilizationDownMs) down = Math.max(down, replicas);
  }
  const longest = Math.max(rules.stabilizationUpMs, rules.stabilizationDownMs);
  memory.wanted = memory.wanted.filter(({ atMs }) => atMs > nowMs - longest);
  memory.wanted.push({ atMs: nowMs, replicas: wanted });
  const steady = current < up ? up : current > down ? down : current;
  const replicas = Math.min(most, Math.max(least, steady));
  return { replicas, why: `${metricText(rules, metric)} wants ${wanted}` };
}

/**
 * One poll, every `pollingMs`: KEDA's part, between 0 and 1, where `minReplicas` is 0. More than the activation threshold brings the first
 * replica; nothing above it for the cooldown takes all away, and so does a beginning without anything to do
 * (KEDA, "Scaling Deployments"; kedacore/keda, pkg/scaling/executor/scale_scaledobjects.go).
 */
export function poll(rules: ScalingRules, memory: ScalingMemory, current: number, metric: number, nowMs: number): Decision {
  if (rules.minReplicas > 0) return { replicas: current, why: "" };
  if (metric > rules.activationThreshold) {
    memory.activeMs = nowMs;
    return current === 0 ? { replicas: 1, why: `${metricText(rules, metric)} is more than ${rules.activationThreshold}` } : { replicas: current, why: "" };
  }
  const isOver = memory.activeMs === undefined || nowMs - memory.activeMs >= rules.cooldownMs;
  return current > 0 && isOver ? { replicas: 0, why: "nothing to do" } : { replicas: current, why: "" };
}

/** The metric as a person reads it. */
export function metricText({ metric }: Pick<ScalingRules, "metric">, value: number): string {
  const rounded = Math.round(value * 10) / 10;
  switch (metric) {
    case "lag":
      return `lag ${rounded}`;
    case "waitMs":
      return `wait ${rounded} ms`;
    case "utilization":
      return `${Math.round(value * 100)} % busy`;
    case "ratePerSecond":
      return `${rounded}/s`;
  }
}
