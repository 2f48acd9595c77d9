import { EventEmitter } from "node:events";
import { app, browser } from "./app.ts";
import { emitCancelable } from "./cancelable.ts";
import { WebContents } from "./web-contents.ts";
import { openWindows } from "./windows.ts";

interface WindowOptions {
  width: number;
  height: number;
  x?: number;
  y?: number;
  title?: string;
  backgroundColor?: string;
  webPreferences: { preload: string };
}

/** A window: a page of its own in a headless Chromium. What cannot be seen there is only remembered. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly options: WindowOptions;
  #title: string;
  #representedFilename = "";
  #isEdited = false;
  #isVisible = false;
  #isDestroyed = false;

  constructor(options: WindowOptions) {
    super();
    this.options = options;
    this.#title = options.title ?? "";
    const { width, height } = options;
    this.webContents = new WebContents(browser(), { width, height }, options.webPreferences);
    this.webContents.once("did-finish-load", () => this.emit("ready-to-show"));
    openWindows.add(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows].filter((window) => window instanceof BrowserWindow);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  /** Asks, as the title bar's button does. */
  close(): void {
    if (!this.#isDestroyed && !emitCancelable(this, "close")) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    openWindows.delete(this);
    this.webContents.close().catch((error: unknown) => console.error(error));
    this.emit("closed");
    app.windowClosed();
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  show(): void {
    this.#isVisible = true;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  focus(): void {
    this.emit("focus");
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  isMaximized(): boolean {
    return false;
  }
  maximize(): void {}
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width, height } = this.options;
    return { x, y, width, height };
  }
  setBackgroundColor(): void {}
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setRepresentedFilename(path: string): void {
    this.#representedFilename = path;
  }
  getRepresentedFilename(): string {
    return this.#representedFilename;
  }
  setDocumentEdited(isEdited: boolean): void {
    this.#isEdited = isEdited;
  }
  isDocumentEdited(): boolean {
    return this.#isEdited;
  }
}
