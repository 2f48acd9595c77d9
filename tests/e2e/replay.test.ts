import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import { runOf } from "../support/screen-run.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "spillway-replay-"));

let browser: TestBrowser;
let app: App;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: "order-pipeline" }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach((context) => browser.endTest(context, /Content Security Policy/));

/** Opens a replay from its file, with no network; `asked` is every address that its page asked for. */
async function open(file: string): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.page();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  await page.getByRole("button", { name: "Play" }).waitFor();
  return { page, asked };
}

const position = (page: Page) => page.getByRole("slider", { name: "Moment of the run" });
const positionMs = async (page: Page) => Number(await position(page).inputValue());
const produced = async (page: Page) => Number((await page.locator(".numbers dl > div").filter({ hasText: "produced" }).locator("dd").first().innerText()).replaceAll(",", ""));

test("a replay written by the command line plays, pauses, scrubs and tells its numbers from a file, without a network", async () => {
  const file = join(folder, "forecast.html");
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "dist/node/cli.js"), "forecast", join(ROOT, "examples/order-pipeline.spillway.json"), "--replay", file], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/Replay: .*forecast\.html, [\d,]+ kB\./)]);
  expect(statSync(file).size).toBeLessThan(5_000_000);

  const { page, asked } = await open(file);
  const screen = runOf(page);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await expect.poll(() => produced(page), SOON).toBeGreaterThan(60);
  await expect.poll(() => screen.dotPixels(), SOON).toBeGreaterThan(20);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Play" }).waitFor();
  const paused = await positionMs(page);

  await page.keyboard.press("ArrowRight");
  await expect.poll(() => positionMs(page), SOON).toBeGreaterThan(paused);
  await page.keyboard.press("End");
  await expect.poll(() => produced(page), SOON).toBe(1000);
  await page.keyboard.press("Home");
  await expect.poll(() => positionMs(page), SOON).toBe(0);
  await position(page).fill("5000");
  await expect.poll(() => produced(page), SOON).toBeGreaterThan(400);
  expect(await screen.reading("Billing", "busy")).toMatch(/^\d+ %$/);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("10");
  await page.keyboard.press("Tab");
  await page.locator(".react-flow__node").filter({ hasText: "Billing" }).click();
  await page.locator(".numbers").getByRole("heading", { name: "Billing" }).waitFor();
  for (const shows of ["run", "report"]) {
    if (shows === "report") await page.getByRole("button", { name: "Report" }).click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await page.screenshot({ path: `${RESULTS}${colorScheme} replay ${shows}.png` });
      expect.soft(await violationsOf(page, colorScheme === "dark" ? "everything" : "contrast")).toEqual([]);
    }
  }
  await page.getByRole("region", { name: "Report" }).getByText("1,000 events in").waitFor();
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(await page.evaluate(() => fetch("http://127.0.0.1:1/").then(String, String))).toContain("Failed to fetch");
});

test("a live run is saved as a replay from the screen", async () => {
  const screen = await browser.open(app.url);
  await screen.button("Run").click();
  await expect.poll(() => screen.reading("Paid", "delivered"), { ...SOON, timeout: 20_000 }).toMatch(/^\d\d/);
  await screen.button("Stop").click();
  await screen.page.getByRole("tab", { name: /Report/ }).click();
  const [download] = await Promise.all([screen.page.waitForEvent("download"), screen.page.getByRole("button", { name: "Save as replay…" }).click()]);
  expect(download.suggestedFilename()).toBe("orders.replay.html");
  await screen.page.getByText(/Saved the run as a replay of [\d,]+ kB/).waitFor();
  const file = join(folder, "live.html");
  await download.saveAs(file);
  expect(readFileSync(file, "utf8")).toContain("<title>Orders – replay</title>");
  const { page } = await open(file);
  await page.getByText("Replay of a live run").waitFor();
  await page.keyboard.press("End");
  await expect.poll(() => runOf(page).reading("Paid", "delivered"), SOON).toMatch(/^\d\d/);
});
