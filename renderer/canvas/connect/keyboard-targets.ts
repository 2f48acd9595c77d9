import { acceptingPorts, type PortRef } from "../../../design/checks/port-rules.ts";
import type { Design } from "../../../design/document/schema.ts";
import { portsOf } from "../../../design/document/settings.ts";

/** A port of a node, and every port that accepts an edge from it. */
export interface KeyboardTargets {
  readonly from: PortRef;
  readonly label: string;
  readonly targets: readonly PortRef[];
}

/** What a node can be connected to, by each of its out ports; ports that nothing accepts are left out. */
export function keyboardTargets(design: Pick<Design, "nodes" | "edges">, nodeId: string): readonly KeyboardTargets[] {
  const node = design.nodes.find((each) => each.id === nodeId);
  if (node === undefined) return [];
  return portsOf(node)
    .filter((port) => port.direction === "out")
    .map((port): KeyboardTargets => {
      const from = { node: nodeId, port: port.name };
      return { from, label: port.label === "" ? port.name : port.label, targets: acceptingPorts(design, from) };
    })
    .filter(({ targets }) => targets.length > 0);
}
