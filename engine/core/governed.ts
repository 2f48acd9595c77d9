import { measureOfAction } from "../../design/alerts/resolve.ts";
import type { Flow } from "../../design/graph/compile.ts";
import type { ScalingRules } from "./autoscaler.ts";

/** The rules by which a consumer's replicas are set; undefined where they are what its settings say. */
export function rulesFor(flow: Flow, consumer: string): ScalingRules | undefined {
  const scaler = flow.attachments.find(({ to }) => to.node === consumer)?.from.node;
  const node = scaler === undefined ? undefined : flow.nodes.get(scaler);
  return node?.kind === "autoscaler" ? node.settings : undefined;
}

/** The most replicas that an autoscaler or an alert may set (rules O1, O6); undefined where a consumer always has those of its settings. */
export function mostReplicasFor(flow: Flow, consumer: string): number | undefined {
  const rules = rulesFor(flow, consumer);
  if (rules) return rules.maxReplicas;
  const set = (flow.design.alerts ?? []).filter(({ enabled }) => enabled !== false).flatMap(({ actions }) => actions.flatMap((action) => (action.scale?.node === consumer ? [measureOfAction(action)] : [])));
  const most = set.map((measure) => (measure.type === "scale" ? (measure.to ?? measure.max) : 0));
  const node = flow.nodes.get(consumer);
  return most.length === 0 ? undefined : Math.max(node?.kind === "consumer" ? node.settings.replicas : 0, ...most);
}
