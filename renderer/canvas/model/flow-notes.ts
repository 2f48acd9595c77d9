import type { Annotation } from "../../../design/document/schema.ts";
import type { NoteNode } from "../nodes/note.tsx";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Placed } from "../../../design/picture/rectangle.ts";
import type { Moved } from "../../../design/picture/scene.ts";
import { canvasWords } from "../../words/canvas.ts";

/** Notes as React Flow takes them, by id. */
export type NoteNodes = ReadonlyMap<string, NoteNode>;

/** Where notes are drawn other than the document has them. */
export interface NotePlaces {
  readonly moved: Moved;
  readonly sizing?: Placed | null;
}

/** React Flow's nodes of a design's notes; the same objects as before where nothing has changed. */
export function noteNodesOf(annotations: readonly Annotation[], { moved, sizing = null }: NotePlaces, selected: ReadonlySet<string>, before: NoteNodes): NoteNodes {
  const after = new Map<string, NoteNode>();
  for (const annotation of annotations) {
    const known = before.get(annotation.id);
    const isSizing = sizing?.id === annotation.id;
    const position = isSizing ? sizing : (moved.get(annotation.id) ?? annotation.position);
    const { width, height } = isSizing ? sizing : (annotation.size ?? NOTE_SIZE);
    const isSelected = selected.has(annotation.id);
    const isSame = known?.data.annotation === annotation && known.selected === isSelected && known.width === width && known.height === height;
    if (isSame && known.position.x === position.x && known.position.y === position.y) {
      after.set(annotation.id, known);
      continue;
    }
    const size = { width, height };
    const data = known?.data.annotation === annotation ? known.data : { annotation };
    after.set(annotation.id, {
      id: annotation.id,
      type: "note",
      position: { x: position.x, y: position.y },
      data,
      selected: isSelected,
      connectable: false,
      zIndex: -1,
      ...size,
      measured: size,
      ariaLabel: annotation.text.trim() === "" ? canvasWords.emptyNote : canvasWords.noteText(annotation.text.slice(0, 200)),
    });
  }
  return after;
}
