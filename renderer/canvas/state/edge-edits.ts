import type { PortRef } from "../../../design/checks/port-rules.ts";
import { connect, reconnect, setLabel } from "../../../design/document/operations.ts";
import { inOrder } from "../connect/direction.ts";
import { designNow, editDesign, nameOf } from "./document-link.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { canvasState, edgeKey } from "./canvas-state.ts";
import { viewStore } from "./view-store.ts";
import { canvasWords } from "../../words/canvas.ts";

// What the canvas does to edges: each function is one step of undo. What cannot be done is told in a toast.

/** Draws an edge between two ports, whichever of them it was drawn from. */
export function connectPorts(drawnFrom: PortRef, drawnTo: PortRef): void {
  const ends = inOrder(designNow(), drawnFrom, drawnTo);
  editDesign(canvasWords.connectNameToName2(nameOf(ends.from.node), nameOf(ends.to.node)), (design) => connect(design, ends));
}

/** Leads an edge to another port, or has it begin at one; its other end stays at `kept`. To where it is already it does nothing. */
export function reconnectEdge(edge: string, kept: PortRef, moved: PortRef): void {
  const ends = inOrder(designNow(), kept, moved);
  const verb = ends.to === moved ? canvasWords.lead : canvasWords.begin;
  const label = verb === "Lead" ? canvasWords.leadTheEdgeFromNameToName2(nameOf(kept.node), nameOf(moved.node)) : canvasWords.beginTheEdgeToNameAtName2(nameOf(kept.node), nameOf(moved.node));
  editDesign(label, (design) => reconnect(design, { edge, ...ends }));
}

/** Has an edge's label be typed where it stands, from so near that one sees it. */
export function editLabel(edge: string): void {
  sessionStore.getState().select({ edges: [edge] });
  viewStore.getState().canvas?.fitNear(edgeKey(edge));
  canvasState.setState({ renaming: edgeKey(edge) });
}

/** Gives an edge another label; an empty one takes it away. */
export function labelEdge(id: string, text: string): void {
  const edge = designNow().edges.find((each) => each.id === id);
  if (edge === undefined) return;
  editDesign(canvasWords.labelNameToName2(nameOf(edge.from.node), nameOf(edge.to.node)), (design) => setLabel(design, { edge: id, label: text }));
}

/** What the user wrote on an edge; empty where nothing. */
export function labelOf(id: string): string {
  return designNow().edges.find((edge) => edge.id === id)?.label ?? "";
}
