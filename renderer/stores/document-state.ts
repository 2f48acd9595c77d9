import type { DesignDiff } from "../../design/document/diff.ts";
import type { History } from "../../design/document/history.ts";
import { sameJson } from "../../design/document/same-json.ts";
import type { Design } from "../../design/document/schema.ts";

/** Which file a design came from; null while it is in none. */
export interface DesignFile {
  readonly path: string | null;
  /** Of the file's content as it was read or written last; handed back when saving. */
  readonly hash: string | null;
}

export interface EditOptions {
  /** Edits with the same key that follow each other closely are one step of undo: typing, dragging. */
  readonly mergeKey?: string;
}

/** What is saved and undoable: the design and how it came to be. */
export interface DocumentState extends DesignFile {
  readonly design: Design;
  /** As it was read or saved last; null when it never was. */
  readonly savedDesign: Design | null;
  readonly history: History;
  /** Names this document's recovery entry; another one with each design that is opened. */
  readonly key: string;
}

export interface DocumentActions {
  /** Applies a change and makes it one step of undo, called `label` ("Move orders"). */
  readonly edit: (diff: DesignDiff, label: string, options?: EditOptions) => void;
  /** Ends a run of merged edits: the next edit is a step of its own whatever its key. */
  readonly mark: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** What undo would take back, or null. */
  readonly undoLabel: () => string | null;
  /** What redo would do again, or null. */
  readonly redoLabel: () => string | null;
  /** Another design in place of this one; there is no undoing it. */
  readonly replace: (design: Design, file: DesignFile) => void;
  /** Unsaved work of a crash in place of this design: it is in a file, but not as it is here. */
  readonly recover: (design: Design, work: { path: string | null; key: string }) => void;
  /** It is the document of this key. */
  readonly resume: (key: string) => void;
  /** `design` is what was written; edits made meanwhile stay unsaved. */
  readonly markSaved: (design: Design, file: { path: string; hash: string }) => void;
}

export type DocumentSlice = DocumentState & DocumentActions;

const compared = new WeakMap<Design, { saved: Design; same: boolean }>();

/** Whether the design differs from its file. Cheap to ask again. An untouched new design is not edited. */
export function isEdited({ design, savedDesign }: Pick<DocumentState, "design" | "savedDesign">): boolean {
  if (design === savedDesign) return false;
  if (savedDesign === null) return true;
  const known = compared.get(design);
  if (known?.saved === savedDesign) return !known.same;
  const same = sameJson(design, savedDesign);
  compared.set(design, { saved: savedDesign, same });
  return !same;
}
