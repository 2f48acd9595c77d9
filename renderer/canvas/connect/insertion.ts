import { insertionRefusal } from "../../../design/document/insert-node.ts";
import type { Design } from "../../../design/document/schema.ts";

/**
 * Tells whether letting a dragged node go on an edge inserts it there: it fits, and it has no edges yet. Dragging one that is
 * connected across an edge means nothing.
 */
export function canInsert(design: Design, edge: string, nodeId: string): boolean {
  const node = design.nodes.find((each) => each.id === nodeId);
  if (node === undefined || design.edges.some((each) => each.from.node === nodeId || each.to.node === nodeId)) return false;
  return insertionRefusal(design, edge, node) === null;
}
