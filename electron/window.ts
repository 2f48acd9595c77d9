import { BrowserWindow, nativeTheme, screen } from "electron";
import type { DocumentState } from "../engine/contract/desktop.ts";
import { APP_ORIGIN } from "./protocol.ts";
import { WEB_PREFERENCES } from "./web-preferences.ts";
import { backgroundColour, fitToDisplays, windowTitle, type WindowState } from "./window-state.ts";

/** Opens the window where it was; it shows itself once it has something to show. */
export function openWindow(state: WindowState, preload: string): BrowserWindow {
  const { x, y, width, height } = fitToDisplays(state, screen.getAllDisplays().map((display) => display.workArea));
  const window = new BrowserWindow({
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width,
    height,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: "Spillway",
    backgroundColor: backgroundColour(nativeTheme.shouldUseDarkColors),
    webPreferences: { ...WEB_PREFERENCES, preload },
  });
  window.once("ready-to-show", () => {
    if (state.isMaximized) window.maximize();
    window.show();
  });
  window.on("page-title-updated", (event) => event.preventDefault());
  return window;
}

/** Shows the screen in the window. */
export async function loadScreen(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/`);
}

/** Where the window is now, to be remembered; of a maximised one where it would be otherwise. */
export function windowStateOf(window: BrowserWindow, theme: WindowState["theme"]): WindowState {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized(), theme };
}

/** Says in the title bar which design is open and whether it is saved. */
export function showDocument(window: BrowserWindow, state: DocumentState): void {
  window.setTitle(windowTitle(state, process.platform));
  window.setRepresentedFilename(state.path ?? "");
  window.setDocumentEdited(state.dirty);
}

/** Brings a window to the front, wherever it was. */
export function showAgain(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
