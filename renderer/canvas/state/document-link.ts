import type { DesignDiff } from "../../../design/document/diff.ts";
import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import type { EditOptions } from "../../stores/document-state.ts";
import { splitIds } from "../model/element-ids.ts";
import { documentStore } from "../../stores/document-store.ts";

/** The design as it is now. */
export function designNow(): Design {
  return documentStore.getState().design;
}

/** Puts a change into the document as one step of undo. Gives the change; null when it is refused, which the user is told. */
export function editDesign(label: string, change: (design: Design) => DesignDiff, options?: EditOptions): DesignDiff | null {
  try {
    const diff = change(designNow());
    documentStore.getState().edit(diff, label, options);
    return diff;
  } catch (error) {
    tellFailure(error, commandContext);
    return null;
  }
}

/** A node's name for a label of undo. */
export function nameOf(id: string): string {
  const node = designNow().nodes.find((each) => each.id === id);
  return node === undefined ? "note" : displayName(node);
}

/** `orders`, or `3 nodes and 2 notes`, for a label of undo. */
export function namesOf(ids: readonly string[]): string {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return nameOf(only);
  const { nodes, annotations } = splitIds(designNow(), ids);
  return [counted(nodes.length, "node"), counted(annotations.length, "note")].filter((words) => words !== "").join(" and ");
}

/** A zone's name for a label of undo: its own, or its id where it has none. */
export function zoneNameOf(id: string): string {
  return designNow().zones?.find((zone) => zone.id === id)?.name || id;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
