import { checkDesign, hasErrors } from "../../design/checks/check.ts";
import { MAX_DESIGN_BYTES } from "../../design/document/load.ts";
import { AppError, messageOf } from "../../design/errors.ts";
import type { CommandContext } from "../commands/command.ts";
import { withSavedWork, type FileContext } from "../files/file-actions.ts";
import { NOTHING_TO_IMPORT, pendingImport } from "./pending-import.ts";
import { recognise, type Recognised } from "./recognise.ts";
import { importWords } from "../words/import.ts";

type Context = Pick<CommandContext, "session">;

/** Opens the import dialog with nothing in it. */
export function askWhatToImport({ session }: Context): void {
  pendingImport.setState(NOTHING_TO_IMPORT);
  session.getState().openDialog("import");
}

/** Shows in the import dialog what a text is, or why it cannot be read. Resolves to whether it can. */
export async function considerText({ session }: Context, text: string, fileName: string): Promise<boolean> {
  const state = await recognise(text, fileName).then(
    (found) => ({ found, refusal: null }),
    (error: unknown) => ({ found: null, refusal: messageOf(error) }),
  );
  pendingImport.setState(state);
  session.getState().openDialog("import");
  return state.found !== null;
}

/** The same for a file, which is not read where it is too large. */
export async function considerFile(context: Context, file: File): Promise<boolean> {
  if (file.size > MAX_DESIGN_BYTES) {
    pendingImport.setState({ found: null, refusal: importWords.tooLarge(file.name, Math.ceil(file.size / 1024 / 1024), MAX_DESIGN_BYTES / 1024 / 1024) });
    context.session.getState().openDialog("import");
    return false;
  }
  return considerText(context, await file.text(), file.name);
}

/** Shows what is on the clipboard if it can be opened or imported. Rejects with an AppError that says why not: `refusal` where there is one. */
export async function considerPasted({ session }: Context, text: string, refusal: AppError | null): Promise<void> {
  try {
    const found = await recognise(text, importWords.theClipboard);
    pendingImport.setState({ found, refusal: null });
    session.getState().openDialog("import");
  } catch (error) {
    if (refusal === null) throw error;
    throw new AppError(refusal.code, refusal.message, { hint: messageOf(error) });
  }
}

/** Opens what was read as a new design that is in no file, after asking about unsaved work. */
export function openImported(context: FileContext, { design, format, isOwn }: Recognised): Promise<void> {
  return withSavedWork(context, async () => {
    const { document, session } = context;
    session.getState().clearSelection();
    session.getState().selectEvent(null);
    // It is nowhere saved yet: closing the window asks.
    document.getState().recover(design, { path: null, key: crypto.randomUUID() });
    session.getState().toast({ level: "success", text: isOwn ? importWords.openedName(design.name) : importWords.importedNameFromFormat(design.name, format), detail: importWords.itIsInNoFileYetSave });
    if (hasErrors(checkDesign(design))) session.getState().showDock("problems");
  });
}
