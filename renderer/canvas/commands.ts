import type { Command } from "../commands/command.ts";
import { arrangeCommands } from "./commands/arrange-commands.ts";
import { edgeCommands } from "./commands/edge-commands.ts";
import { editCommands } from "./commands/edit-commands.ts";
import { nodeCommands } from "./commands/node-commands.ts";
import { noteCommands } from "./commands/note-commands.ts";
import { viewCommands } from "./commands/view-commands.ts";
import { zoneCommands } from "./commands/zone-commands.ts";

/** What the canvas adds to the menus, the command palette and the shortcuts. */
export const canvasCommands: readonly Command[] = [...editCommands, ...nodeCommands, ...edgeCommands, ...noteCommands, ...zoneCommands, ...arrangeCommands, ...viewCommands];
