import { join } from "node:path";
import { app, dialog, ipcMain, nativeTheme, protocol, session, shell } from "electron";
import { createCloseGuard } from "./closing.ts";
import { formatEngineArguments, redisUrlFromArguments } from "./engine-arguments.ts";
import { createEngine } from "./engine.ts";
import { createOpenFileQueue } from "./files.ts";
import { createHandlers, showMenu } from "./handlers.ts";
import { registerIpc, type CallReceiver } from "./ipc.ts";
import { createPageLink } from "./page-link.ts";
import { appPaths } from "./paths.ts";
import { APP_ORIGIN, APP_SCHEME, createAppProtocol } from "./protocol.ts";
import { hardenContents, hardenSession } from "./security.ts";
import { readWindowState, writeWindowState } from "./window-state.ts";
import { loadScreen, openWindow, showAgain, windowStateOf } from "./window.ts";

export interface Desktop {
  /** Opens the window and starts the engine; call once, when Electron is ready. */
  start(): void;
  /** Brings the window to the front, or opens it again. */
  show(): void;
  openFile(path: string): void;
  /** The app is about to quit: an answer to "may I close" then ends the app, not only the window. */
  quitting(): void;
  /** Ends the engine with all its processes. */
  stop(): Promise<void>;
  isStopped(): boolean;
}

/** The parts of the shell, put together. */
export function createDesktop(argv: readonly string[]): Desktop {
  const userDataPath = app.getPath("userData");
  const stateFile = join(userDataPath, "window.json");
  const paths = appPaths(import.meta.dirname);
  const page = createPageLink();
  const files = createOpenFileQueue((path) => page.send("open-file", path));
  const guard = createCloseGuard(() => page.send("close-requested", null));
  const engine = createEngine({
    paths,
    args: formatEngineArguments({
      userDataPath,
      resourcesPath: app.isPackaged ? process.resourcesPath : undefined,
      redisUrl: redisUrlFromArguments(argv),
    }),
    deliverPort: (port) => page.sendPort(port),
    report: (state) => page.send("engine-state", state),
  });
  let theme = readWindowState(stateFile).theme;
  let isQuitting = false;
  let isStopped = false;

  function open(): void {
    const window = openWindow(readWindowState(stateFile), paths.preload);
    page.attach(window);
    guard.answer(false);
    // A committed load is a new page: nothing of the old one listens any more.
    window.webContents.on("did-navigate", forgetPage);
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      forgetPage();
      if (reason !== "clean-exit") void offerReload();
    });
    window.on("unresponsive", () => guard.setResponsive(false));
    window.on("responsive", () => guard.setResponsive(true));
    window.on("close", (event) => {
      if (guard.mayClose()) writeWindowState(stateFile, windowStateOf(window, theme));
      else event.preventDefault();
    });
    window.on("closed", forgetPage);
    loadScreen(window).catch((error: unknown) => console.error("Could not show the screen:", error));
  }

  function forgetPage(): void {
    files.stopListening();
    guard.setListening(false);
    guard.setResponsive(true);
    guard.setDirty(false);
    engine.disconnectWindow();
  }

  async function offerReload(): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: "error",
      message: "Spillway's screen stopped unexpectedly. Unsaved work has been kept and is offered when it is back.",
      buttons: ["Reload", "Quit"],
    });
    if (response === 0) page.current()?.webContents.reload();
    else app.quit();
  }

  function closeAnswered(mayClose: boolean): void {
    guard.answer(mayClose);
    const goesOn = isQuitting;
    isQuitting = false;
    if (!mayClose) return;
    if (goesOn) app.quit();
    else page.current()?.close();
  }

  return {
    start() {
      nativeTheme.themeSource = theme;
      protocol.handle(APP_SCHEME, createAppProtocol(paths.renderer));
      hardenSession(session.defaultSession);
      app.on("web-contents-created", (_event, contents) => hardenContents(contents, (url) => shell.openExternal(url)));
      registerIpc({
        receiver: ipcMain as CallReceiver,
        origin: APP_ORIGIN,
        windowContentsId: () => page.current()?.webContents.id,
        handlers: createHandlers({
          page,
          engine,
          files,
          guard,
          onTheme: (chosen) => {
            theme = chosen;
          },
          onCloseAnswer: closeAnswered,
        }),
      });
      showMenu([], page);
      engine.start();
      open();
    },
    show() {
      const window = page.current();
      if (window !== null) showAgain(window);
      else if (app.isReady()) open();
    },
    openFile: (path) => files.open(path),
    quitting() {
      isQuitting = true;
    },
    async stop() {
      await engine.stop();
      isStopped = true;
    },
    isStopped: () => isStopped,
  };
}
