import { ClipboardPaste, Copy, CopyPlus, Scissors, SquareDashedMousePointer, Trash2 } from "lucide-react";
import { AppError } from "../../../design/errors.ts";
import type { Command, CommandContext } from "../../commands/command.ts";
import { duplicateSelected, pasteText, selectedText } from "../state/clipboard.ts";
import { cutSelected, removeSelected } from "../state/edits.ts";
import { canActOnSelection, hasSelection } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";

/** Editing what is selected. */
export const editCommands: readonly Command[] = [
  {
    id: "edit.cut",
    label: canvasWords.cut,
    group: "edit",
    section: "clipboard",
    keys: ["Mod+X"],
    icon: Scissors,
    role: "cut",
    when: hasCopyable,
    perform: async () => {
      if (await copySelected()) cutSelected();
    },
  },
  {
    id: "edit.copy",
    label: canvasWords.copy,
    group: "edit",
    section: "clipboard",
    keys: ["Mod+C"],
    icon: Copy,
    role: "copy",
    when: hasCopyable,
    perform: async () => {
      await copySelected();
    },
  },
  {
    id: "edit.paste",
    label: canvasWords.paste,
    group: "edit",
    section: "clipboard",
    keys: ["Mod+V"],
    icon: ClipboardPaste,
    role: "paste",
    perform: async () => pasteText(await clipboardText()),
  },
  {
    id: "edit.duplicate",
    label: canvasWords.duplicate,
    keywords: ["copy", "again", "clone"],
    group: "edit",
    section: "clipboard",
    keys: ["Mod+D"],
    icon: CopyPlus,
    when: hasCopyable,
    perform: duplicateSelected,
  },
  {
    id: "edit.delete",
    label: canvasWords.delete,
    keywords: ["remove"],
    group: "edit",
    section: "selection",
    keys: ["Delete", "Backspace"],
    icon: Trash2,
    when: canActOnSelection,
    perform: removeSelected,
  },
  {
    id: "edit.select-all",
    label: canvasWords.selectAll,
    keywords: ["everything"],
    group: "edit",
    section: "selection",
    keys: ["Mod+A"],
    icon: SquareDashedMousePointer,
    role: "selectAll",
    when: ({ document }) => document.getState().design.nodes.length > 0,
    perform: ({ document, session }) => {
      const { nodes, edges, zones = [], annotations = [] } = document.getState().design;
      session.getState().select({ nodes: [...nodes, ...annotations].map(({ id }) => id), edges: edges.map(({ id }) => id), zones: zones.map(({ id }) => id) });
    },
  },
  {
    id: "edit.select-nothing",
    label: canvasWords.selectNothing,
    group: "edit",
    section: "selection",
    hidden: true,
    keys: ["Escape"],
    when: ({ session }) => hasSelection({ session }) || session.getState().selectedEvent !== null,
    perform: ({ session }) => {
      if (session.getState().selectedEvent !== null) session.getState().selectEvent(null);
      else session.getState().clearSelection();
    },
  },
];

/** Edges alone are not copied: they are between two nodes. */
function hasCopyable({ session }: Pick<CommandContext, "session">): boolean {
  const { nodes, zones } = session.getState().selection;
  return nodes.length + zones.length > 0;
}

/** False when nothing is selected. */
async function copySelected(): Promise<boolean> {
  const text = selectedText();
  if (text === null) return false;
  await navigator.clipboard.writeText(text);
  return true;
}

async function clipboardText(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch (cause) {
    throw new AppError("wrong-use", canvasWords.theBrowserDoesNotLetMenusRead, { cause });
  }
}
