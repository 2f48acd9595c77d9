import { alertCommands } from "./alert-commands.ts";
import { canvasCommands } from "../canvas/commands.ts";
import type { Command } from "./command.ts";
import { editCommands } from "./edit-commands.ts";
import { fileCommands } from "./file-commands.ts";
import { lessonCommands } from "../lessons/lesson-commands.ts";
import { helpCommands } from "./help-commands.ts";
import { insertCommands } from "./insert-commands.ts";
import { metricsCommands } from "./metrics-commands.ts";
import { objectiveCommands } from "./objective-commands.ts";
import { reportCommands } from "./report-commands.ts";
import { runCommands } from "./run-commands.ts";
import { viewCommands } from "./view-commands.ts";

/** Every command there is, in menu order within each group. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...insertCommands,
  ...objectiveCommands,
  ...alertCommands,
  // Escape leaves the presenter view before it clears a selection.
  ...lessonCommands,
  ...canvasCommands,
  ...viewCommands,
  ...runCommands,
  ...metricsCommands,
  ...reportCommands,
  ...helpCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command of an id, or undefined. */
export function commandOf(id: string): Command | undefined {
  return byId.get(id);
}
