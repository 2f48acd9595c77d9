import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { dialog, type BrowserWindow, type FileFilter } from "electron";
import type { PickedPath } from "../engine/contract/desktop.ts";
import { DESIGN_FILTERS } from "./files.ts";

/** Asks which file to open; null when cancelled. */
export async function pickFileToOpen(window: BrowserWindow, filters?: FileFilter[]): Promise<PickedPath | null> {
  const result = await dialog.showOpenDialog(window, {
    properties: ["openFile"],
    filters: filters ?? DESIGN_FILTERS,
  });
  return result.canceled ? null : picked(result.filePaths[0]);
}

/** Asks where to save; null when cancelled. A design named without an extension gets its own. */
export async function pickFileToSave(
  window: BrowserWindow,
  suggestedName: string,
  filters?: FileFilter[],
): Promise<PickedPath | null> {
  const result = await dialog.showSaveDialog(window, {
    defaultPath: suggestedName,
    filters: filters ?? DESIGN_FILTERS,
    properties: ["showOverwriteConfirmation", "createDirectory"],
  });
  if (result.canceled || result.filePath === "") return null;
  if (filters !== undefined || extname(result.filePath) !== "") return { path: result.filePath };
  const path = `${result.filePath}.spillway.json`;
  return (await mayReplace(window, path)) ? { path } : null;
}

/** The system has asked about the name that was typed, not about the one with our extension. */
async function mayReplace(window: BrowserWindow, path: string): Promise<boolean> {
  if (!existsSync(path)) return true;
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message: `“${basename(path)}” already exists. Do you want to replace it?`,
    buttons: ["Cancel", "Replace"],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/** Asks for a folder; null when cancelled. */
export async function pickFolder(window: BrowserWindow): Promise<PickedPath | null> {
  const result = await dialog.showOpenDialog(window, { properties: ["openDirectory", "createDirectory"] });
  return result.canceled ? null : picked(result.filePaths[0]);
}

function picked(path: string | undefined): PickedPath | null {
  return path === undefined || path === "" ? null : { path };
}
