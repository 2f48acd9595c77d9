import type { Locator, Page } from "playwright-core";
import { canvasOf, type CanvasScreen } from "./screen-canvas.ts";
import { inspectorOf, type InspectorScreen } from "./screen-inspector.ts";
import { runOf, type RunScreen } from "./screen-run.ts";

/** The app's window as a user meets it: everything is found by what it says. */
export interface Screen extends CanvasScreen, InspectorScreen, RunScreen {
  readonly page: Page;
  /** Resolves once the canvas is there and the engine has answered. */
  ready(): Promise<void>;
  press(keys: string): Promise<void>;
  button(name: string): Locator;
  dialog(name: string | RegExp): Locator;
  /** A short message in the corner. */
  message(text: string | RegExp): Locator;
  /** Opens the command palette, looks for a command and performs the first one found. */
  runCommand(search: string): Promise<void>;
  /** What undo would take back, as the command palette names it. */
  undoName(): Promise<string>;
  /** What a copy puts on the clipboard. */
  clipboardText(): Promise<string>;
  /** Pastes a text as the keyboard does. */
  pasteText(text: string): Promise<void>;
  /** Opens the main menu and clicks down to an item. */
  menu(...path: readonly string[]): Promise<void>;
  /** A tab of the dock, opened. */
  showDock(tab: "Run" | "Metrics" | "Events" | "Problems" | "Report" | "What if" | "Export" | "Alerts"): Promise<void>;
  /** What the title bar says of the file: `saved`, `edited`, `new`. */
  savedState(): Promise<string>;
  designName(): Promise<string>;
}

/** Joins the helpers for the parts of a window. */
export function screenOf(page: Page): Screen {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  return {
    page,
    ...canvasOf(page),
    ...inspectorOf(page),
    ...runOf(page),
    button,
    async ready() {
      // The start screen may lie over it already.
      await page.getByRole("main", { name: "Canvas", includeHidden: true }).waitFor();
      await page.waitForFunction(() => document.querySelector(".connection-banner") === null && document.querySelector('[role="timer"]') !== null);
      // The first design is on the canvas, or the empty canvas says so.
      await page.locator(".react-flow__node, .canvas-empty").first().waitFor();
    },
    press: (keys) => page.keyboard.press(keys),
    dialog: (name) => page.getByRole("dialog", { name }),
    message: (text) => page.getByRole("region", { name: "Messages" }).getByText(text).first(),
    async runCommand(search) {
      await page.keyboard.press("Control+k");
      const box = page.getByPlaceholder("Search nodes and commands…");
      await box.waitFor();
      await page.keyboard.type(search);
      await page.locator('[cmdk-item][aria-selected="true"]').waitFor();
      await page.keyboard.press("Enter");
      await box.waitFor({ state: "detached" });
    },
    async undoName() {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("undo:");
      const label = await page.locator('[cmdk-item][data-value="edit.undo"]').innerText();
      await page.keyboard.press("Escape");
      await page.getByPlaceholder("Search nodes and commands…").waitFor({ state: "detached" });
      // The dialog hands the keyboard back in a task of its own, after it has gone: keys that come before that go elsewhere.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      return label.split("\n")[0]?.replace("Undo: ", "") ?? "";
    },
    clipboardText: () =>
      page.evaluate(() => {
        const clipboardData = new DataTransfer();
        document.activeElement?.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
        return clipboardData.getData("text/plain");
      }),
    pasteText: (text) =>
      page.evaluate((content) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", content);
        (document.activeElement ?? document.body).dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, text),
    async menu(...path) {
      await button("Menu").click();
      for (const [index, name] of path.entries()) {
        const item = page.getByRole("menuitem", { name }).or(page.getByRole("menuitemcheckbox", { name })).first();
        if (index < path.length - 1) await item.hover();
        await item.click();
      }
    },
    showDock: (tab) => page.getByRole("tablist", { name: "Dock" }).getByRole("tab", { name: tab }).click(),
    savedState: async () => (await page.locator(".saved-state").innerText()).trim(),
    designName: () => page.getByRole("textbox", { name: "Name of the design" }).inputValue(),
  };
}
