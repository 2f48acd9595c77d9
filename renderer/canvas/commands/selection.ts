import type { CommandContext } from "../../commands/command.ts";
import type { Point } from "../../../design/document/schema.ts";
import { boundsOf, type Placed } from "../../../design/picture/rectangle.ts";
import { splitIds } from "../model/element-ids.ts";
import { zoneKey } from "../state/canvas-state.ts";
import { drawnOf } from "../state/drawn-elements.ts";
import { isOnCanvas } from "../state/on-canvas.ts";
import { viewStore } from "../state/view-store.ts";
import { placesInZone } from "../state/zone-edits.ts";

const BESIDE = 16;

type Context = Pick<CommandContext, "document" | "session">;

/** Ids of the selected nodes that are in the design; notes are not among them. */
export function selectedNodes({ document, session }: Context): readonly string[] {
  return splitIds(document.getState().design, session.getState().selection.nodes).nodes;
}

/** The only selected node, with no note beside it; undefined for none and for several. */
export function onlyNode(context: Context): string | undefined {
  const only = onlyId(context.session.getState().selection.nodes);
  return only === undefined ? undefined : selectedNodes(context)[0];
}

/** The note, where that alone is selected. */
export function onlyNote({ document, session }: Context): string | undefined {
  const only = onlyId(session.getState().selection.nodes);
  return only === undefined ? undefined : splitIds(document.getState().design, [only]).annotations[0];
}

/** The edge, where that alone is selected. */
export function onlyEdge({ session }: Pick<CommandContext, "session">): string | undefined {
  const { nodes, edges, zones } = session.getState().selection;
  return nodes.length + zones.length === 0 ? onlyId(edges) : undefined;
}

/** The zone, where that alone is selected. */
export function onlyZone({ session }: Pick<CommandContext, "session">): string | undefined {
  const { nodes, edges, zones } = session.getState().selection;
  return nodes.length + edges.length === 0 ? onlyId(zones) : undefined;
}

/** The selected cards and notes, where they are drawn. */
export function selectedPlaces({ session }: Pick<CommandContext, "session">): readonly Placed[] {
  return drawnOf(session.getState().selection.nodes);
}

/** The same with what moves with the selected zones. */
export function movablePlaces({ session }: Pick<CommandContext, "session">): readonly Placed[] {
  const { nodes, zones } = session.getState().selection;
  return drawnOf(new Set([...nodes, ...zones.flatMap((zone) => [...placesInZone(zone).keys()])]));
}

/** The frames of selected zones that have nothing to go around. */
export function emptyZonePlaces({ session }: Pick<CommandContext, "session">): readonly Placed[] {
  const empty = session.getState().selection.zones.filter((zone) => placesInZone(zone).size === 0);
  return drawnOf(empty.map(zoneKey));
}

/** Ids of the zones that the selected nodes are in. */
export function zonesOf(context: Context): readonly string[] {
  const nodes = new Set(selectedNodes(context));
  return [...new Set(context.document.getState().design.nodes.flatMap(({ id, zone }) => (zone !== undefined && nodes.has(id) ? [zone] : [])))];
}

/** Where a list about the selection opens: beside it, px of the window. */
export function besideSelection({ session }: Pick<CommandContext, "session">): Point {
  const { nodes, zones } = session.getState().selection;
  const bounds = boundsOf(drawnOf([...nodes, ...zones.map(zoneKey)]));
  const { canvas } = viewStore.getState();
  if (canvas === null) return { x: 0, y: 0 };
  const middle = canvas.centre();
  return canvas.toScreen(bounds === null ? middle : { x: bounds.x + bounds.width + BESIDE, y: bounds.y + bounds.height / 2 - 24 });
}

/** Whether anything is selected. */
export function hasSelection({ session }: Pick<CommandContext, "session">): boolean {
  const { nodes, edges, zones } = session.getState().selection;
  return nodes.length + edges.length + zones.length > 0;
}

/** For commands with plain keys: something is selected, and the keyboard is on the canvas. */
export function canActOnSelection(context: Pick<CommandContext, "session">): boolean {
  return hasSelection(context) && isOnCanvas();
}

function onlyId(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}
