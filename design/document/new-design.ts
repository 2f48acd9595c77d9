import { DOCUMENT_VERSION, type Design } from "./schema.ts";

/** A design with nothing in it yet. */
export function emptyDesign(name = "Untitled"): Design {
  return { format: "spillway", version: DOCUMENT_VERSION, name, nodes: [], edges: [] };
}
