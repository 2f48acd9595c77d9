import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type * as Electron from "electron";
import { _electron, chromium, type Page } from "playwright-core";
import { findChromium } from "./find-chromium.ts";
import { buildStandIn, forkOnStandIn, launchStandIn } from "./launch.ts";

/** The app in a host: driven in the same words whether Electron is real or the stand-in. */
export interface DesktopApp {
  page: Page;
  /** Runs a self-contained function in the main process. */
  evaluate<Argument, Result>(run: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>, argument?: Argument): Promise<Awaited<Result>>;
  /** Starts the app once more with these arguments, and waits for that process to end. */
  startAgain(args: string[]): Promise<void>;
  /** Every page that is open, in any window. */
  pages(): Page[];
  exited: Promise<unknown>;
  close(): Promise<void>;
}

export interface DesktopHost {
  name: string;
  /** Starts the app laid out in `folder`, with a user data folder of its own. */
  launch(folder: string, args?: string[]): Promise<DesktopApp>;
}

/** The stand-in: a Node process whose windows are pages of a headless Chromium. */
export const standInHost: DesktopHost = {
  name: "the stand-in",
  async launch(folder, args = []) {
    const main = join(folder, "electron", "main.js");
    const executable = findChromium();
    const userData = mkdtempSync(join(tmpdir(), "spillway-desktop-"));
    const built = await buildStandIn();
    const common = [`--user-data-dir=${userData}`];
    const app = await launchStandIn(built, main, [...common, ...args], executable);
    const browser = await chromium.connectOverCDP(app.endpoint);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error("Chromium has no context.");
    const page = context.pages()[0] ?? (await context.waitForEvent("page"));
    return {
      page,
      evaluate: (run, argument) => app.evaluate(run as never, argument),
      async startAgain(second) {
        const child = forkOnStandIn(built, main, [...common, ...second], executable);
        await new Promise((resolve) => child.once("exit", resolve));
      },
      pages: () => context.pages(),
      exited: app.exited,
      async close() {
        await quit((run, argument) => app.evaluate(run as never, argument), app.exited);
        await app.kill();
        await browser.close();
        await removeFolder(userData);
      },
    };
  },
};

const QUIT_MS = 10_000;

/** Lets the app end what it started, its Redis too, without asking about unsaved work; gives up after ten seconds. */
async function quit(evaluate: DesktopApp["evaluate"], exited: Promise<unknown>): Promise<void> {
  const asked = evaluate(({ app, BrowserWindow }) => {
    setImmediate(() => {
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      app.quit();
    });
  });
  // An app that has ended already does not answer.
  asked.catch(() => undefined);
  const timer = new AbortController();
  await Promise.race([exited, setTimeout(QUIT_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

/** Chromium's helpers may still write for a moment after its main process is gone. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Electron itself. */
export function realHost(executablePath: string): DesktopHost {
  return {
    name: "Electron",
    async launch(folder, args = []) {
      const userData = mkdtempSync(join(tmpdir(), "spillway-desktop-"));
      const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
      const common = [...asRoot, folder, `--user-data-dir=${userData}`];
      const app = await _electron.launch({ executablePath, args: [...common, ...args] });
      const exited = new Promise((resolve) => app.process().once("exit", resolve));
      const page = await app.firstWindow();
      return {
        page,
        evaluate: (run, argument) => app.evaluate(run as never, argument) as never,
        async startAgain(second) {
          const child = spawn(executablePath, [...common, ...second], { stdio: "ignore" });
          await new Promise((resolve) => child.once("exit", resolve));
        },
        pages: () => app.windows(),
        exited,
        async close() {
          await quit((run, argument) => app.evaluate(run as never, argument) as never, exited);
          app.process().kill("SIGKILL");
          await exited;
          await removeFolder(userData);
        },
      };
    },
  };
}
