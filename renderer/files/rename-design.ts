import { documentStore } from "../stores/document-store.ts";
import { changeDesign } from "../stores/edits.ts";

/** Gives the design another name, undoably. */
export function renameDesign(name: string): void {
  changeDesign(documentStore, { name }, "Rename the design");
}
