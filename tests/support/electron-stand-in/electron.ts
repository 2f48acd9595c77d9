/** The stand-in for the `electron` module of a main process, and the test's way into it. */
import { runInThisContext } from "node:vm";
import { app, browser } from "./app.ts";
import { BrowserWindow } from "./browser-window.ts";
import { ipcMain } from "./ipc-main.ts";
import { Menu } from "./menu.ts";
import { MessageChannelMain } from "./ports.ts";
import { protocol } from "./protocol.ts";
import { dialog, nativeTheme, screen, session, shell } from "./system.ts";
import { utilityProcess } from "./utility-process.ts";

export { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, nativeTheme, protocol, screen, session, shell, utilityProcess };

const electron = { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session, shell };

interface Evaluation {
  id: number;
  source: string;
  argument: unknown;
}

/** As Playwright's `electronApplication.evaluate`: a function of the module and one argument, sent as text. */
async function evaluate({ id, source, argument }: Evaluation): Promise<void> {
  try {
    const run = runInThisContext(`(${source})`) as (module: unknown, argument: unknown) => unknown;
    process.send?.({ id, value: (await run(electron, argument)) ?? null });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
}

process.on("message", (message) => void evaluate(message as Evaluation));
process.once("disconnect", () => process.exit(1));
app.on("web-contents-created", () => {
  browser().then(({ endpoint }) => process.send?.({ endpoint }), (error: unknown) => process.send?.({ error: String(error) }));
});
