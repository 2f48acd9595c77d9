import { area } from "./area.ts";

/** Importing documents of other tools. */
export const importWords = area("import", {
  nameIsReadOneFile: (name: string | number) => `${name} is read; one file at a time can be.`,
  dropItToOpenOrImport: "Drop it to open or import it",
  tooLarge: (name: string, megabytes: number, most: number) => `${name} has ${megabytes} MB; ${most} MB is the most. Import a part of it.`,
  theClipboard: "The clipboard",
  openedName: (name: string | number) => `Opened ${name}.`,
  importedNameFromFormat: (name: string | number, format: string | number) => `Imported ${name} from ${format}.`,
  itIsInNoFileYetSave: "It is in no file yet: save it to keep it.",
  importADesign: "Import a design",
  fromAnotherToolsDocument: "From another tool’s document. It opens as a new design.",
  fromFormats: (formats: string) => `From ${formats}. It opens as a new design.`,
  cancel: "Cancel",
  readTheText: "Read the text",
  theText: "The text",
  dropAFileHere: "Drop a file here, or",
  chooseAFile: "Choose a file…",
  orPasteItsText: "or paste its text",
  open: "Open",
  import: "Import",
  wasRecognised: (file: string, format: string, nodes: number, edges: number) =>
    `${file} was recognised as ${format}: ${nodes} ${nodes === 1 ? "node" : "nodes"} and ${edges} ${edges === 1 ? "edge" : "edges"}.`,
  anotherDocument: "Another document",
  openAsANewDesign: "Open as a new design",
  everythingInItWasUnderstood: "Everything in it was understood.",
  whatWasNotUnderstood: "What was not understood",
  place: "Place",
  whatWasDoneInstead: "What was done instead",
  theDesign: "the design",
  spillwayDesign: "Spillway design",
});
