import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { numberOf } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

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

const picture = (name: string) => screen.page.screenshot({ path: `${RESULTS}chaos ${name}.png` });

test("O4 an experiment is planned, seen on the timeline, changed and undone", async () => {
  await screen.page.locator('.react-flow__node[data-id="billing"]').click();
  await screen.press("Shift+B");
  const dialog = screen.dialog("Break something");
  await dialog.waitFor();
  await expect.poll(() => dialog.getByRole("radio", { name: /^Crash replicas/ }).isChecked(), SOON).toBe(true);
  await picture("dialog");
  expect.soft(await violationsOf(screen.page, "everything", ".dialog")).toEqual([]);
  await dialog.getByText("Slow consumer", { exact: true }).click();
  await dialog.getByRole("button", { name: "Plan it" }).click();
  const bar = screen.page.getByRole("button", { name: /^At 10 s: Slow consumer \(Billing\) for 10 s/ });
  await bar.waitFor();
  await bar.focus();
  await screen.press("ArrowLeft");
  await screen.page.getByRole("button", { name: /^At 9(\.\d)? s: Slow consumer \(Billing\) for 10 s/ }).waitFor();
  await picture("timeline");
  await screen.press("Control+z");
  await bar.waitFor();
  await bar.press("Delete");
  await bar.waitFor({ state: "detached" });
});

test("O2 O4 a zone is killed by hand in a live run, is back, and the report says what came of it", async () => {
  await screen.press("Control+Enter");
  await expect.poll(async () => numberOf(await screen.reading("Paid", "delivered")), { ...SOON, timeout: 20_000 }).toBeGreaterThan(20);
  await screen.runCommand("Kill the zone");
  await screen.showDock("Run");
  await screen.page.getByText(/The worker of zone local is back/).first().waitFor({ timeout: 20_000 });
  await screen.page.getByRole("button", { name: "Workers and zones…" }).click();
  await screen.dialog("Workers and zones").getByRole("row", { name: /local here\s*died 1 time/ }).waitFor();
  await screen.press("Escape");
  await screen.runCommand("Break something");
  const dialog = screen.dialog("Break something");
  await dialog.getByText("Slow consumer", { exact: true }).click();
  await dialog.getByRole("button", { name: "Begin now" }).click();
  const active = screen.page.getByRole("list", { name: "Broken now" });
  await active.getByText("Slow consumer (Billing)").waitFor();
  await picture("broken now");
  await active.getByRole("button", { name: "End now" }).click();
  await active.waitFor({ state: "detached" });
  await screen.press("Control+Enter");
  await screen.showDock("Report");
  const section = screen.page.getByRole("region", { name: "What was broken, and how it healed" });
  await section.getByText("Kill zone (local)").waitFor({ timeout: 20_000 });
  await section.scrollIntoViewIfNeeded();
  await picture("report");
  expect.soft(await violationsOf(screen.page, "everything", ".experiments-report")).toEqual([]);
  expect(await section.getByText(/by a process that ended/).count()).toBe(1);
});

test("O6 an alert is added on a node, fires in a forecast, heals, and is told in the log, on the card and in the report", async () => {
  await screen.page.getByRole("radio", { name: "Forecast" }).click();
  await screen.page.locator('.react-flow__node[data-id="inbox"]').click({ button: "right" });
  await screen.page.getByRole("menuitem", { name: "Alert on this…" }).click();
  const dialog = screen.dialog("Add an alert");
  await dialog.getByText("When events wait too long, add replicas").click();
  await dialog.getByRole("textbox", { name: "Wait" }).fill("5");
  await dialog.getByRole("textbox", { name: "For" }).first().fill("0.1");
  await dialog.getByText(/p95 wait of Orders inbox above 5\.0 ms for 100 ms: scale Billing by \+2/).waitFor();
  await picture("alert dialog");
  expect.soft(await violationsOf(screen.page, "everything", ".dialog")).toEqual([]);
  await dialog.getByRole("button", { name: "Add an alert" }).click();
  expect(await screen.undoName()).toBe("add the alert Waits too long: Orders inbox");
  await screen.page.getByRole("region", { name: "Alerts", exact: true }).getByText("Waits too long: Orders inbox").waitFor();
  await screen.press("Control+Enter");
  await screen.page.getByRole("img", { name: "Alert firing: Waits too long: Orders inbox" }).waitFor();
  const log = screen.page.getByRole("region", { name: "What they did" });
  await log.getByRole("row", { name: /p95 wait of Orders inbox .* scale Billing by \+2.*2 → 4 replicas/ }).waitFor();
  await picture("alert fires");
  expect.soft(await violationsOf(screen.page, "everything", ".alerts-tab")).toEqual([]);
  await screen.press("Shift+.");
  await screen.showDock("Report");
  const section = screen.page.getByRole("region", { name: "Alerts and healing" });
  await section.getByRole("row", { name: /2 → 4 replicas/ }).waitFor();
  await section.scrollIntoViewIfNeeded();
  await picture("alert report");
});
