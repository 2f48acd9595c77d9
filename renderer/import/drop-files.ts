import type { CommandContext } from "../commands/command.ts";
import { tellFailure } from "../commands/perform.ts";
import { considerFile } from "./import-actions.ts";
import { pendingImport } from "./pending-import.ts";
import { importWords } from "../words/import.ts";

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
    considerFile(context, file).catch((error: unknown) => tellFailure(error, context));
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
