import type { Alert, AlertAction } from "./alert.ts";
import { conditionOf, measureOfAction, nodeOfMeasure, watchedNode } from "./resolve.ts";

/** The alerts that are left when nodes are gone: without those that look at one, and without actions on one. */
export function withoutNodes(alerts: readonly Alert[], gone: ReadonlySet<string>): Alert[] {
  const isGone = (node: string | undefined): boolean => node !== undefined && gone.has(node);
  return withoutActions(alerts.filter(({ when }) => !isGone(watchedNode(conditionOf(when)))), (action) => isGone(nodeOfMeasure(measureOfAction(action))));
}

/** The alerts that are left when SLOs are gone. */
export function withoutSlos(alerts: readonly Alert[], gone: ReadonlySet<string>): Alert[] {
  return alerts.filter(({ when }) => when.slo === undefined || !gone.has(when.slo));
}

/** The alerts without restarts of a zone that is gone. */
export function withoutZone(alerts: readonly Alert[], zone: string): Alert[] {
  return withoutActions(alerts, ({ restart }) => restart?.zone === zone);
}

function withoutActions(alerts: readonly Alert[], isGone: (action: AlertAction) => boolean): Alert[] {
  return alerts.map((alert) => (alert.actions.some(isGone) ? { ...alert, actions: alert.actions.filter((action) => !isGone(action)) } : alert));
}
