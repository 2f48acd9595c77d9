import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { settled } from "../support/screen-layout.ts";
import type { Screen } from "../support/screen.ts";

const DEFINITIONS = JSON.stringify({
  rabbit_version: "4.0.0",
  vhosts: [{ name: "/" }],
  queues: [{ name: "orders", vhost: "/", durable: true, auto_delete: false, arguments: { "x-queue-type": "quorum" } }],
  exchanges: [{ name: "shop", vhost: "/", type: "topic", durable: true, auto_delete: false, internal: false, arguments: {} }],
  bindings: [{ source: "shop", vhost: "/", destination: "orders", destination_type: "queue", routing_key: "order.#", arguments: {} }],
});

let app: App;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: "order-pipeline" }), startBrowser()]);
  screen = await browser.open(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

async function picture(name: string): Promise<void> {
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}${name}.png` });
}

/** Drops a file on the window, as a file manager does. */
async function dropFile(name: string, text: string): Promise<void> {
  const data = await screen.page.evaluateHandle(
    ([file = "", content = ""]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], file));
      return transfer;
    },
    [name, text],
  );
  const canvas = screen.page.locator(".canvas");
  await canvas.dispatchEvent("dragover", { dataTransfer: data });
  await screen.page.getByText("Drop it to open or import it").waitFor();
  await canvas.dispatchEvent("drop", { dataTransfer: data });
}

test("from the menu: what cannot be read says what it is instead, and what can be is shown before it opens", async () => {
  await screen.menu("Import");
  const dialog = screen.dialog("Import a design");
  await dialog.getByRole("textbox", { name: "or paste its text" }).fill("openapi: 3.1.0\npaths: {}\n");
  await dialog.getByRole("button", { name: "Read the text" }).click();
  await dialog.getByRole("alert").getByText(/an OpenAPI document, which describes calls and no events/).waitFor();
  await picture("dark import refused");
  expect.soft(await violationsOf(screen.page, "everything", "[role=dialog]")).toEqual([]);
  await dialog.locator("input[type=file]").setInputFiles({ name: "broker.json", mimeType: "application/json", buffer: Buffer.from(DEFINITIONS) });
  const found = screen.dialog(/^Import /);
  await found.getByText(/broker\.json was recognised as/).waitFor();
  await picture("dark import found");
  expect.soft(await violationsOf(screen.page, "everything", "[role=dialog]")).toEqual([]);
  await found.getByRole("button", { name: "Open as a new design" }).click();
  await screen.message(/^Imported .* from RabbitMQ/).waitFor();
  expect(await screen.savedState()).not.toBe("saved");
});

test("by drag and drop, after asking about unsaved work", async () => {
  await dropFile("again.json", DEFINITIONS);
  await screen.dialog(/^Import /).getByRole("button", { name: "Open as a new design" }).click();
  await screen.dialog(/^Save the changes to/).getByRole("button", { name: "Do not save" }).click();
  await screen.message(/^Imported/).waitFor();
});

test("by pasting on the canvas; text that is no document is refused in words", async () => {
  await screen.page.locator(".canvas").focus();
  const paste = (text: string) =>
    screen.page.evaluate((content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", content);
      document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste(DEFINITIONS);
  await screen.dialog(/^Import /).getByText(/^The clipboard was recognised as/).waitFor();
  await screen.press("Escape");
  await screen.page.locator(".canvas").focus();
  await paste("only words");
  await screen.message("The clipboard holds no part of a design.").waitFor();
});
