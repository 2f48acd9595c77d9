import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { cutTexts, settled, textsOutside } from "../support/screen-layout.ts";

let app: App;
let browser: TestBrowser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

async function openGallery(query: string): Promise<Page> {
  const page = await browser.page({ viewport: { width: 1280, height: 800 } });
  await page.goto(new URL(`gallery?${query}`, app.url).href);
  await page.locator(".gallery-sheet .card").first().waitFor();
  return page;
}

test("texts that are 40 % longer still fit", async () => {
  const page = await openGallery("locale=pseudo");
  // The kinds' own texts are as they were.
  expect(await page.locator("h2").allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/^\[.*~\]$/)]));
  expect.soft(await textsOutside(page)).toEqual([]);
  await page.screenshot({ path: `${RESULTS}gallery pseudo.png`, fullPage: true });
});

describe.each(["dark", "light"] as const)("the gallery in the %s theme", (theme) => {
  let page: Page;
  beforeAll(async () => void (page = await openGallery(`theme=${theme}`)));
  /** Both themes are the same page: what is no colour is looked at once. */
  const violations = (within?: string) => violationsOf(page, theme === "dark" ? "everything" : "contrast", within);

  async function whole(name: string): Promise<void> {
    await settled(page);
    expect.soft(await cutTexts(page)).toEqual([]);
    expect.soft(await textsOutside(page)).toEqual([]);
    await page.screenshot({ path: `${RESULTS}gallery ${theme} ${name}.png` });
  }

  test.each([
    ["1", "near"],
    ["2", "near"],
    ["0.4", "middle"],
    ["0.3", "far"],
  ])("shows every card whole at a zoom of %s", async (zoom, level) => {
    await page.getByRole("radio", { name: zoom, exact: true }).click();
    await page.locator(`.card[data-level="${level}"]`).first().waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe(theme);
    expect(await page.locator(".gallery-sheet .card").count()).toBeGreaterThan(100);
    await whole(zoom);
    // The cards of all kinds are made alike: those of one, in all states, are looked at more closely.
    if (zoom === "1") expect.soft(await violations('[data-id^="consumer-"]')).toEqual([]);
  });

  test("is accessible, and so are its dialog and its menu", async () => {
    expect.soft(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Open a dialog" }).click();
    await page.getByRole("dialog").waitFor();
    expect.soft(await violations("[role=dialog]")).toEqual([]);
    await whole("dialog");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open a menu" }).click();
    await page.getByRole("menu").waitFor();
    await whole("menu");
    expect.soft(await violations("[role=menu]")).toEqual([]);
  });
});
