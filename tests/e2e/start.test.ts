import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), startBrowser()]);
  screen = await browser.open(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

test("the first screen offers templates, finds one by a word, and runs it with one click", async () => {
  const start = screen.dialog("Begin with a design");
  await start.waitFor();
  const cards = start.getByRole("list", { name: "Templates" }).getByRole("listitem");
  await expect.poll(() => cards.count(), SOON).toBeGreaterThanOrEqual(12);
  await start.getByLabel("Search templates").fill("circuit zebra");
  await start.getByText("No template is about").waitFor();
  await start.getByLabel("Search templates").fill("hot key");
  await expect.poll(() => cards.count(), SOON).toBe(1);
  await start.getByRole("button", { name: "Open and run Ordered partitions and the hot key" }).click();
  await start.waitFor({ state: "detached" });
  // The screen is left before the file is there.
  await expect.poll(() => screen.designName(), SOON).toBe("Ordered partitions and the hot key");
  await screen.button("Stop").waitFor();
  await screen.page.getByText("Try: set the key’s exponent").waitFor();
  await screen.button("Stop").click();
});

test("what was opened as a template is no recent file, and the start screen can be left out", async () => {
  const client = app.engine();
  expect((await client.call("files.recent", {})).files).toEqual([]);
  client.close();
  await screen.press("Alt+Shift+n");
  const start = screen.dialog("Begin with a design");
  await start.getByLabel("Show this at the start").uncheck();
  await screen.press("Escape");
  await screen.page.reload();
  await screen.ready();
  await screen.page.locator(".react-flow__node").first().waitFor();
  expect(await screen.dialog("Begin with a design").count()).toBe(0);
  // Another browser, which is what another port is to its storage: the engine remembers.
  const other = await browser.open(app.url);
  await other.page.locator(".react-flow__node").first().waitFor();
  expect(await other.dialog("Begin with a design").count()).toBe(0);
});
