import { diffDesigns } from "../../design/document/diff.ts";
import type { Design, DesignEdge, DesignNode } from "../../design/document/schema.ts";
import type { EditOptions } from "./document-state.ts";
import type { DocumentStore } from "./document-store.ts";

/** Changes properties of the design itself, as one step of undo. A property that is undefined is left out. */
export function changeDesign(store: DocumentStore, change: Partial<Design>, label: string, options?: EditOptions): void {
  const { design, edit } = store.getState();
  edit(diffDesigns(design, withoutUndefined({ ...design, ...change })), label, options);
}

/** Changes properties of one node. */
export function changeNode(store: DocumentStore, id: string, change: Partial<DesignNode>, label: string, options?: EditOptions): void {
  const { nodes } = store.getState().design;
  changeDesign(store, { nodes: nodes.map((node) => (node.id === id ? withoutUndefined({ ...node, ...change }) : node)) }, label, options);
}

/** Changes properties of one edge. */
export function changeEdge(store: DocumentStore, id: string, change: Partial<DesignEdge>, label: string, options?: EditOptions): void {
  const { edges } = store.getState().design;
  changeDesign(store, { edges: edges.map((edge) => (edge.id === id ? withoutUndefined({ ...edge, ...change }) : edge)) }, label, options);
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}
