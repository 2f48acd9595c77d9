import type { Annotation } from "../../../design/document/schema.ts";
import type { NoteNode } from "../nodes/note.tsx";
import { NOTE_SIZE } from "../../../design/picture/note-size.ts";
import type { Moved } from "../../../design/picture/scene.ts";

/** Notes as React Flow takes them, by id. */
export type NoteNodes = ReadonlyMap<string, NoteNode>;

/** React Flow's nodes of a design's notes; the same objects as before where nothing has changed. */
export function noteNodesOf(annotations: readonly Annotation[], moved: Moved, selected: ReadonlySet<string>, before: NoteNodes): NoteNodes {
  const after = new Map<string, NoteNode>();
  for (const annotation of annotations) {
    const known = before.get(annotation.id);
    const position = moved.get(annotation.id) ?? annotation.position;
    const isSelected = selected.has(annotation.id);
    const isSame = known?.data.annotation === annotation && known.selected === isSelected;
    if (isSame && known.position.x === position.x && known.position.y === position.y) {
      after.set(annotation.id, known);
      continue;
    }
    const size = annotation.size ?? NOTE_SIZE;
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
      ariaLabel: "Note",
    });
  }
  return after;
}
