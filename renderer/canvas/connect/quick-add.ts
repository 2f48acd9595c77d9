import { refusalBetween, type PortRef, type PortSite } from "../../../design/checks/port-rules.ts";
import { insertionRefusal } from "../../../design/document/insert-node.ts";
import type { Design, DesignNode, Point } from "../../../design/document/schema.ts";
import { portsOf } from "../../../design/document/settings.ts";
import { kindTypes, type KindType } from "../../../design/kinds/registry.ts";
import { CARD_HEIGHT, CARD_WIDTH, shapeOf } from "../../../design/picture/card-shape.ts";

/** A kind that can be added, and its port that the edge would join. */
export interface QuickChoice {
  readonly kind: KindType;
  /** Undefined where the new node stands alone. */
  readonly port?: string;
}

type Graph = Pick<Design, "nodes">;

/** A node of a kind that is not in the design yet. Its id is none that a design may have. */
function fresh(kind: KindType): DesignNode {
  return { id: "·", kind, position: { x: 0, y: 0 } };
}

/** Every kind that can follow a port (or precede it, from an in port), in the palette's order; every kind without a port. */
export function quickChoices(design: Graph, from?: PortRef): readonly QuickChoice[] {
  if (from === undefined) return kindTypes.map((kind) => ({ kind }));
  const node = design.nodes.find((each) => each.id === from.node);
  const port = node && portsOf(node).find((each) => each.name === from.port);
  if (node === undefined || port === undefined) return [];
  const start: PortSite = { node, port };
  return kindTypes.flatMap((kind) => {
    const other = fresh(kind);
    const accepting = portsOf(other).find((each) => {
      const end = { node: other, port: each };
      return (port.direction === "out" ? refusalBetween(start, end) : refusalBetween(end, start)) === null;
    });
    return accepting === undefined ? [] : [{ kind, port: accepting.name }];
  });
}

/** Every kind that fits into an edge, in the palette's order. */
export function insertChoices(design: Design, edge: string): readonly QuickChoice[] {
  return kindTypes.filter((kind) => insertionRefusal(design, edge, { kind }) === null).map((kind) => ({ kind }));
}

/** Where a new card's corner goes so that the port that the edge joins is at `point`; its middle where it stands alone. */
export function placeFor(choice: QuickChoice, point: Point): Point {
  const anchor = shapeOf({ kind: choice.kind }).anchors.find((each) => each.port.name === choice.port);
  if (anchor === undefined) return { x: point.x - CARD_WIDTH / 2, y: point.y - CARD_HEIGHT / 2 };
  return { x: point.x - anchor.x, y: point.y - anchor.y };
}
