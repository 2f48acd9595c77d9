import { addAnnotation, updateAnnotation } from "../../../design/document/operations-document.ts";
import { removeElements } from "../../../design/document/operations.ts";
import type { Point } from "../../../design/document/schema.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import { snapTo, type Rectangle } from "../../../design/picture/rectangle.ts";
import type { EditOptions } from "../../stores/document-state.ts";
import { designNow, editDesign } from "./document-link.ts";
import { canvasWords } from "../../words/canvas.ts";

// What the canvas does to notes: each function is one step of undo.

/** Adds an empty note and gives its id; null when it could not be added. */
export function addNote(position: Point): string | null {
  const diff = editDesign(canvasWords.addNote, (design) => addAnnotation(design, { text: "", position: snapTo(position, GRID) }));
  return diff?.annotations.added[0]?.record.id ?? null;
}

/** Changes the text of a note, which grows to `height` px where it is lower; a note without text is removed. */
export function rewriteNote(id: string, text: string, height: number): void {
  if (text.trim() === "") {
    editDesign(canvasWords.deleteNote, (design) => removeElements(design, { annotations: [id] }));
    return;
  }
  const size = designNow().annotations?.find((note) => note.id === id)?.size ?? NOTE_SIZE;
  const grown = height > size.height ? { size: { ...size, height: Math.ceil(height / GRID) * GRID } } : {};
  editDesign(canvasWords.editNote, (design) => updateAnnotation(design, { id, text, ...grown }));
}

/** Gives a note another place and size, px of the flow. */
export function sizeNote(id: string, { x, y, width, height }: Rectangle, options?: EditOptions): void {
  editDesign(canvasWords.resizeNote, (design) => updateAnnotation(design, { id, position: { x, y }, size: { width, height } }), options);
}
