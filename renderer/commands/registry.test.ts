import { describe, expect, it } from "vitest";
import { menuSchema } from "../../engine/contract/desktop.ts";
import { menuItems } from "../shell/desktop.ts";
import { COMMAND_GROUPS, labelOf } from "./command.ts";
import { commandContext } from "./context.ts";
import { acceleratorOf, parseKeys } from "./keys.ts";
import { commands } from "./registry.ts";

describe("all commands", () => {
  it("have ids of their own", () => {
    const ids = commands.map((command) => command.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("have a label in a known menu", () => {
    for (const command of commands) {
      expect(labelOf(command, commandContext), command.id).not.toBe("");
      expect(COMMAND_GROUPS, command.id).toContain(command.group);
    }
  });

  it("share a shortcut only where they exclude each other", () => {
    const exclusive = [
      ["run.start", "run.stop"],
      ["run.pause", "run.resume"],
      ["lesson.stop-presenting", "edit.select-nothing"],
    ];
    const byKeys = new Map<string, string[]>();
    for (const command of commands) {
      for (const keys of command.keys ?? []) {
        const { mod, shift, alt, key } = parseKeys(keys);
        const chord = JSON.stringify([mod, shift, alt, key]);
        byKeys.set(chord, [...(byKeys.get(chord) ?? []), command.id]);
      }
    }
    const shared = [...byKeys.values()].filter((ids) => ids.length > 1);
    expect(shared.filter((ids) => !exclusive.some((allowed) => allowed.join() === ids.join()))).toEqual([]);
  });

  it("fit a native menu as the shell takes it", () => {
    expect(menuSchema.safeParse(menuItems(commandContext)).error?.issues).toBeUndefined();
    expect(acceleratorOf("Mod+Enter")).toBe("CmdOrCtrl+Enter");
  });
});
