import { useEffect } from "react";
import { isTyping } from "../../commands/keys.ts";
import { pasteText, selectedText } from "../state/clipboard.ts";
import { cutSelected } from "../state/edits.ts";
import { isOnCanvas } from "../state/on-canvas.ts";

const CLIPBOARD_KEYS = new Set(["c", "x", "v"]);

/**
 * Copies, cuts and pastes with the system's own clipboard events: they need no permission, and they come from the browser's
 * keys and from a native menu alike. The keys are therefore left to the browser.
 */
export function useClipboard(): void {
  useEffect(() => {
    const leaveToBrowser = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && CLIPBOARD_KEYS.has(event.key.toLowerCase())) {
        if (isMeant(event)) event.stopImmediatePropagation();
      }
    };
    const copy = (event: ClipboardEvent) => {
      const text = isMeant(event) ? selectedText() : null;
      if (text === null || event.clipboardData === null) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      if (event.type === "cut") cutSelected();
    };
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isMeant(event) || text === "") return;
      event.preventDefault();
      pasteText(text);
    };
    window.addEventListener("keydown", leaveToBrowser, { capture: true });
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("keydown", leaveToBrowser, { capture: true });
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, []);
}

/** Not while the user types or has marked text, nor while the keyboard is on another part of the window. */
function isMeant(event: Event): boolean {
  return isOnCanvas() && !isTyping(event.target) && (window.getSelection()?.isCollapsed ?? true);
}
