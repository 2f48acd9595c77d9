import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { Annotation } from "../../../design/document/schema.ts";
import { canvasState, useCanvasState } from "../state/canvas-state.ts";
import { rewriteNote } from "../state/note-edits.ts";
import { viewStore } from "../state/view-store.ts";
import { NoteHandles } from "./note-handles.tsx";
import { canvasWords } from "../../words/canvas.ts";
import "./note.css";

export interface NoteData extends Record<string, unknown> {
  readonly annotation: Annotation;
}

export type NoteNode = Node<NoteData, "note">;

/** A note of the author's on the canvas. Text, not markup; a double click, Enter or F2 edits it, handles resize it. */
export const Note = memo(
  function Note({ data: { annotation }, selected }: NodeProps<NoteNode>) {
    const { id, text } = annotation;
    const isEditing = useCanvasState((state) => state.renaming === id);
    if (isEditing) return <NoteField id={id} text={text} />;
    return (
      <>
        <div className="note" onDoubleClick={() => canvasState.setState({ renaming: id })}>
          {text === "" ? <span className="note-empty">{canvasWords.emptyNote}</span> : text}
        </div>
        {selected && <NoteHandles annotation={annotation} />}
      </>
    );
  },
  (before, after) => before.data === after.data && before.selected === after.selected,
);

/** The text while it is edited: leaving it keeps what was typed, Escape too, for a note has no other way out by keyboard. */
function NoteField({ id, text }: { readonly id: string; readonly text: string }) {
  return (
    <textarea
      className="note note-field nodrag nopan nowheel"
      aria-label={canvasWords.note}
      defaultValue={text}
      maxLength={20_000}
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => {
        const { value } = event.target;
        canvasState.setState({ renaming: null });
        if (value !== text || value.trim() === "") rewriteNote(id, value, heightOf(event.target));
        if (value.trim() !== "") viewStore.getState().canvas?.focus(id);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) event.currentTarget.blur();
      }}
    />
  );
}

/** How high a note has to be for all of its text, px of the flow: the zoom does not change it. */
function heightOf(field: HTMLTextAreaElement): number {
  return field.scrollHeight + (field.offsetHeight - field.clientHeight);
}
