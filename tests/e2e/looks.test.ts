import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { orderPipeline } from "../support/designs.ts";
import { SOON } from "../support/screen-expect.ts";
import { cutTexts, numberBoxes, settled } from "../support/screen-layout.ts";
import { numberOf } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

const SIZES = [
  { width: 1600, height: 1000 },
  { width: 1280, height: 800 },
] as const;

let app: App;
let browser: TestBrowser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: endlessSample() }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

/** The sample, which goes on until it is stopped. */
function endlessSample(): Design {
  const design = orderPipeline();
  return { ...design, nodes: design.nodes.map((node) => (node.id === "orders" ? { ...node, settings: { arrivals: { process: "poisson", ratePerSecond: 100 } } } : node)) };
}

/** Has a run go on: the one before may have reached its end. */
async function ensureRunning(screen: Screen): Promise<void> {
  await expect
    .poll(async () => {
      if (await screen.button("Run").isVisible()) await screen.button("Run").click();
      return screen.button("Stop").isVisible();
    }, SOON)
    .toBe(true);
  await expect.poll(async () => numberOf(await screen.reading("Paid", "delivered")), { ...SOON, timeout: 15_000 }).toBeGreaterThan(100);
}

/** Pictures at both sizes, for people; that nothing is cut, for the test. */
async function look(screen: Screen, name: string): Promise<void> {
  for (const size of SIZES) {
    await screen.page.setViewportSize(size);
    await screen.button("Fit the design").click();
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${name} ${size.width}x${size.height}.png` });
    expect.soft(await cutTexts(screen.page)).toEqual([]);
  }
}

describe.each(["dark", "light"] as const)("in the %s theme", (colorScheme) => {
  let screen: Screen;
  /** Both themes are the same page: what is no colour is looked at once. */
  const violations = (within?: string) => violationsOf(screen.page, colorScheme === "dark" ? "everything" : "contrast", within);

  beforeAll(async () => void (screen = await browser.open(app.url, { colorScheme })));
  afterAll(() => browser.closeWindows());

  test("the screen is accessible and whole at rest, and with a card selected", async () => {
    expect(await screen.page.locator("html").getAttribute("data-theme")).toBe(colorScheme);
    await look(screen, `${colorScheme} idle`);
    expect.soft(await violations()).toEqual([]);
    await screen.select("Billing");
    await settled(screen.page);
    expect.soft(await violations()).toEqual([]);
    await screen.page.screenshot({ path: `${RESULTS}${colorScheme} selected.png` });
  });

  test.each([
    ["the start screen", "Alt+Shift+n", "Begin with a design"],
    ["the command palette", "Control+k", "Search or run a command"],
    ["the shortcuts", "?", "Keyboard shortcuts"],
    ["the open dialog", "Control+o", "Open a design"],
    ["the save dialog", "Control+Shift+s", "Save the design as"],
  ])("%s is accessible", async (name, keys, title) => {
    await screen.press(keys);
    const dialog = screen.dialog(title);
    await dialog.waitFor();
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${colorScheme} ${name}.png` });
    expect.soft(await violations("[role=dialog]")).toEqual([]);
    await screen.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  test("the main menu is accessible", async () => {
    await screen.button("Menu").click();
    const menu = screen.page.getByRole("menu");
    await menu.waitFor();
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${colorScheme} menu.png` });
    expect.soft(await violations("[role=menu]")).toEqual([]);
    await screen.press("Escape");
    await menu.waitFor({ state: "detached" });
  });

  test("the screen is accessible and whole while a run is on, in every tab of the dock", async () => {
    await ensureRunning(screen);
    await screen.showDock("Metrics");
    await look(screen, `${colorScheme} running`);
    expect.soft(await violations()).toEqual([]);
    for (const tab of ["Run", "Events", "Problems", "Report", "What if"] as const) {
      await screen.showDock(tab);
      await settled(screen.page);
      await screen.page.screenshot({ path: `${RESULTS}${colorScheme} ${tab}.png` });
      expect.soft(await violations(".dock")).toEqual([]);
    }
    await screen.select("Billing");
    await screen.showInspectorTab("Live");
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${colorScheme} live.png` });
    expect.soft(await violations(".side-right")).toEqual([]);
    await screen.showInspectorTab("Settings");
    await screen.press("Escape");
  });
});

test("numbers change where they are: no slot moves or grows", async () => {
  const screen = await browser.open(app.url);
  await ensureRunning(screen);
  const [first] = [await numberBoxes(screen.page)];
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      expect(await numberBoxes(screen.page)).toEqual(first);
      seen.add(await screen.reading("Paid", "delivered"));
      return seen.size;
    }, SOON)
    .toBeGreaterThan(12);
  expect(first).toHaveLength(10);
});

test("the report of a stopped run is accessible and whole", async () => {
  const screen = await browser.open(app.url, { colorScheme: "dark" });
  await ensureRunning(screen);
  await screen.button("Stop").click();
  await screen.button("Run").waitFor();
  await screen.showDock("Report");
  await screen.report.getByText(/You stopped it/).waitFor();
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}dark report.png` });
  expect.soft(await cutTexts(screen.page)).toEqual([]);
  expect.soft(await violationsOf(screen.page)).toEqual([]);
});
