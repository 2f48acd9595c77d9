import { describe, expect, it, vi } from "vitest";
import type { Command, CommandContext } from "./command.ts";
import { commandFor, listenForShortcuts } from "./shortcuts.ts";

const context = { session: { getState: () => ({ toast: vi.fn() }) } } as unknown as CommandContext;
const place = { typing: false, onCanvas: true };

function command(id: string, keys: string[], more: Partial<Command> = {}): Command {
  return { id, label: id, group: "edit", keys, perform: vi.fn(), ...more };
}

function press(key: string, more: Partial<KeyboardEventInit> = {}): KeyboardEvent {
  return new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true, ...more });
}

describe("shortcuts to commands", () => {
  it("takes the enabled one of two commands that share a key", () => {
    const start = command("run.start", ["Mod+Enter"], { when: () => false });
    const stop = command("run.stop", ["Mod+Enter"]);
    expect(commandFor(press("Enter", { ctrlKey: true }), place, [start, stop], context)).toBe(stop);
  });

  it("leaves plain keys, and those that edit text, to a text field", () => {
    const pause = command("run.pause", ["P"]);
    const undo = command("edit.undo", ["Mod+Z"]);
    const save = command("file.save", ["Mod+S"]);
    const typing = { ...place, typing: true };
    expect(commandFor(press("p"), typing, [pause], context)).toBeUndefined();
    expect(commandFor(press("z", { ctrlKey: true }), typing, [undo], context)).toBeUndefined();
    expect(commandFor(press("s", { ctrlKey: true }), typing, [save], context)).toBe(save);
  });

  it("leaves the canvas's keys alone elsewhere", () => {
    const remove = command("edit.delete", ["Delete"], { keysOn: "canvas" });
    expect(commandFor(press("Delete"), place, [remove], context)).toBe(remove);
    expect(commandFor(press("Delete"), { ...place, onCanvas: false }, [remove], context)).toBeUndefined();
  });

  it("performs a command once and keeps the key from doing anything else", () => {
    const save = command("file.save", ["Mod+S"]);
    const end = listenForShortcuts(window, [save], context);
    const event = press("s", { ctrlKey: true });
    document.body.dispatchEvent(event);
    expect(save.perform).toHaveBeenCalledTimes(1);
    expect(event.defaultPrevented).toBe(true);
    end();
    document.body.dispatchEvent(press("s", { ctrlKey: true }));
    expect(save.perform).toHaveBeenCalledTimes(1);
  });

  it("goes before a button that would open its menu on Enter, whatever is held with it", () => {
    const run = command("run.start", ["Mod+Enter"]);
    const end = listenForShortcuts(window, [run], context);
    document.body.innerHTML = '<button aria-haspopup="menu"></button>';
    const button = document.querySelector("button")!;
    const opened = vi.fn();
    button.addEventListener("keydown", opened);
    button.dispatchEvent(press("Enter", { ctrlKey: true }));
    expect(run.perform).toHaveBeenCalledTimes(1);
    expect(opened).not.toHaveBeenCalled();
    button.dispatchEvent(press("Enter"));
    expect(opened).toHaveBeenCalledTimes(1);
    document.body.innerHTML = "";
    end();
  });

  it("does nothing behind a modal window", () => {
    const save = command("file.save", ["Mod+S"]);
    const end = listenForShortcuts(window, [save], context);
    document.body.innerHTML = '<div role="dialog" data-state="open"></div>';
    document.body.dispatchEvent(press("s", { ctrlKey: true }));
    expect(save.perform).not.toHaveBeenCalled();
    document.body.innerHTML = "";
    end();
  });
});
