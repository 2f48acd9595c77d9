import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { isKindType, kindOf } from "../../../design/kinds/registry.ts";
import type { Frame } from "../../../engine/contract/frame.ts";
import type { Selection } from "../../stores/session-state.ts";

export interface Channel {
  /** Of the node, or of the edge that stands for an implicit queue. */
  readonly id: string;
  readonly name: string;
}

/** Every channel of a design: its channel nodes, then the implicit queues that the frame knows of. */
export function channelsOf(design: Design, frame: Frame | null): readonly Channel[] {
  const nodes = design.nodes.filter((node) => isKindType(node.kind) && ["channel", "log"].includes(kindOf(node.kind).role));
  const implicit = design.edges.filter((edge) => frame !== null && Object.hasOwn(frame.channels, edge.id));
  const nameOf = (id: string) => displayName(design.nodes.find((node) => node.id === id) ?? { id });
  return [
    ...nodes.map((node) => ({ id: node.id, name: displayName(node) })),
    ...implicit.map((edge) => ({ id: edge.id, name: `${nameOf(edge.from.node)} → ${nameOf(edge.to.node)}` })),
  ];
}

/**
 * The channel to chart: the selected one, or else the deepest. The one charted before is kept until another is clearly
 * deeper, so that the chart does not jump to and fro.
 */
export function channelToShow(channels: readonly Channel[], selection: Selection, frame: Frame | null, before: string | null): Channel | undefined {
  const selected = channels.find(({ id }) => selection.nodes.includes(id) || selection.edges.includes(id));
  if (selected) return selected;
  const depthOf = (id: string) => frame?.nodes[id]?.depth ?? frame?.channels[id]?.depth ?? 0;
  const [first, ...others] = channels;
  const deepest = others.reduce<Channel | undefined>((best, each) => (best && depthOf(best.id) >= depthOf(each.id) ? best : each), first);
  const kept = channels.find(({ id }) => id === before);
  if (!kept || !deepest) return deepest;
  return depthOf(deepest.id) > depthOf(kept.id) * 1.5 + 5 ? deepest : kept;
}
