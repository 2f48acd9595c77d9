import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import { isLesson } from "../../design/lessons/load-lesson.ts";
import { openLesson } from "../lessons/lesson-actions.ts";
import type { Design } from "../../design/document/schema.ts";
import type { CommandContext } from "../commands/command.ts";
import { isEdited, type DesignFile } from "../stores/document-state.ts";
import { emptyDesign } from "../../design/document/new-design.ts";
import { nextTask } from "./next-task.ts";
import { pendingStore } from "./pending.ts";
import { filesWords } from "../words/files.ts";

export type FileContext = Pick<CommandContext, "document" | "session" | "run" | "engine">;

/** Opens a design file, or a lesson, in place of what is open. Rejects with an AppError that says what is wrong with the file. */
export async function openFile(context: FileContext, path: string): Promise<void> {
  const file = await context.engine.call("files.open", { path });
  if (isLesson(file.text)) return openLesson(context, file.path);
  await showInParts(context, file.text, { path: file.path, hash: file.hash });
}

/** Opens a copy of a design that comes with the product: saving it asks where. */
export async function openExample(context: FileContext, path: string): Promise<void> {
  const file = await context.engine.call("files.open", { path, asCopy: true });
  await showInParts(context, file.text, { path: null, hash: null });
}

/** Shows a design's text in place of what is open; throws an AppError that says what is wrong with it. */
export function show(context: FileContext, text: string, file: DesignFile): void {
  showLoaded(context, read(text), file);
}

/** As {@link show}, but a large design is read in one task and drawn in another. */
async function showInParts(context: FileContext, text: string, file: DesignFile): Promise<void> {
  const loaded = read(text);
  await nextTask();
  showLoaded(context, loaded, file);
}

type Loaded = Extract<ReturnType<typeof loadDesign>, { ok: true }>;

function read(text: string): Loaded {
  const loaded = loadDesign(text);
  if (!loaded.ok) throw loaded.error;
  return loaded;
}

function showLoaded({ document, session }: FileContext, { design, migrated, warnings }: Loaded, file: DesignFile): void {
  session.getState().clearSelection();
  session.getState().selectEvent(null);
  document.getState().replace(design, file);
  if (migrated.length > 0) session.getState().toast({ level: "info", text: filesWords.thisDesignWasMadeWithAnOlder, detail: filesWords.savingItKeepsTheNewForm });
  if (warnings.length > 0) session.getState().showDock("problems");
}

/** An empty design in place of what is open. */
export function showEmpty({ document, session }: Pick<FileContext, "document" | "session">): void {
  session.getState().clearSelection();
  document.getState().replace(emptyDesign(), { path: null, hash: null });
}

/**
 * Writes the design to a file. When somebody else has changed it since, or it is there already, nothing is written and
 * the conflict dialog asks. Resolves to whether it was written.
 */
export async function saveTo(context: FileContext, path: string, { overwrite = false } = {}): Promise<boolean> {
  const { document, session, engine } = context;
  const { design, path: ownPath, hash } = document.getState();
  const isOwn = path === ownPath;
  const answer = await engine.call("files.save", { path, text: formatDesign(design), overwrite, ...(isOwn && hash !== null ? { hash } : {}) });
  if (answer.conflict) {
    pendingStore.setState({ conflict: { path, reason: !isOwn ? "exists" : hash === null ? "recovered" : "changed" } });
    session.getState().openDialog("conflict");
    return false;
  }
  markSaved(context, design, answer);
  return true;
}

function markSaved({ document, session }: FileContext, design: Design, file: { path: string; hash: string }): void {
  document.getState().markSaved(design, file);
  session.getState().toast({ level: "success", text: filesWords.savedFileNameOf(fileNameOf(file.path)) });
}

/** Goes on with `proceed`, after asking what to do with unsaved work where there is some. */
export async function withSavedWork(context: FileContext, proceed: () => Promise<void>, giveUp?: () => void): Promise<void> {
  if (!isEdited(context.document.getState())) return proceed();
  pendingStore.setState({ unsaved: { proceed, ...(giveUp ? { giveUp } : {}) } });
  context.session.getState().openDialog("unsaved");
}

/** The last part of a path, on any system. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
