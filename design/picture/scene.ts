import type { Design, DesignEdge, DesignNode, Point } from "../document/schema.ts";
import type { PortType } from "../kinds/kind.ts";
import { anchorOf, shapeOf, type CardShape } from "./card-shape.ts";
import { besideOthers, curveBetween, type Curve, type CurveEnd } from "./curve.ts";
import type { Placed } from "./rectangle.ts";

/** A card where it is drawn at this moment, which while it is dragged is not where the document has it. */
export interface Card extends Placed {
  readonly shape: CardShape;
}

/** An edge as it is drawn at this moment. */
export interface Wire {
  readonly curve: Curve;
  readonly type: PortType;
  readonly from: string;
  readonly to: string;
  /** How many edges between the same two ports come before it: two bindings of a queue are drawn beside each other. */
  readonly beside: number;
}

/** Where everything is: what React Flow's edges, the dots and all hit tests go by. */
export interface Scene {
  readonly cards: ReadonlyMap<string, Card>;
  readonly wires: ReadonlyMap<string, Wire>;
  /** The curves of the wires. */
  readonly curves: ReadonlyMap<string, Curve>;
}

export const EMPTY_SCENE: Scene = { cards: new Map(), wires: new Map(), curves: new Map() };

/** Positions that stand in for the document's, by node id. */
export type Moved = ReadonlyMap<string, Point>;

/**
 * The scene of a design with some cards moved. What did not change since `before` is the same object as there, down to
 * single cards and curves. Edges whose ends are missing are left out.
 */
export function sceneOf(design: Pick<Design, "nodes" | "edges">, moved: Moved, before: Scene = EMPTY_SCENE): Scene {
  const cards = new Map(design.nodes.map((node) => [node.id, cardOf(node, moved.get(node.id), before.cards.get(node.id))]));
  const wires = new Map<string, Wire>();
  const curves = new Map<string, Curve>();
  const parallels = new Map<string, number>();
  for (const edge of design.edges) {
    const ends = `${edge.from.node}/${edge.from.port}/${edge.to.node}/${edge.to.port}`;
    const beside = parallels.get(ends) ?? 0;
    parallels.set(ends, beside + 1);
    const wire = wireOf(edge, cards, before, beside);
    if (wire === undefined) continue;
    wires.set(edge.id, wire);
    curves.set(edge.id, wire.curve);
  }
  return {
    cards: sameEntries(cards, before.cards) ? before.cards : cards,
    wires: sameEntries(wires, before.wires) ? before.wires : wires,
    curves: sameEntries(curves, before.curves) ? before.curves : curves,
  };
}

function cardOf(node: DesignNode, movedTo: Point | undefined, before: Card | undefined): Card {
  const shape = shapeOf(node);
  const { x, y } = movedTo ?? node.position;
  if (before !== undefined && before.x === x && before.y === y && before.shape === shape) return before;
  return { id: node.id, x, y, width: shape.width, height: shape.height, shape };
}

function wireOf(edge: DesignEdge, cards: ReadonlyMap<string, Card>, before: Scene, beside: number): Wire | undefined {
  const [from, to] = [cards.get(edge.from.node), cards.get(edge.to.node)];
  if (from === undefined || to === undefined) return undefined;
  const known = before.wires.get(edge.id);
  const stays = before.cards.get(edge.from.node) === from && before.cards.get(edge.to.node) === to;
  const start = endOf(from, edge.from.port, "right");
  const end = endOf(to, edge.to.port, "left");
  if (known !== undefined && known.beside === beside && stays && startsAt(known.curve, start) && endsAt(known.curve, end)) return known;
  const type = anchorOf(from.shape, edge.from.port)?.port.type ?? "event";
  return { curve: besideOthers(curveBetween(start, end), beside), type, from: edge.from.node, to: edge.to.node, beside };
}

function endOf(card: Card, port: string, side: "left" | "right"): CurveEnd {
  const anchor = anchorOf(card.shape, port);
  if (anchor === undefined) return { x: side === "right" ? card.x + card.width : card.x, y: card.y + card.height / 2, side };
  return { x: card.x + anchor.x, y: card.y + anchor.y, side: anchor.side };
}

function startsAt(curve: Curve, end: CurveEnd): boolean {
  return curve.x0 === end.x && curve.y0 === end.y;
}

function endsAt(curve: Curve, end: CurveEnd): boolean {
  return curve.x3 === end.x && curve.y3 === end.y;
}

function sameEntries<Value>(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (other.get(key) !== value) return false;
  return true;
}
