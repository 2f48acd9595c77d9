import { Redo2, Undo2 } from "lucide-react";
import type { Command } from "./command.ts";
import { commandsWords } from "../words/commands.ts";

/** Undo and redo, each naming what it takes back. The canvas adds cut, copy, paste and the rest. */
export const editCommands: readonly Command[] = [
  {
    id: "edit.undo",
    label: ({ document }) => join(commandsWords.undo, document.getState().undoLabel()),
    keywords: ["back", "revert"],
    group: "edit",
    section: "history",
    keys: ["Mod+Z"],
    icon: Undo2,
    when: ({ document }) => document.getState().undoLabel() !== null,
    perform: ({ document }) => document.getState().undo(),
  },
  {
    id: "edit.redo",
    label: ({ document }) => join(commandsWords.redo, document.getState().redoLabel()),
    keywords: ["again", "forward"],
    group: "edit",
    section: "history",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    icon: Redo2,
    when: ({ document }) => document.getState().redoLabel() !== null,
    perform: ({ document }) => document.getState().redo(),
  },
];

/** `Undo` and `Move orders` give `Undo: move orders`. */
function join(verb: string, label: string | null): string {
  return label === null ? verb : `${verb}: ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}
