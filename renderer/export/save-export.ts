import type { ComparedFile } from "../../engine/contract/exports.ts";
import type { CommandContext } from "../commands/command.ts";
import { desktopBridge } from "../connection/connection.ts";
import type { DocumentState } from "../stores/document-state.ts";
import { download } from "../files/download.ts";
import { exportStore } from "../stores/export-store.ts";
import { pendingExport, type ExportToSave } from "./pending-export.ts";
import { exportWords } from "../words/export.ts";

type Context = Pick<CommandContext, "session" | "engine">;

/** Under which the folder of an export is remembered: the design's file, or the design itself while it is in none, and the target. */
export function placeOf({ path, key }: Pick<DocumentState, "path" | "key">, target: string): string {
  return `${path ?? key} ${target}`;
}

/** Asks where to save an export: the system's picker on a desktop, our own dialog in a browser. */
export async function chooseFolderAndSave(context: Context, save: ExportToSave): Promise<void> {
  const bridge = desktopBridge();
  if (!bridge) {
    pendingExport.setState({ toPlace: save });
    context.session.getState().openDialog("export-folder");
    return;
  }
  const picked = await bridge.folderDialog();
  if (picked) await saveInto(context, save, picked.path);
}

/**
 * Saves an export into a folder. Where a file there says something else, nothing is written and the review asks what becomes of each.
 * Resolves to whether it was written.
 */
export async function saveInto(context: Context, save: ExportToSave, folder: string): Promise<boolean> {
  const { folder: root, files: compared } = await context.engine.call("exports.compare", { folder, files: [...save.files] });
  exportStore.getState().rememberFolder(save.place, root);
  if (compared.some(differs)) {
    pendingExport.setState({ toReview: { save, folder: root, compared } });
    context.session.getState().openDialog("export-review");
    return false;
  }
  await write(context, save, root, compared);
  return true;
}

/** Whether writing a file would change what somebody may have written. */
export function differs({ state }: ComparedFile): boolean {
  return state === "outdated" || state === "edited" || state === "foreign";
}

/** Writes those files of an export that are named in `compared`, each only over what was seen there. */
export async function write({ session, engine }: Context, save: ExportToSave, folder: string, compared: readonly ComparedFile[]): Promise<void> {
  const seen = new Map(compared.map(({ path, hash }) => [path, hash]));
  const files = save.files.flatMap((file) => (seen.has(file.path) ? [{ ...file, seen: seen.get(file.path) ?? null }] : []));
  if (files.length === 0) {
    session.getState().toast({ level: "info", text: exportWords.nothingWasWritten });
    return;
  }
  const { written, conflicts } = await engine.call("exports.write", { folder, files });
  const isUnchanged = compared.every(({ state }) => state === "same");
  if (written.length > 0) {
    session.getState().toast({ level: "success", text: isUnchanged ? exportWords.titleIsUpToDate(save.title) : exportWords.exportedFiles(written), detail: folder });
  }
  if (conflicts.length > 0) {
    session.getState().toast({ level: "warning", text: exportWords.textChangedMeanwhileAndWasLeftAlone(conflicts.join(", ")), detail: exportWords.saveOnceMoreToSeeTheDifference });
  }
}

/** Hands a text to the browser's downloads. */
export function downloadText(name: string, text: string): void {
  download(name.split("/").at(-1) ?? name, new Blob([text], { type: "text/plain;charset=utf-8" }));
}
