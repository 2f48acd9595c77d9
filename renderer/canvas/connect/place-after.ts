import type { PortRef } from "../../../design/checks/port-rules.ts";
import type { Point } from "../../../design/document/schema.ts";
import type { Scene } from "../../../design/picture/scene.ts";

/** Between a card and the one that follows it, px of the flow. */
const GAP = 92;

/** The port by which events leave a node, and where the port of what follows it goes; undefined for nodes that none leave. */
export function placeAfter(scene: Scene, id: string): { readonly from: PortRef; readonly place: Point } | undefined {
  const card = scene.cards.get(id);
  const out = card?.shape.anchors.find(({ port }) => port.direction === "out" && port.type === "event");
  if (card === undefined || out === undefined) return undefined;
  return { from: { node: id, port: out.port.name }, place: { x: card.x + card.width + GAP, y: card.y + out.y } };
}
