import { FileInput, FileOutput, FilePlus, FolderOpen, LayoutTemplate, Radar, Save, SaveAll } from "lucide-react";
import { desktopBridge } from "../connection/connection.ts";
import { openFile, saveTo, showEmpty, withSavedWork } from "../files/file-actions.ts";
import { suggestedFileName } from "../files/file-names.ts";
import { askWhatToImport } from "../import/import-actions.ts";
import { isEdited } from "../stores/document-state.ts";
import type { Command, CommandContext } from "./command.ts";
import { commandsWords } from "../words/commands.ts";

/** New, open, save, import and export; the shell's pickers on a desktop, our own dialogs in a browser. */
export const fileCommands: readonly Command[] = [
  {
    id: "file.new",
    label: commandsWords.newDesign,
    keywords: ["blank", "empty", "create"],
    group: "file",
    keys: ["Alt+N"],
    icon: FilePlus,
    perform: (context) => withSavedWork(context, async () => showEmpty(context)),
  },
  {
    id: "file.start",
    label: commandsWords.newFromTemplate,
    keywords: ["start", "welcome", "gallery", "pattern", "example"],
    group: "file",
    keys: ["Alt+Shift+N"],
    icon: LayoutTemplate,
    perform: (context) => context.session.getState().openDialog("start"),
  },
  {
    id: "file.open",
    label: commandsWords.open,
    keywords: ["load", "file", "examples", "recent"],
    group: "file",
    keys: ["Mod+O"],
    icon: FolderOpen,
    perform: (context) => withSavedWork(context, () => chooseAndOpen(context)),
  },
  {
    id: "file.save",
    label: commandsWords.save,
    keywords: ["write", "file", "store"],
    group: "file",
    section: "save",
    keys: ["Mod+S"],
    icon: Save,
    when: ({ document }) => isEdited(document.getState()) || document.getState().path === null,
    perform: async (context) => {
      const { path } = context.document.getState();
      if (path === null) await chooseAndSave(context);
      else await saveTo(context, path);
    },
  },
  {
    id: "file.save-as",
    label: commandsWords.saveAs,
    keywords: ["write", "file", "copy", "rename"],
    group: "file",
    section: "save",
    keys: ["Mod+Shift+S"],
    icon: SaveAll,
    perform: chooseAndSave,
  },
  {
    id: "file.import",
    label: commandsWords.import,
    keywords: ["asyncapi", "rabbitmq", "definitions", "compose", "docker", "read", "paste"],
    group: "file",
    section: "import",
    keys: ["Alt+I"],
    icon: FileInput,
    perform: askWhatToImport,
  },
  {
    id: "file.discover",
    label: commandsWords.discoverFromARunningRedis,
    keywords: ["import", "bullmq", "queues", "scan", "live", "observe"],
    group: "file",
    section: "import",
    icon: Radar,
    perform: (context) => withSavedWork(context, async () => context.session.getState().openDialog("discover")),
  },
  {
    id: "file.export",
    label: commandsWords.export,
    keywords: ["kubernetes", "terraform", "compose", "kafka", "rabbitmq", "asyncapi", "picture", "svg", "png", "deploy", "ship", "download"],
    group: "file",
    section: "export",
    keys: ["Mod+Shift+E"],
    icon: FileOutput,
    perform: ({ session }) => session.getState().showDock("export"),
  },
];

async function chooseAndOpen(context: CommandContext): Promise<void> {
  const bridge = desktopBridge();
  if (!bridge) return context.session.getState().openDialog("open");
  const picked = await bridge.openDialog();
  if (picked) await openFile(context, picked.path);
}

async function chooseAndSave(context: CommandContext): Promise<void> {
  const bridge = desktopBridge();
  if (!bridge) return context.session.getState().openDialog("save-as");
  const picked = await bridge.saveDialog(suggestedFileName(context.document.getState().design.name));
  // The system's picker has asked already whether to replace a file.
  if (picked) await saveTo(context, picked.path, { overwrite: true });
}
