import { displayName, nounOf } from "../../../design/document/display-name.ts";
import type { DesignNode } from "../../../design/document/schema.ts";
import { positionOf } from "../nodes/ports.tsx";
import { spokenNameId, type CardData, type CardNode } from "../nodes/card.tsx";
import type { Card, Scene } from "../../../design/picture/scene.ts";

/** Cards as React Flow takes them, by node id. */
export type CardNodes = ReadonlyMap<string, CardNode>;

/**
 * React Flow's nodes of a design. A node is the same object as before unless its place, its selection or what its card
 * shows has changed; then React Flow and React look at nothing else.
 */
export function cardNodesOf(nodes: readonly DesignNode[], scene: Scene, selected: ReadonlySet<string>, before: CardNodes): CardNodes {
  const after = new Map<string, CardNode>();
  for (const node of nodes) {
    const card = scene.cards.get(node.id);
    if (card !== undefined) after.set(node.id, cardNodeOf(node, card, selected.has(node.id), before.get(node.id)));
  }
  return after;
}

function cardNodeOf(node: DesignNode, card: Card, isSelected: boolean, before: CardNode | undefined): CardNode {
  const data = before !== undefined && showsSame(before.data, node, card) ? before.data : { node, shape: card.shape };
  if (before !== undefined && before.data === data && before.selected === isSelected && isAt(before, card)) return before;
  const size = { width: card.width, height: card.height };
  return {
    id: node.id,
    type: "card",
    position: { x: card.x, y: card.y },
    data,
    selected: isSelected,
    ...size,
    measured: size,
    handles: before?.data === data ? before.handles : handlesOf(card),
    // From afar nobody reads numbers: the label stands in where the spoken name is not rendered.
    ariaLabel: `${displayName(node)}, ${nounOf(node.kind)}`,
    domAttributes: { "aria-labelledby": spokenNameId(node.id) },
  };
}

function handlesOf({ shape }: Card): CardNode["handles"] {
  return shape.anchors.map(({ port, side, x, y }) => ({
    id: port.name,
    type: port.direction === "in" ? ("target" as const) : ("source" as const),
    position: positionOf(side),
    x,
    y,
    width: 0,
    height: 0,
  }));
}

function showsSame(data: CardData, node: DesignNode, card: Card): boolean {
  const shown = data.node;
  return shown.kind === node.kind && shown.name === node.name && shown.settings === node.settings && data.shape === card.shape;
}

function isAt(before: CardNode, card: Card): boolean {
  return before.position.x === card.x && before.position.y === card.y;
}
