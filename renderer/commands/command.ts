import type { LucideIcon } from "lucide-react";
import type { DocumentStore } from "../stores/document-store.ts";
import type { RunStore } from "../stores/run-store.ts";
import type { SessionStore } from "../stores/session-store.ts";
import type { Engine } from "../connection/engine-slot.ts";

/** Everything that a command may look at or act on. */
export interface CommandContext {
  readonly document: DocumentStore;
  readonly session: SessionStore;
  readonly run: RunStore;
  readonly engine: Engine;
}

/** The menus, in the order in which they are shown. */
export const COMMAND_GROUPS = ["file", "edit", "insert", "arrange", "view", "run", "help"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** One user action: the menu, its shortcut, the command palette and tooltips all read this object. */
export interface Command {
  /** `group.action`, for example `edit.undo`. */
  readonly id: string;
  /** In the imperative, without a full stop. A function where it names what it acts on ("Undo Move orders"). */
  readonly label: string | ((context: CommandContext) => string);
  /** Other words under which the command palette finds it. */
  readonly keywords?: readonly string[];
  readonly group: CommandGroup;
  /** A separator is drawn where the section changes inside a group. */
  readonly section?: string;
  /** Shortcuts: `Mod+Shift+S` (Mod is Cmd on a Mac, Ctrl elsewhere), `F`, `Delete`, `Shift+1`. The first is shown. */
  readonly keys?: readonly string[];
  /** Its shortcuts act only while the keyboard is on the canvas; menus and the palette offer it all the same. */
  readonly keysOn?: "canvas";
  readonly icon?: LucideIcon;
  /** For commands that switch something. */
  readonly checked?: (context: CommandContext) => boolean;
  /** False while it makes no sense; a command without it always does. */
  readonly when?: (context: CommandContext) => boolean;
  /** The system's own editing action in a native menu. */
  readonly role?: "cut" | "copy" | "paste" | "selectAll";
  /** Not listed in menus and the palette; its shortcut works. */
  readonly hidden?: boolean;
  readonly perform: (context: CommandContext) => void | Promise<void>;
}

/** A command's label as it reads now. */
export function labelOf(command: Command, context: CommandContext): string {
  return typeof command.label === "string" ? command.label : command.label(context);
}

/** Whether a command can be performed now. */
export function isEnabled(command: Command, context: CommandContext): boolean {
  return command.when?.(context) ?? true;
}
