import { MAX_DESIGN_BYTES } from "../../design/document/load.ts";
import { isLesson } from "../../design/lessons/load-lesson.ts";
import type { CommandContext } from "../commands/command.ts";
import { tellFailure } from "../commands/perform.ts";
import { considerFile } from "./import-actions.ts";
import { openLessonFrom } from "../lessons/lesson-actions.ts";
import { droppedSource } from "../lessons/lesson-source.ts";
import { withSavedWork } from "../files/file-actions.ts";
import { lessonWords } from "../words/lessons.ts";
import { pendingImport } from "./pending-import.ts";
import { importWords } from "../words/import.ts";

/** Opens a lesson, which is followed as it is saved where the browser lets it; anything else goes to the import dialog. */
async function considerDropped(context: CommandContext, file: File, handle: Promise<FileHandle | null>): Promise<void> {
  if (file.size > MAX_DESIGN_BYTES || !isLesson(await file.text())) return void (await considerFile(context, file));
  const followed = await handle;
  context.session.getState().openDialog(null);
  await withSavedWork(context, async () => {
    await openLessonFrom(context, droppedSource(followed === null ? () => Promise.resolve(file) : () => followed.getFile()));
    if (followed === null) context.session.getState().toast({ level: "info", text: lessonWords.notFollowed, detail: lessonWords.notFollowedWhy });
  });
}

interface FileHandle {
  getFile(): Promise<File>;
}

/** A dropped file by which it can be read again once it is saved anew; null where the browser gives none. */
async function handleOf(event: DragEvent): Promise<FileHandle | null> {
  const item = event.dataTransfer?.items[0];
  if (item === undefined || !("getAsFileSystemHandle" in item) || typeof item.getAsFileSystemHandle !== "function") return null;
  const handle: unknown = await item.getAsFileSystemHandle();
  return typeof handle === "object" && handle !== null && "getFile" in handle && typeof handle.getFile === "function" ? (handle as FileHandle) : null;
}

/** Takes files that are dropped anywhere on the window: another tool's document, or a design. Without it the browser would leave the app for the file. */
export function takeDroppedFiles(target: Window, context: CommandContext): () => void {
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

  function over(event: DragEvent): void {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    const { dialog } = context.session.getState();
    if (dialog === null || dialog === "start") pendingImport.setState({ isDragging: true });
  }

  /** The pointer has left the window: it goes over to no element. */
  function leave(event: DragEvent): void {
    if (event.relatedTarget === null) pendingImport.setState({ isDragging: false });
  }

  function drop(event: DragEvent): void {
    pendingImport.setState({ isDragging: false });
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const [file, ...others] = event.dataTransfer?.files ?? [];
    if (!file) return;
    if (others.length > 0) context.session.getState().toast({ level: "info", text: importWords.nameIsReadOneFile(file.name) });
    // A handle is to be had only while the event is handled.
    const handle = handleOf(event);
    considerDropped(context, file, handle).catch((error: unknown) => tellFailure(error, context));
  }

  target.addEventListener("dragover", over);
  target.addEventListener("dragleave", leave);
  target.addEventListener("drop", drop);
  return () => {
    target.removeEventListener("dragover", over);
    target.removeEventListener("dragleave", leave);
    target.removeEventListener("drop", drop);
  };
}
