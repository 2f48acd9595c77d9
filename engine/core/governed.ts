import type { Flow } from "../../design/graph/compile.ts";
import type { ScalingRules } from "./autoscaler.ts";

/** The rules by which a consumer's replicas are set; undefined where they are what its settings say. */
export function rulesFor(flow: Flow, consumer: string): ScalingRules | undefined {
  const scaler = flow.attachments.find(({ to }) => to.node === consumer)?.from.node;
  const node = scaler === undefined ? undefined : flow.nodes.get(scaler);
  return node?.kind === "autoscaler" ? node.settings : undefined;
}
