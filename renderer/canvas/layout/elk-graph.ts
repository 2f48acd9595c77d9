import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api.js";
import type { DesignEdge, Point } from "../../../design/document/schema.ts";
import { GRID, type Side } from "../../../design/picture/card-shape.ts";
import { boundsOf, snapTo } from "../../../design/picture/rectangle.ts";
import type { Moves } from "../geometry/arrange.ts";
import type { Card } from "../../../design/picture/scene.ts";

const OPTIONS: Record<string, string> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "44",
  "elk.layered.spacing.nodeNodeBetweenLayers": "92",
  "elk.spacing.componentComponent": "72",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.edgeRouting": "SPLINES",
};

const SIDES: Record<Side, string> = { left: "WEST", right: "EAST", top: "NORTH", bottom: "SOUTH" };

/** The graph that ELK lays out: cards with their ports where we draw them, and the edges among these cards. */
export function elkGraphOf(cards: readonly Card[], edges: readonly DesignEdge[]): ElkNode {
  const ports = new Set(cards.flatMap((card) => card.shape.anchors.map((anchor) => portId(card.id, anchor.port.name))));
  return {
    id: "root",
    layoutOptions: OPTIONS,
    children: cards.map((card) => ({
      id: card.id,
      width: card.width,
      height: card.height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: card.shape.anchors.map(
        (anchor): ElkPort => ({
          id: portId(card.id, anchor.port.name),
          x: anchor.x,
          y: anchor.y,
          width: 0,
          height: 0,
          layoutOptions: { "elk.port.side": SIDES[anchor.side] },
        }),
      ),
    })),
    edges: edges
      .filter((edge) => ports.has(portId(edge.from.node, edge.from.port)) && ports.has(portId(edge.to.node, edge.to.port)))
      .map(
        (edge): ElkExtendedEdge => ({
          id: edge.id,
          sources: [portId(edge.from.node, edge.from.port)],
          targets: [portId(edge.to.node, edge.to.port)],
        }),
      ),
  };
}

/**
 * Where ELK put the cards, on our grid. The layout's top left corner stays where these cards' top left corner was, so that
 * laying out a part leaves it in its place. Cards that do not move are left out.
 */
export function movesFrom(result: ElkNode, cards: readonly Card[]): Moves {
  const before = boundsOf(cards);
  const places = new Map<string, Point>();
  for (const child of result.children ?? []) places.set(child.id, { x: child.x ?? 0, y: child.y ?? 0 });
  const after = boundsOf(cards.map((card) => ({ ...card, ...places.get(card.id) })));
  const moves = new Map<string, Point>();
  if (before === null || after === null) return moves;
  for (const card of cards) {
    const place = places.get(card.id);
    if (place === undefined) continue;
    const to = snapTo({ x: place.x - after.x + before.x, y: place.y - after.y + before.y }, GRID);
    if (to.x !== card.x || to.y !== card.y) moves.set(card.id, to);
  }
  return moves;
}

function portId(node: string, port: string): string {
  return `${node}:${port}`;
}
