import { sessionStore } from "../stores/session-store.ts";
import { exportWords } from "../words/export.ts";

/** Puts a text on the clipboard and says so; `what` names it in a sentence. */
export async function copyText(text: string, what: string): Promise<void> {
  const { toast } = sessionStore.getState();
  try {
    await navigator.clipboard.writeText(text);
    toast({ level: "success", text: exportWords.copiedWhat(what) });
  } catch {
    toast({ level: "error", text: exportWords.theClipboardCannotBeWrittenHere, detail: exportWords.selectTheTextAndCopy });
  }
}
