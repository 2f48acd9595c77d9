import type { CardNode } from "../nodes/card.tsx";
import type { NoteNode } from "../nodes/note.tsx";

/** Whatever lies on the canvas. */
export type FlowNode = CardNode | NoteNode;
