import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api.js";
import type { Design, Point } from "../../../design/document/schema.ts";
import { GRID, type Side } from "../../../design/picture/card-shape.ts";
import { boundsOf, snapTo } from "../../../design/picture/rectangle.ts";
import type { Moves } from "../geometry/arrange.ts";
import type { Card } from "../../../design/picture/scene.ts";
import { ZONE_PADDING } from "../../../design/picture/zone-boxes.ts";

const OPTIONS: Record<string, string> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "44",
  "elk.layered.spacing.nodeNodeBetweenLayers": "92",
  "elk.spacing.componentComponent": "72",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.edgeRouting": "SPLINES",
};

const SIDES: Record<Side, string> = { left: "WEST", right: "EAST", top: "NORTH", bottom: "SOUTH" };

/** Ports and edges keep the document's order; ELK cannot do that across frames. */
const FLAT: Record<string, string> = { ...OPTIONS, "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES" };
const NESTED: Record<string, string> = { ...OPTIONS, "elk.hierarchyHandling": "INCLUDE_CHILDREN" };

/** Of a zone's frame around its nodes, with room for its head. */
const FRAME = { "elk.padding": `[top=${ZONE_PADDING.top},left=${ZONE_PADDING.side},bottom=${ZONE_PADDING.side},right=${ZONE_PADDING.side}]` };

type Graph = Pick<Design, "nodes" | "edges">;

/**
 * The graph that ELK lays out: cards with their ports where we draw them, those of a zone together in a frame, and the edges
 * among these cards.
 */
export function elkGraphOf(cards: readonly Card[], { nodes, edges }: Graph): ElkNode {
  const ports = new Set(cards.flatMap((card) => card.shape.anchors.map((anchor) => portId(card.id, anchor.port.name))));
  const zones = new Map(nodes.map((node) => [node.id, node.zone]));
  const children: ElkNode[] = [];
  const frames = new Map<string, ElkNode & { children: ElkNode[] }>();
  for (const card of cards) {
    const zone = zones.get(card.id);
    if (zone === undefined) {
      children.push(elkNodeOf(card));
      continue;
    }
    let frame = frames.get(zone);
    if (frame === undefined) {
      frame = { id: frameId(zone), layoutOptions: { ...OPTIONS, ...FRAME }, children: [] };
      frames.set(zone, frame);
      children.push(frame);
    }
    frame.children.push(elkNodeOf(card));
  }
  return {
    id: "root",
    layoutOptions: frames.size === 0 ? FLAT : NESTED,
    children,
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

function elkNodeOf(card: Card): ElkNode {
  return {
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
  };
}

/**
 * Where ELK put the cards, on our grid. The layout's top left corner stays where these cards' top left corner was, so that
 * laying out a part leaves it in its place. Cards that do not move are left out.
 */
export function movesFrom(result: ElkNode, cards: readonly Card[]): Moves {
  const before = boundsOf(cards);
  const places = new Map(placesIn(result, { x: 0, y: 0 }));
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

/** Places of all cards, also of those in frames, which ELK gives from the frame's corner. */
function placesIn({ children = [] }: ElkNode, corner: Point): [string, Point][] {
  return children.flatMap((child) => {
    const place = { x: corner.x + (child.x ?? 0), y: corner.y + (child.y ?? 0) };
    return child.children === undefined ? [[child.id, place]] : placesIn(child, place);
  });
}

function portId(node: string, port: string): string {
  return `${node}:${port}`;
}

/** No card has such an id. */
function frameId(zone: string): string {
  return `zone:${zone}`;
}
