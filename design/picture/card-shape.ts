import { portsOf } from "../document/settings.ts";
import type { DesignNode } from "../document/schema.ts";
import type { Port } from "../kinds/kind.ts";

export const CARD_WIDTH = 208;
export const CARD_HEIGHT = 104;
/** Positions are kept on this grid, in px of the flow. */
export const GRID = 4;

const MAIN_Y = CARD_HEIGHT / 2;
const SECOND_Y = 84;
const FIRST_Y = 28;
const PORT_GAP = 20;
const BOTTOM_MARGIN = 16;

export type Side = "left" | "right" | "top" | "bottom";

/** Where a port sits on its card: px from the card's top left corner. */
export interface PortAnchor {
  readonly port: Port;
  readonly side: Side;
  readonly x: number;
  readonly y: number;
}

/** A card's size and its ports. Known without measuring, so edges of cards that are not rendered are drawn right. */
export interface CardShape {
  readonly width: number;
  readonly height: number;
  readonly anchors: readonly PortAnchor[];
}

const bySettings = new WeakMap<object, Map<string, CardShape>>();
const byKind = new Map<string, CardShape>();

/** The shape of a node's card; the same object for the same kind and settings object, so that it can be compared by identity. */
export function shapeOf(node: Pick<DesignNode, "kind" | "settings">): CardShape {
  const cache = node.settings === undefined ? byKind : cacheFor(node.settings);
  const known = cache.get(node.kind);
  if (known !== undefined) return known;
  const shape = layOut(portsOf(node));
  cache.set(node.kind, shape);
  return shape;
}

/** The anchor of a port by name; undefined where the node has no such port. */
export function anchorOf(shape: CardShape, port: string): PortAnchor | undefined {
  return shape.anchors.find((anchor) => anchor.port.name === port);
}

/**
 * Places ports: events enter at the left and leave at the right, calls enter at the top and leave at the bottom, a policy
 * hangs below its node. One port alone sits in the middle, so that cards in a row are joined by straight lines; a card
 * with many ports on one side grows.
 */
export function layOut(ports: readonly Port[]): CardShape {
  const onSide = (side: Side) => ports.filter((port) => sideOf(port) === side);
  const [left, right] = [onSide("left"), onSide("right")];
  const height = Math.max(CARD_HEIGHT, heightFor(left.length), heightFor(right.length));
  return {
    width: CARD_WIDTH,
    height,
    anchors: [
      ...left.map((port, index): PortAnchor => ({ port, side: "left", x: 0, y: portY(index, left.length) })),
      ...right.map((port, index): PortAnchor => ({ port, side: "right", x: CARD_WIDTH, y: portY(index, right.length) })),
      ...spread(onSide("top"), "top", 0),
      ...spread(onSide("bottom"), "bottom", height),
    ],
  };
}

function cacheFor(settings: object): Map<string, CardShape> {
  const known = bySettings.get(settings);
  if (known !== undefined) return known;
  const made = new Map<string, CardShape>();
  bySettings.set(settings, made);
  return made;
}

function sideOf(port: Port): Side {
  if (port.type === "event") return port.direction === "in" ? "left" : "right";
  return port.direction === "in" ? "top" : "bottom";
}

function portY(index: number, count: number): number {
  if (count === 1) return MAIN_Y;
  if (count === 2) return index === 0 ? MAIN_Y : SECOND_Y;
  const top = count === 3 ? FIRST_Y + 4 : FIRST_Y;
  return top + index * PORT_GAP;
}

function heightFor(count: number): number {
  return count < 3 ? CARD_HEIGHT : FIRST_Y + (count - 1) * PORT_GAP + BOTTOM_MARGIN;
}

function spread(ports: readonly Port[], side: "top" | "bottom", y: number): PortAnchor[] {
  return ports.map((port, index) => ({ port, side, x: Math.round((CARD_WIDTH * (index + 1)) / (ports.length + 1)), y }));
}
