import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { Annotation } from "../../../design/document/schema.ts";
import { canvasState, useCanvasState } from "../state/canvas-state.ts";
import { rewriteNote } from "../state/edits.ts";

export interface NoteData extends Record<string, unknown> {
  readonly annotation: Annotation;
}

export type NoteNode = Node<NoteData, "note">;

/** A note of the author's on the canvas. Text, not markup; a double click edits it. */
export const Note = memo(
  function Note({ data: { annotation } }: NodeProps<NoteNode>) {
    const { id, text } = annotation;
    const isEditing = useCanvasState((state) => state.renaming === id);
    if (!isEditing) {
      return (
        <div className="note" onDoubleClick={() => canvasState.setState({ renaming: id })}>
          {text === "" ? <span className="note-empty">Empty note</span> : text}
        </div>
      );
    }
    return (
      <textarea
        className="note note-field nodrag nopan nowheel"
        aria-label="Note"
        defaultValue={text}
        maxLength={20_000}
        autoFocus
        onFocus={(event) => event.target.select()}
        onBlur={(event) => {
          canvasState.setState({ renaming: null });
          if (event.target.value !== text) rewriteNote(id, event.target.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    );
  },
  (before, after) => before.data === after.data,
);
