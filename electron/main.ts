import { join } from "node:path";
import { app, protocol } from "electron";
import { createDesktop } from "./desktop.ts";
import { designFromArguments } from "./files.ts";
import { APP_SCHEME } from "./protocol.ts";

// Started by its file, from a checkout, Electron does not read our package.json: name and folder are set here.
app.setName("Spillway");
app.setAppUserModelId("io.spillway.designer");
if (!app.commandLine.hasSwitch("user-data-dir")) app.setPath("userData", join(app.getPath("appData"), "Spillway"));

// Before `ready`: the scheme's privileges, the sandbox for every page, and the lock.
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
app.enableSandbox();

if (app.requestSingleInstanceLock()) run();
else app.quit();

/** Runs the one instance; later ones hand it their file and end. */
function run(): void {
  const desktop = createDesktop(process.argv);
  const design = designFromArguments(process.argv, process.cwd());
  if (design !== null) desktop.openFile(design);

  app.on("second-instance", (_event, argv, workingDirectory) => {
    const named = designFromArguments(argv, workingDirectory);
    if (named !== null) desktop.openFile(named);
    desktop.show();
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    desktop.openFile(path);
    if (app.isReady()) desktop.show();
  });
  app.on("activate", () => desktop.show());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("before-quit", () => desktop.quitting());
  app.on("will-quit", (event) => {
    if (desktop.isStopped()) return;
    event.preventDefault();
    void desktop.stop().finally(() => app.quit());
  });
  app.whenReady().then(() => desktop.start()).catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
}
