import { app, Menu, nativeTheme, type BrowserWindow } from "electron";
import { AppError } from "../design/errors.ts";
import type { DesktopTheme, MenuItem } from "../engine/contract/desktop.ts";
import type { CloseGuard } from "./closing.ts";
import { pickFileToOpen, pickFileToSave, pickFolder } from "./dialogs.ts";
import type { EngineLink } from "./engine-link.ts";
import type { OpenFileQueue } from "./files.ts";
import type { CallHandlers } from "./ipc.ts";
import { buildMenuTemplate } from "./menu.ts";
import type { PageLink } from "./page-link.ts";
import { backgroundColour } from "./window-state.ts";
import { showDocument } from "./window.ts";

export interface HandlerContext {
  page: PageLink;
  engine: EngineLink;
  files: OpenFileQueue;
  guard: CloseGuard;
  onTheme(theme: DesktopTheme): void;
  /** The page has answered whether the window may close. */
  onCloseAnswer(mayClose: boolean): void;
}

/** What the shell does for each call of the page. */
export function createHandlers(context: HandlerContext): CallHandlers {
  const { page, engine, files, guard } = context;
  return {
    "dialog:open": ({ filters }) => pickFileToOpen(windowOf(page), filters),
    "dialog:save": ({ suggestedName, filters }) => pickFileToSave(windowOf(page), suggestedName, filters),
    "dialog:folder": () => pickFolder(windowOf(page)),
    "menu:set": (items) => showMenu(items, page),
    "document:set": (state) => {
      guard.setDirty(state.dirty);
      showDocument(windowOf(page), state);
      if (state.path !== null) app.addRecentDocument(state.path);
    },
    "theme:set": (theme) => {
      nativeTheme.themeSource = theme;
      windowOf(page).setBackgroundColor(backgroundColour(nativeTheme.shouldUseDarkColors));
      context.onTheme(theme);
    },
    "close:answer": (mayClose) => context.onCloseAnswer(mayClose),
    "engine:request-port": () => engine.connectWindow(),
    "listening": (topic) => {
      if (topic === "open-file") files.startListening();
      else guard.setListening(true);
    },
  };
}

/** Shows the screen's commands in the native menu; a click goes back to the page as the command's id. */
export function showMenu(items: readonly MenuItem[], page: PageLink): void {
  const template = buildMenuTemplate({
    items,
    platform: process.platform,
    onCommand: (commandId) => page.send("command", commandId),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function windowOf(page: PageLink): BrowserWindow {
  const window = page.current();
  if (window === null) throw new AppError("wrong-use", "The window has been closed.");
  return window;
}
