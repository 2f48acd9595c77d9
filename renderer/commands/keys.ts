/** A shortcut taken apart: `Mod+Shift+S`. */
export interface KeyChord {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As `KeyboardEvent.key` has it, letters in lower case. */
  readonly key: string;
}

/** What of a keyboard event matters here. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

const NAMED: Readonly<Record<string, string>> = { Space: " ", Plus: "+", Esc: "Escape", Up: "ArrowUp", Down: "ArrowDown", Left: "ArrowLeft", Right: "ArrowRight" };
const SHOWN: Readonly<Record<string, string>> = {
  " ": "Space",
  "+": "+",
  escape: "Esc",
  delete: "Del",
  backspace: "⌫",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "↵",
};

/** Whether this computer writes shortcuts with the Command key. */
export function isMac(platform: string = navigator.platform): boolean {
  return /mac|iphone|ipad|darwin/i.test(platform);
}

/** Takes `Mod+Shift+S` apart. */
export function parseKeys(keys: string): KeyChord {
  const parts = keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys.split("+");
  const name = parts.at(-1) ?? "";
  const modifiers = parts.slice(0, -1);
  return {
    mod: modifiers.includes("Mod"),
    shift: modifiers.includes("Shift"),
    alt: modifiers.includes("Alt"),
    key: (NAMED[name] ?? name).toLowerCase(),
  };
}

/**
 * Whether a key press is this shortcut. Digits are taken by their place, so that Shift+1 works on every layout;
 * Shift does not count for signs that need it to be typed, such as `?`.
 */
export function matchesKeys(chord: KeyChord, press: KeyPress, mac = isMac()): boolean {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (mod !== chord.mod || otherMod || press.altKey !== chord.alt) return false;
  if (/^\d$/.test(chord.key)) return press.code === `Digit${chord.key}` && press.shiftKey === chord.shift;
  if (press.key.toLowerCase() !== chord.key) return false;
  return press.shiftKey === chord.shift || isShiftedSign(chord.key);
}

function isShiftedSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9 ]/.test(key);
}

/** A shortcut as it is written for people, parts separated by spaces: `Ctrl Shift S`, `⌘ ⇧ S`. */
export function formatKeys(keys: string, mac = isMac()): string {
  const chord = parseKeys(keys);
  const name = SHOWN[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : capital(chord.key));
  return [chord.mod && (mac ? "⌘" : "Ctrl"), chord.alt && (mac ? "⌥" : "Alt"), chord.shift && (mac ? "⇧" : "Shift"), name]
    .filter(Boolean)
    .join(" ");
}

/** A shortcut as a native menu takes it: `CmdOrCtrl+Shift+S`; undefined for keys that menus cannot show. */
export function acceleratorOf(keys: string): string | undefined {
  const chord = parseKeys(keys);
  const written = keys.split("+").at(-1) ?? "";
  const name = chord.key === "+" ? "Plus" : chord.key.length === 1 && chord.key !== " " ? chord.key.toUpperCase() : (NATIVE[chord.key] ?? written);
  const accelerator = [chord.mod && "CmdOrCtrl", chord.alt && "Alt", chord.shift && "Shift", name].filter(Boolean).join("+");
  return /^[A-Za-z0-9+[\],./;'`\-=\\]+$/.test(accelerator) ? accelerator : undefined;
}

const NATIVE: Readonly<Record<string, string>> = { " ": "Space", arrowup: "Up", arrowdown: "Down", arrowleft: "Left", arrowright: "Right", escape: "Escape" };

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether the user is typing there, so that plain keys are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["button", "checkbox", "radio", "range", "submit"].includes(target.type);
}
