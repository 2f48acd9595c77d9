import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp(), startBrowser()]);
  screen = await browser.open(app.url, { colorScheme: "dark" });
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

/** Ten minutes of design time are computed, and shown while they are. */
const RUN = { timeout: 30_000 };

/** A picture in each theme, for people; what axe finds, for the test. */
async function look(name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await screen.page.emulateMedia({ colorScheme });
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${colorScheme} ${name}.png` });
    expect.soft(await violationsOf(screen.page, colorScheme === "dark" ? "everything" : "contrast")).toEqual([]);
  }
}

/** Drops a lesson that comes with the product on the window, as a file of somebody's own. */
async function drop(name: string): Promise<void> {
  const text = readFileSync(new URL(`../../examples/lessons/${name}`, import.meta.url), "utf8");
  await screen.page.evaluate(
    ([file = "", content = ""]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], file));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
    },
    [name, text],
  );
}

test("a lesson is taken from the start screen: predict, run, compare, go on, present, leave", async () => {
  const { page } = screen;
  const start = screen.dialog("Begin with a design");
  await start.getByLabel("Search templates").fill("p99 explodes");
  await start.getByRole("button", { name: "Queues and latency" }).click();
  const lesson = page.getByRole("region", { name: "Lesson" });
  await lesson.getByRole("heading", { name: "Half busy" }).waitFor();
  await expect.poll(() => page.locator(".card[data-lit] .card-name").allInnerTexts(), SOON).toEqual(["Billing"]);

  await lesson.getByLabel("Your prediction in ms").fill("5");
  await look("lesson asks");
  await screen.button("Run and compare").click();
  await lesson.getByText(/^You said 5\.0 ms\. It was 9\.\d+ ms\.$/).waitFor(RUN);
  await lesson.getByText("Wait, mean, by the formula").waitFor();
  await look("lesson answers");

  await page.keyboard.press("PageDown");
  await lesson.getByRole("heading", { name: "Ninety per cent busy" }).waitFor();
  await lesson.getByText("Orders: rate 90/s").waitFor();
  expect(await screen.savedState()).toMatch(/edited|new/i);
  await lesson.getByLabel("about twice as long").check();
  await screen.button("Run and compare").click();
  await lesson.getByText("It came out differently: more than four times as long").waitFor(RUN);
  await lesson.getByRole("img", { name: /^The formula's curve of the mean wait for Billing.* step 1: .* at 50 % busy, step 2: .* at 90 % busy/ }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${RESULTS}dark lesson curve.png` });

  await page.keyboard.press("Alt+Shift+p");
  await expect.poll(() => page.getByRole("region", { name: "Dock" }).count(), SOON).toBe(0);
  await look("lesson presented");
  await page.keyboard.press("Escape");
  await page.getByRole("region", { name: "Dock" }).waitFor();

  await page.keyboard.press("PageUp");
  await lesson.getByText("It was", { exact: false }).waitFor();
  await lesson.getByRole("button", { name: "Leave the lesson" }).click();
  await expect.poll(() => lesson.count(), SOON).toBe(0);
  expect(await screen.designName()).toBe("Queues and latency");

  await drop("12-killing-a-consumer.lesson.json");
  await lesson.getByRole("heading", { name: "A quiet run" }).waitFor();
  await page.keyboard.press("PageDown");
  await lesson.getByText("planned at 1.5 s: kill-zone on West").waitFor();
}, 120_000);
