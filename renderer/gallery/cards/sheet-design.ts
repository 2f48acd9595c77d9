import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { portsOf } from "../../../design/document/settings.ts";
import { kindOf, kindTypes, type KindType } from "../../../design/kinds/registry.ts";
import { CARD_WIDTH, shapeOf } from "../../../design/picture/card-shape.ts";
import { createActivityLog } from "../../canvas/model/activity.ts";
import { deadLetterState, stateOf } from "../../canvas/model/node-state.ts";
import { galleryWords } from "../../words/gallery.ts";
import { frameAt } from "./made-up-frames.ts";
import { LOOKS, MADE_UP_FRAMES, type Look } from "./looks.ts";

/** One card of the sheet. */
export interface Cell {
  readonly node: Omit<DesignNode, "position">;
  readonly kind: KindType;
  readonly look: Look;
}

const GAP = 24;

/** A card for each kind and look that the kind can have, kind after kind. */
export function sheetCells(): readonly Cell[] {
  return kindTypes.flatMap((kind) => LOOKS.filter((look) => canLook(kind, look)).map((look) => cellOf(kind, look)));
}

function cellOf(kind: KindType, look: Look): Cell {
  return { kind, look, node: { id: `${kind}-${look}`, kind, name: galleryWords.cards[look] } };
}

/** Whether the numbers made up for a look have a node of this kind look so: a producer is never dead. */
function canLook(kind: KindType, look: Look): boolean {
  if (look === "rest" || look === "selected") return true;
  if (look === "predicted") return kindOf(kind).role !== "policy";
  const cell = cellOf(kind, look);
  const log = createActivityLog();
  for (let seq = 0; seq < MADE_UP_FRAMES; seq += 1) log.accept(frameAt([cell], [], seq));
  const frame = frameAt([cell], [], MADE_UP_FRAMES).nodes[cell.node.id];
  const activity = log.of(cell.node.id);
  return (kind === "deadLetter" ? deadLetterState(frame, activity) : stateOf(kindOf(kind).role, frame, activity)) === look;
}

/** The cells laid out in rows no wider than `width`, px of the flow, and how high all of them are. */
export function laidOut(cells: readonly Cell[], width: number): { readonly nodes: readonly DesignNode[]; readonly height: number } {
  const columns = Math.max(1, Math.floor((width - GAP) / (CARD_WIDTH + GAP)));
  const nodes: DesignNode[] = [];
  let y = GAP;
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns);
    for (const [column, { node }] of row.entries()) nodes.push({ ...node, position: { x: GAP + column * (CARD_WIDTH + GAP), y } });
    y += Math.max(...row.map(({ node }) => shapeOf(node).height)) + 2 * GAP;
  }
  return { nodes, height: y };
}

/** An edge from every port by which events leave, to nowhere that is drawn: cards count over these what leaves them. */
export function leavingEdges(cells: readonly Cell[]): readonly DesignEdge[] {
  return cells.flatMap(({ node }) =>
    portsOf(node)
      .filter((port) => port.direction === "out" && port.type === "event")
      .map((port) => ({ id: `${node.id}/${port.name}`, from: { node: node.id, port: port.name }, to: { node: "nowhere", port: "in" } })),
  );
}
