import type { Command } from "../commands/command.ts";

/** What the canvas adds to the menus, the command palette and the shortcuts. */
export const canvasCommands: readonly Command[] = [];
