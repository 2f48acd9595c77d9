import type { PortRef } from "../../../design/checks/port-rules.ts";
import { andThen, type DesignDiff } from "../../../design/document/diff.ts";
import { dropNodeOnEdge, insertionRefusal, insertNodeOnEdge } from "../../../design/document/insert-node.ts";
import { moveAnnotations, removeZone } from "../../../design/document/operations-document.ts";
import { addedNodes, addNode, assignZone, connect, moveNodes, removeElements, rename, type NewNode } from "../../../design/document/operations.ts";
import type { Design, Point } from "../../../design/document/schema.ts";
import { kindOf, type KindType } from "../../../design/kinds/registry.ts";
import { CARD_HEIGHT, CARD_WIDTH, GRID } from "../../../design/picture/card-shape.ts";
import { snapTo } from "../../../design/picture/rectangle.ts";
import type { EditOptions } from "../../stores/document-state.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { inOrder } from "../connect/direction.ts";
import { splitIds } from "../model/element-ids.ts";
import { zoneAt, type ZoneChanges } from "../zones/zone-drop.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { placesInZone } from "./zone-edits.ts";
import { designNow, editDesign, nameOf, namesOf, zoneNameOf } from "./document-link.ts";
import { canvasWords } from "../../words/canvas.ts";

// What the canvas does to nodes: each function is one step of undo. What cannot be done is told in a toast.

export interface MoveOptions extends EditOptions {
  /** Nodes that come into another zone on the way. */
  readonly zones?: ZoneChanges;
  /** What the step is called; without it by what moves. */
  readonly label?: string;
}

const STAY: ZoneChanges = new Map();

/** Moves nodes and notes; nothing else moves. */
export function moveElements(places: ReadonlyMap<string, Point>, { zones = STAY, label, ...options }: MoveOptions = {}): void {
  const step = label ?? canvasWords.moveNamesZoneWords(namesOf([...places.keys()]), zoneWords(zones));
  editDesign(step, (design) => rezoned(design, movedTo(design, places), zones), options);
}

/** Moves a lone node onto an edge, which then leads through it. */
export function insertIntoEdge(node: string, edge: string, places: ReadonlyMap<string, Point>, zones: ZoneChanges = STAY): void {
  editDesign(canvasWords.insertName(nameOf(node)), (design) => {
    const inserted = andThen(design, movedTo(design, places), (moved) => dropNodeOnEdge(moved, { edge, node }));
    return rezoned(design, inserted, zones);
  });
}

/** Gives a node another name; an empty one takes its name away. */
export function renameNode(node: string, name: string): void {
  editDesign(canvasWords.renameName(nameOf(node)), (design) => rename(design, { node, name }));
}

/**
 * Adds a node and selects it: in the zone whose frame it comes to lie in, and joined to a port by an edge where `joined`
 * says so. Gives its id.
 */
export function addNodeAt(kind: KindType, position: Point, joined?: { readonly port: string; readonly from: PortRef }): string | null {
  const placed = placedNode(kind, position);
  const diff = editDesign(canvasWords.addNoun(noun(kind)), (design) => {
    const added = addNode(design, placed);
    const [node] = addedNodes(added);
    if (joined === undefined || node === undefined) return added;
    return andThen(design, added, (after) => connect(after, inOrder(after, joined.from, { node, port: joined.port })));
  });
  return selectAdded(diff);
}

/** Adds a node into an edge. False when it does not fit there; nothing is added then. */
export function addNodeIntoEdge(kind: KindType, edge: string, position: Point): boolean {
  if (insertionRefusal(designNow(), edge, { kind }) !== null) return false;
  const placed = placedNode(kind, position);
  selectAdded(editDesign(canvasWords.insertNoun(noun(kind)), (design) => insertNodeOnEdge(design, { ...placed, edge })));
  return true;
}

/** Removes what is selected. With a zone its nodes stay, in none. */
export function removeSelected(): void {
  remove("Delete", sessionStore.getState().selection.nodes);
}

/** Removes what is selected, once it is on the clipboard. With a zone goes what is in it: it was copied with that. */
export function cutSelected(): void {
  const { nodes, zones } = sessionStore.getState().selection;
  remove(canvasWords.cut, [...nodes, ...zones.flatMap((zone) => [...placesInZone(zone).keys()])]);
}

function remove(verb: string, ids: readonly string[]): void {
  const { selection, clearSelection } = sessionStore.getState();
  if (ids.length + selection.edges.length + selection.zones.length === 0) return;
  const { nodes, annotations } = splitIds(designNow(), ids);
  editDesign(`${verb} ${selectedWords()}`, (design) =>
    selection.zones.reduce(
      (removed, zone) => andThen(design, removed, (after) => removeZone(after, zone)),
      removeElements(design, { nodes, edges: selection.edges, annotations }),
    ),
  );
  clearSelection();
}

function selectedWords(): string {
  const { nodes, edges, zones } = sessionStore.getState().selection;
  if (nodes.length > 0) return namesOf(nodes);
  const [zone] = zones;
  if (zone !== undefined) return zones.length === 1 ? `the zone ${zoneNameOf(zone)}` : `${zones.length} zones`;
  return edges.length === 1 ? "edge" : `${edges.length} edges`;
}

/** A new node on the grid, in the zone whose frame its middle lies in. */
function placedNode(kind: KindType, position: Point): NewNode {
  const place = snapTo(position, GRID);
  const zone = zoneAt(zonesNow(), { x: place.x + CARD_WIDTH / 2, y: place.y + CARD_HEIGHT / 2 });
  return { kind, position: place, ...(zone === undefined ? {} : { zone }) };
}

function movedTo(design: Design, places: ReadonlyMap<string, Point>): DesignDiff {
  const moved = moveNodes(design, places);
  return splitIds(design, [...places.keys()]).annotations.length === 0
    ? moved
    : andThen(design, moved, (after) => moveAnnotations(after, places));
}

function rezoned(design: Design, first: DesignDiff, zones: ZoneChanges): DesignDiff {
  return [...new Set(zones.values())].reduce((diff, zone) => {
    const nodes = [...zones].flatMap(([id, next]) => (next === zone ? [id] : []));
    return andThen(design, diff, (after) => assignZone(after, { nodes, zone }));
  }, first);
}

/** ` into East`, ` out of East`, or that they change zones. */
function zoneWords(zones: ZoneChanges): string {
  const [[id, next] = [], ...others] = [...zones];
  if (id === undefined) return "";
  if (others.some(([, zone]) => zone !== next)) return canvasWords.toOtherZones;
  if (next !== undefined) return ` into ${zoneNameOf(next)}`;
  const own = designNow().nodes.find((node) => node.id === id)?.zone;
  return own === undefined ? "" : ` out of ${zoneNameOf(own)}`;
}

function selectAdded(diff: DesignDiff | null): string | null {
  const [node] = diff === null ? [] : addedNodes(diff);
  if (node === undefined) return null;
  sessionStore.getState().select({ nodes: [node] });
  return node;
}

function noun(kind: KindType): string {
  return kindOf(kind).title.toLowerCase();
}
