import { andThen, type DesignDiff } from "../../design/document/diff.ts";
import { addZone } from "../../design/document/operations-document.ts";
import { assignZone } from "../../design/document/operations.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { Design } from "../../design/document/schema.ts";
import type { DocumentStore } from "../stores/document-store.ts";
import { runWords } from "../words/run.ts";

/** Makes a zone and puts these nodes into it: one change. */
export function newZoneWith(design: Design, nodes: readonly string[]): DesignDiff {
  const made = addZone(design, { name: freeName(design) });
  const zone = made.zones.added[0]?.record.id;
  return zone === undefined ? made : andThen(design, made, (after) => assignZone(after, { nodes, zone }));
}

/** Does that in the document, as one step of undo. Gives the zone's id. */
export function putIntoNewZone(document: DocumentStore, nodes: readonly string[]): string | undefined {
  const { design, edit, mark } = document.getState();
  const diff = newZoneWith(design, nodes);
  const [only] = design.nodes.filter(({ id }) => nodes.includes(id));
  const what = nodes.length === 1 && only !== undefined ? displayName(only) : `${nodes.length} nodes`;
  edit(diff, nodes.length === 0 ? runWords.addAZone : runWords.putWhatIntoANewZone(what));
  mark();
  return diff.zones.added[0]?.record.id;
}

/** `Zone 1`, or the first number that no zone is called by. */
function freeName({ zones = [] }: Design): string {
  const taken = new Set(zones.map(({ name }) => name));
  let number = zones.length + 1;
  while (taken.has(runWords.zoneNumber(number))) number++;
  return runWords.zoneNumber(number);
}
