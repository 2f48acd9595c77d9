import { sessionStore } from "../stores/session-store.ts";

/** Puts a text on the clipboard and says so; `what` names it in a sentence. */
export async function copyText(text: string, what: string): Promise<void> {
  const { toast } = sessionStore.getState();
  try {
    await navigator.clipboard.writeText(text);
    toast({ level: "success", text: `Copied ${what}.` });
  } catch {
    toast({ level: "error", text: "The clipboard cannot be written here.", detail: "Select the text and copy it with the keyboard." });
  }
}
