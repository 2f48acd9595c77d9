/**
 * What the desktop shell offers the screen, and what crosses between them.
 *
 * The shell has pickers, a native menu, a title bar and the engine's port; it has no files:
 * reading and writing designs is the engine host's, in a browser as on a desktop.
 */
import { z } from "zod";

/** The `data.type` of the `window` message whose `ports[0]` is the engine's MessagePort. */
export const ENGINE_PORT_MESSAGE = "spillway:engine-port";

/** Chromium's modifiers and keys as Electron spells them: `CmdOrCtrl+Shift+S`, `F5`, `Alt+Left`. */
const acceleratorPattern =
  /^((CmdOrCtrl|CommandOrControl|Cmd|Command|Ctrl|Control|Alt|Option|Shift|Meta|Super)\+)*([A-Z0-9]|F([1-9]|1\d|2[0-4])|[[\],./;'`\-=\\]|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc)$/;

/**
 * One command as the native menu shows it. The screen sends its command objects in menu order;
 * keys are handled by the screen itself (so that both hosts behave alike), the menu only shows them.
 */
export const menuItemSchema = z.object({
  /** The command's id, handed back by `onCommand` when the item is clicked. */
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(100),
  /** The top-level menu: `file`, `edit`, `insert`, `arrange`, `view`, `run`, `help`, or one of your own. */
  group: z.string().min(1).max(40),
  /** A separator is drawn where the section changes inside a group. */
  section: z.string().max(40).optional(),
  accelerator: z.string().regex(acceleratorPattern).optional(),
  enabled: z.boolean(),
  /** Present for commands that switch something: shown with a tick when true. */
  checked: z.boolean().optional(),
  /** The system's own editing action instead of a command: it raises the DOM `cut`, `copy` or `paste` event. */
  role: z.enum(["cut", "copy", "paste", "selectAll"]).optional(),
});
export type MenuItem = z.infer<typeof menuItemSchema>;

export const menuSchema = z.array(menuItemSchema).max(500);

/** What the title bar says: the design's name, its file (null before the first save), unsaved changes. */
export const documentStateSchema = z.object({
  name: z.string().max(300),
  path: z.string().max(4096).nullable(),
  dirty: z.boolean(),
});
export type DocumentState = z.infer<typeof documentStateSchema>;

export const themeSchema = z.enum(["dark", "light", "system"]);
export type DesktopTheme = z.infer<typeof themeSchema>;

/** A picker's filter: `{ name: "YAML", extensions: ["yaml", "yml"] }`, without dots. */
export const fileFilterSchema = z.object({
  name: z.string().min(1).max(100),
  extensions: z.array(z.string().min(1).max(40)).min(1).max(20),
});
export type FileFilter = z.infer<typeof fileFilterSchema>;

export const openDialogSchema = z.object({ filters: z.array(fileFilterSchema).max(20).optional() });

export const saveDialogSchema = z.object({
  suggestedName: z.string().min(1).max(300),
  filters: z.array(fileFilterSchema).max(20).optional(),
});

/** An absolute path that the user picked. */
export interface PickedPath {
  path: string;
}

/**
 * The engine process as the shell sees it. After `restarting` a new port follows by itself
 * (`ENGINE_PORT_MESSAGE`), then `running`; the old port is dead from `restarting` on.
 */
export type EngineState =
  | { state: "running"; pid: number }
  | { state: "restarting"; message: string; attempt: number; delayMs: number };

/** Ends a subscription; calling it twice does no harm. */
export type Unsubscribe = () => void;

/** `window.spillwayDesktop`, there in the desktop app only. */
export interface DesktopBridge {
  readonly platform: "darwin" | "linux" | "win32";
  /** Asks for an engine port; it arrives as a `window` message of type `ENGINE_PORT_MESSAGE`. Listen first. */
  requestEnginePort(): void;
  /** The system's open picker; null when cancelled. Without filters it shows designs. */
  openDialog(filters?: readonly FileFilter[]): Promise<PickedPath | null>;
  /** The system's save picker; null when cancelled. Without filters it saves a design. */
  saveDialog(suggestedName: string, filters?: readonly FileFilter[]): Promise<PickedPath | null>;
  /** The system's folder picker, for exports of many files; null when cancelled. */
  folderDialog(): Promise<PickedPath | null>;
  /** Replaces the native menu's commands. Send again when one is enabled, disabled or ticked. */
  setMenu(items: readonly MenuItem[]): void;
  setDocument(state: DocumentState): void;
  setTheme(theme: DesktopTheme): void;
  /** A menu item was clicked. */
  onCommand(handler: (commandId: string) => void): Unsubscribe;
  /** A design was opened from outside: argument, file association, second instance. None is lost before you listen. */
  onOpenFile(handler: (path: string) => void): Unsubscribe;
  /** The window is asked to close with unsaved changes: answer with `confirmClose` or `cancelClose`. */
  onCloseRequested(handler: () => void): Unsubscribe;
  confirmClose(): void;
  cancelClose(): void;
  onEngineState(handler: (state: EngineState) => void): Unsubscribe;
}
