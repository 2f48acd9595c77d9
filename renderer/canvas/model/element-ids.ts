import type { Design } from "../../../design/document/schema.ts";

/** Ids of cards and notes, told apart: both are nodes to the canvas, and both are selected as such. */
export interface SplitIds {
  readonly nodes: readonly string[];
  readonly annotations: readonly string[];
}

/** Tells a design's notes from its nodes; ids that it does not have are left out. */
export function splitIds(design: Pick<Design, "nodes" | "annotations">, ids: readonly string[]): SplitIds {
  const wanted = new Set(ids);
  return {
    nodes: design.nodes.filter((node) => wanted.has(node.id)).map((node) => node.id),
    annotations: (design.annotations ?? []).filter((note) => wanted.has(note.id)).map((note) => note.id),
  };
}
