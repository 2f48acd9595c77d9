import { describe, expect, it } from "vitest";
import { acceleratorOf, formatKeys, isTyping, matchesKeys, parseKeys, type KeyPress } from "./keys.ts";

function press(key: string, options: Partial<KeyPress> = {}): KeyPress {
  return { key, code: `Key${key.toUpperCase()}`, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...options };
}

describe("shortcuts", () => {
  it("takes Ctrl for Mod, and Command on a Mac", () => {
    const save = parseKeys("Mod+S");
    expect(matchesKeys(save, press("s", { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys(save, press("s", { metaKey: true }), false)).toBe(false);
    expect(matchesKeys(save, press("s", { metaKey: true }), true)).toBe(true);
    expect(matchesKeys(save, press("s"), false)).toBe(false);
  });

  it("tells Mod+Z from Mod+Shift+Z, whatever the letter's case", () => {
    const redo = parseKeys("Mod+Shift+Z");
    expect(matchesKeys(redo, press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(redo, press("z", { ctrlKey: true }), false)).toBe(false);
  });

  it("takes signs with or without Shift, digits by their place", () => {
    expect(matchesKeys(parseKeys("?"), press("?", { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys("Shift+1"), press("!", { code: "Digit1", shiftKey: true }), false)).toBe(true);
    expect(matchesKeys(parseKeys("Mod++"), press("+", { ctrlKey: true }), false)).toBe(true);
  });

  it("writes shortcuts for people and for native menus", () => {
    expect(formatKeys("Mod+Shift+S", false)).toBe("Ctrl Shift S");
    expect(formatKeys("Mod+Shift+S", true)).toBe("⌘ ⇧ S");
    expect(formatKeys("Delete", false)).toBe("Del");
    expect(acceleratorOf("Mod+Shift+S")).toBe("CmdOrCtrl+Shift+S");
    expect(acceleratorOf("Space")).toBe("Space");
    expect(acceleratorOf("?")).toBeUndefined();
  });

  it("knows where the user types", () => {
    expect(isTyping(document.createElement("textarea"))).toBe(true);
    expect(isTyping(document.createElement("input"))).toBe(true);
    expect(isTyping(Object.assign(document.createElement("input"), { type: "range" }))).toBe(false);
    expect(isTyping(document.createElement("button"))).toBe(false);
  });
});
