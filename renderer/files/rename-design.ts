import { renameDesign as renaming } from "../../design/document/operations-document.ts";
import { documentStore } from "../stores/document-store.ts";
import { filesWords } from "../words/files.ts";

/** Gives the design another name, undoably. */
export function renameDesign(name: string): void {
  const { design, edit } = documentStore.getState();
  edit(renaming(design, name), filesWords.renameTheDesign);
}
