import type { Alert, AlertAction } from "./alert.ts";
import type { AlertMetric } from "./metrics.ts";

/** What an alert looks at on one node. */
export interface WatchedMetric {
  readonly node: string;
  readonly metric: AlertMetric;
  /** Of a time; undefined for its mean. */
  readonly percentile: number | undefined;
}

/** When an alert fires, with every default filled in. */
export type AlertCondition =
  | { readonly type: "slo"; readonly slo: string }
  | ({ readonly type: "threshold"; readonly direction: "above" | "below"; readonly value: number } & WatchedMetric)
  | ({ readonly type: "anomaly"; readonly direction: "above" | "below" | "either"; readonly sigmas: number; readonly halfLifeMs: number } & WatchedMetric);

/** What an action does, with every default filled in; times are design time, ms. */
export type AlertMeasure =
  | { readonly type: "scale"; readonly node: string; readonly by: number | undefined; readonly to: number | undefined; readonly min: number; readonly max: number; readonly forMs: number | undefined }
  | { readonly type: "restart"; readonly target: { readonly node: string } | { readonly zone: string } }
  | { readonly type: "openBreaker"; readonly node: string; readonly forMs: number }
  | { readonly type: "shed"; readonly node: string; readonly share: number; readonly forMs: number }
  | { readonly type: "notify"; readonly target: { readonly url: string } | { readonly node: string } };

/** An alert with every default filled in (rule O6). */
export interface ResolvedAlert {
  readonly id: string;
  readonly name: string;
  readonly condition: AlertCondition;
  readonly forMs: number;
  readonly cooldownMs: number;
  readonly measures: readonly AlertMeasure[];
}

export const DEFAULT_COOLDOWN_MS = 60_000;
export const DEFAULT_SIGMAS = 3;
export const DEFAULT_HALF_LIFE_MS = 10_000;

/** An alert of a design that loads, with every default filled in. */
export function resolveAlert({ id, name, when, forMs = 0, cooldownMs = DEFAULT_COOLDOWN_MS, actions }: Alert): ResolvedAlert {
  return { id, name: name.trim() === "" ? id : name, condition: conditionOf(when), forMs, cooldownMs, measures: actions.map(measureOfAction) };
}

/** What an alert waits for. */
export function conditionOf({ slo, threshold, anomaly }: Alert["when"]): AlertCondition {
  if (threshold) return { type: "threshold", percentile: undefined, ...threshold };
  if (anomaly) return { type: "anomaly", ...anomaly, percentile: anomaly.percentile, direction: anomaly.direction ?? "above", sigmas: anomaly.sigmas ?? DEFAULT_SIGMAS, halfLifeMs: anomaly.halfLifeMs ?? DEFAULT_HALF_LIFE_MS };
  // The schema lets nothing else through.
  return { type: "slo", slo: slo ?? "" };
}

/** What an action does. */
export function measureOfAction({ scale, restart, openBreaker, shed, notify }: AlertAction): AlertMeasure {
  if (scale) return { type: "scale", node: scale.node, by: scale.by, to: scale.to, min: scale.min ?? 1, max: scale.max ?? Math.max(10, scale.to ?? 0), forMs: scale.forMs };
  if (restart) return { type: "restart", target: restart.node === undefined ? { zone: restart.zone ?? "" } : { node: restart.node } };
  if (openBreaker) return { type: "openBreaker", ...openBreaker };
  if (shed) return { type: "shed", ...shed };
  return { type: "notify", target: notify?.node === undefined ? { url: notify?.url ?? "" } : { node: notify.node } };
}

/** The node that an alert looks at; undefined for an SLO's. */
export function watchedNode(condition: AlertCondition): string | undefined {
  return condition.type === "slo" ? undefined : condition.node;
}

/** The node that an action is done to, or whose address it posts to. */
export function nodeOfMeasure(measure: AlertMeasure): string | undefined {
  if (measure.type !== "restart" && measure.type !== "notify") return measure.node;
  return "node" in measure.target ? measure.target.node : undefined;
}
