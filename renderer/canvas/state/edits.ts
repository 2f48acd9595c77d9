import type { PortRef } from "../../../design/checks/port-rules.ts";
import { composeDiffs, applyDiff, type DesignDiff } from "../../../design/document/diff.ts";
import { dropNodeOnEdge, insertionRefusal, insertNodeOnEdge } from "../../../design/document/insert-node.ts";
import { addAnnotation, moveAnnotations, updateAnnotation } from "../../../design/document/operations-document.ts";
import { addedNodes, addNode, connect, moveNodes, removeElements, rename } from "../../../design/document/operations.ts";
import type { Design, Point } from "../../../design/document/schema.ts";
import { kindOf, type KindType } from "../../../design/kinds/registry.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { inOrder } from "../connect/direction.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { snapTo } from "../../../design/picture/rectangle.ts";
import { splitIds } from "../model/element-ids.ts";
import { designNow, editDesign, nameOf, namesOf } from "./document-link.ts";

// What the canvas does to the document: each function is one step of undo. What cannot be done is told in a toast.

/** Moves nodes and notes; nothing else moves. */
export function moveElements(places: ReadonlyMap<string, Point>): void {
  editDesign(`Move ${namesOf([...places.keys()])}`, (design) => movedTo(design, places));
}

/** Moves a lone node onto an edge, which then leads through it. */
export function insertIntoEdge(node: string, edge: string, places: ReadonlyMap<string, Point>): void {
  editDesign(`Insert ${nameOf(node)}`, (design) => then(design, movedTo(design, places), (moved) => dropNodeOnEdge(moved, { edge, node })));
}

/** Gives a node another name; an empty one takes its name away. */
export function renameNode(node: string, name: string): void {
  editDesign(`Rename ${nameOf(node)}`, (design) => rename(design, { node, name }));
}

/** Changes the text of a note; a note without text is removed. */
export function rewriteNote(id: string, text: string): void {
  if (text.trim() === "") editDesign("Delete note", (design) => removeElements(design, { annotations: [id] }));
  else editDesign("Edit note", (design) => updateAnnotation(design, { id, text }));
}

/** Adds an empty note and gives its id; null when it could not be added. */
export function addNote(position: Point): string | null {
  const diff = editDesign("Add note", (design) => addAnnotation(design, { text: "", position: snapTo(position, GRID) }));
  return diff?.annotations.added[0]?.record.id ?? null;
}

/** Draws an edge between two ports, whichever of them it was drawn from. */
export function connectPorts(drawnFrom: PortRef, drawnTo: PortRef): void {
  const ends = inOrder(designNow(), drawnFrom, drawnTo);
  editDesign(`Connect ${nameOf(ends.from.node)} to ${nameOf(ends.to.node)}`, (design) => connect(design, ends));
}

/** Adds a node and selects it; joined to a port by an edge where `joined` says so. Gives its id. */
export function addNodeAt(kind: KindType, position: Point, joined?: { readonly port: string; readonly from: PortRef }): string | null {
  const place = snapTo(position, GRID);
  const diff = editDesign(`Add ${noun(kind)}`, (design) => {
    const added = addNode(design, { kind, position: place });
    const [node] = addedNodes(added);
    if (joined === undefined || node === undefined) return added;
    return then(design, added, (after) => connect(after, inOrder(after, joined.from, { node, port: joined.port })));
  });
  return selectAdded(diff);
}

/** Adds a node into an edge. False when it does not fit there; nothing is added then. */
export function addNodeIntoEdge(kind: KindType, edge: string, position: Point): boolean {
  if (insertionRefusal(designNow(), edge, { kind }) !== null) return false;
  const place = snapTo(position, GRID);
  selectAdded(editDesign(`Insert ${noun(kind)}`, (design) => insertNodeOnEdge(design, { kind, position: place, edge })));
  return true;
}

/** Removes what is selected. */
export function removeSelected(): void {
  const { selection, clearSelection } = sessionStore.getState();
  const count = selection.nodes.length + selection.edges.length;
  if (count === 0) return;
  const { nodes, annotations } = splitIds(designNow(), selection.nodes);
  const what = selection.nodes.length > 0 ? namesOf(selection.nodes) : selection.edges.length === 1 ? "edge" : `${selection.edges.length} edges`;
  editDesign(`Delete ${what}`, (design) => removeElements(design, { nodes, edges: selection.edges, annotations }));
  clearSelection();
}

function movedTo(design: Design, places: ReadonlyMap<string, Point>): DesignDiff {
  const moved = moveNodes(design, places);
  return splitIds(design, [...places.keys()]).annotations.length === 0
    ? moved
    : then(design, moved, (after) => moveAnnotations(after, places));
}

/** One change that does a second one to what the first one leaves. */
function then(design: Design, first: DesignDiff, second: (after: Design) => DesignDiff): DesignDiff {
  return composeDiffs(first, second(applyDiff(design, first)));
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
