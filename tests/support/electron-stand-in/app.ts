import { EventEmitter } from "node:events";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emitCancelable } from "./cancelable.ts";
import type { Cdp } from "./cdp.ts";
import { startChromium } from "./chromium.ts";
import { requestInstanceLock } from "./instance-lock.ts";
import { openWindows } from "./windows.ts";

let started: Promise<Cdp> | undefined;

/** The Chromium of this app, started once. */
export function browser(): Promise<Cdp> {
  started ??= startChromium(process.env["SPILLWAY_CHROMIUM"] ?? "/usr/bin/chromium", app.getPath("userData"));
  return started;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly recentDocuments: string[] = [];
  #isReady = false;
  #isQuitting = false;
  readonly #ready: Promise<void>;

  constructor() {
    super();
    // A turn later, so that the app's own module has run, as under Electron.
    this.#ready = new Promise((resolve) => setImmediate(resolve)).then(() => {
      this.#isReady = true;
      this.emit("ready");
    });
  }

  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }

  getPath(name: string): string {
    const named = process.argv.find((argument) => argument.startsWith("--user-data-dir="));
    const folder = named?.slice("--user-data-dir=".length) ?? join(tmpdir(), `spillway-stand-in-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    return name === "userData" ? folder : join(folder, name);
  }

  requestSingleInstanceLock(): boolean {
    return requestInstanceLock(this.getPath("userData"), (argv, workingDirectory) => {
      this.emit("second-instance", {}, argv, workingDirectory);
    });
  }

  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((argument) => argument.startsWith(`--${name}=`)),
  };
  setName(): void {}
  setAppUserModelId(): void {}
  setPath(): void {}
  enableSandbox(): void {}

  addRecentDocument(path: string): void {
    this.recentDocuments.push(path);
  }

  /** Electron's order: `before-quit`, each window's `close`, `will-quit`, `quit`; each but the last can stop it. */
  quit(): void {
    if (emitCancelable(this, "before-quit")) return;
    this.#isQuitting = true;
    for (const window of openWindows) window.close();
    if (openWindows.size > 0) this.#isQuitting = false;
    else if (!emitCancelable(this, "will-quit")) this.exit(0);
  }

  exit(code = 0): void {
    this.emit("quit", {}, code);
    process.exit(code);
  }

  /** Called by a window that has closed. */
  windowClosed(): void {
    if (!this.#isQuitting && openWindows.size === 0) this.emit("window-all-closed");
  }
}

export const app = new App();
