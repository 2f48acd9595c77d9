import type { Command, CommandContext } from "./command.ts";
import { isEnabled } from "./command.ts";
import { isTyping, matchesKeys, parseKeys, type KeyPress } from "./keys.ts";
import { perform } from "./perform.ts";

/** While the user types, only these shortcuts act: they have Mod and no meaning in a text field. */
const TEXT_FIELD_KEYS = new Set(["z", "y", "a", "c", "v", "x", "arrowleft", "arrowright", "backspace", "delete"]);

/** Where the keyboard is when a key is pressed. */
export interface KeyPlace {
  readonly typing: boolean;
  readonly onCanvas: boolean;
}

/** The enabled command of a key press, or undefined. */
export function commandFor(press: KeyPress, place: KeyPlace, commands: readonly Command[], context: CommandContext): Command | undefined {
  return commands.find((command) =>
    (command.keys ?? []).some((keys) => {
      const chord = parseKeys(keys);
      if (place.typing && (!chord.mod || TEXT_FIELD_KEYS.has(chord.key))) return false;
      if (command.keysOn === "canvas" && !place.onCanvas) return false;
      return matchesKeys(chord, press) && isEnabled(command, context);
    }),
  );
}

/** Performs commands by their shortcuts, except where a modal window or another part has taken the key. */
export function listenForShortcuts(target: Window, commands: readonly Command[], context: CommandContext): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || isModalOpen(target.document)) return;
    const command = commandFor(event, { typing: isTyping(event.target) && !isPaging(event), onCanvas: isOnCanvas(event.target) }, commands, context);
    if (!command) return;
    event.preventDefault();
    void perform(command, context);
  }
  /** A button that opens a menu takes Enter whatever is held with it: there the shortcut goes first. */
  function onKeyDownFirst(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isMenuButton(event.target)) return;
    onKeyDown(event);
    if (event.defaultPrevented) event.stopPropagation();
  }
  target.addEventListener("keydown", onKeyDownFirst, { capture: true });
  target.addEventListener("keydown", onKeyDown);
  return () => {
    target.removeEventListener("keydown", onKeyDownFirst, { capture: true });
    target.removeEventListener("keydown", onKeyDown);
  };
}

function isMenuButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button[aria-haspopup], button[role=combobox]") !== null;
}

/** A line of text has no pages: there the keys of a clicker are meant for the lesson. */
function isPaging({ key, target }: KeyboardEvent): boolean {
  return (key === "PageDown" || key === "PageUp") && target instanceof HTMLInputElement;
}

/** Nothing in particular has the keyboard, or something on the canvas has. */
function isOnCanvas(target: EventTarget | null): boolean {
  return !(target instanceof HTMLElement) || target === target.ownerDocument.body || target.closest("main") !== null;
}

function isModalOpen(page: Document): boolean {
  return page.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !== null;
}
