import { applyDiff, composeDiffs, type DesignDiff } from "../../design/document/diff.ts";
import { addZone } from "../../design/document/operations-document.ts";
import { assignZone } from "../../design/document/operations.ts";
import type { Design } from "../../design/document/schema.ts";
import type { DocumentStore } from "../stores/document-store.ts";

/** Makes a zone and puts these nodes into it: one change. */
export function newZoneWith(design: Design, nodes: readonly string[]): DesignDiff {
  const made = addZone(design, { name: freeName(design) });
  const zone = made.zones.added[0]?.record.id;
  return zone === undefined ? made : composeDiffs(made, assignZone(applyDiff(design, made), { nodes, zone }));
}

/** Does that in the document, as one step of undo. */
export function putIntoNewZone(document: DocumentStore, nodes: readonly string[]): void {
  const { design, edit, mark } = document.getState();
  edit(newZoneWith(design, nodes), "Make a zone");
  mark();
}

/** `Zone 1`, or the first number that no zone is called by. */
function freeName({ zones = [] }: Design): string {
  const taken = new Set(zones.map(({ name }) => name));
  let number = zones.length + 1;
  while (taken.has(`Zone ${number}`)) number++;
  return `Zone ${number}`;
}
