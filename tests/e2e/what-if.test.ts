import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { orderPipeline } from "../support/designs.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import { numberOf, valuesDuring } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: sample() }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

/** The sample without an end, with an SLO and without failures, so that it has a closed form. */
function sample(): Design {
  const design = orderPipeline();
  const settings: Record<string, Design["nodes"][number]["settings"]> = {
    orders: { arrivals: { process: "poisson", ratePerSecond: 100 }, key: { mode: "uniform", count: 50 } },
    billing: { replicas: 2, serviceTime: { distribution: "exponential", meanMs: 15 } },
  };
  return {
    ...design,
    nodes: design.nodes.map((node) => ({ ...node, settings: settings[node.id] ?? node.settings })),
    slos: [{ id: "quick", name: "Billing waits 2 ms at most", target: { node: "billing" }, metric: "waitMs", op: "<=", value: 2 }],
  };
}

const panel = (screen: Screen) => screen.page.getByRole("tabpanel", { name: "What if" });
const rows = (screen: Screen) => panel(screen).getByRole("region", { name: "Result" }).locator("tbody tr");

async function choose(screen: Screen, label: string, option: string): Promise<void> {
  await panel(screen).getByRole("combobox", { name: label, exact: true }).click();
  await screen.page.getByRole("option", { name: option, exact: true }).click();
}

async function picture(screen: Screen, name: string): Promise<void> {
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}${name}.png` });
}

describe("what if", () => {
  let screen: Screen;
  beforeAll(async () => void (screen = await browser.open(app.url, { colorScheme: "dark" })));

  test("F5 a sweep over replicas is asked, drawn, and told in numbers", async () => {
    await screen.runCommand("what if");
    await picture(screen, "dark what if empty");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
    await panel(screen).getByLabel("Vary: to").fill("5");
    await panel(screen).getByLabel("Vary: steps").fill("5");
    await panel(screen).getByRole("button", { name: "Forecast 5 points" }).click();
    await expect.poll(() => rows(screen).count(), SOON).toBe(5);
    await panel(screen).getByRole("button", { name: "Forecast 5 points" }).waitFor();
    const texts = await rows(screen).allInnerTexts();
    expect(texts.map((text) => text.split("\t")[0])).toEqual(["1", "2", "3", "4", "5"]);
    // 100/s of 15 ms are 1.5 busy slots: one is not enough, and says so.
    expect(await rows(screen).nth(0).getByLabel("unstable").count()).toBe(1);
    expect(await rows(screen).nth(1).getByLabel("unstable").count()).toBe(0);
    expect(texts[2]).toMatch(/ms ± /);
    await picture(screen, "dark what if sweep");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  test("F5 another figure is shown without forecasting anew; a range that does not fit is refused where it is typed", async () => {
    await choose(screen, "Figure", "Utilisation");
    await choose(screen, "Of", "Billing");
    expect(await rows(screen).nth(2).innerText()).toMatch(/(49|50|51) %/);
    await panel(screen).getByLabel("Vary: from").fill("0");
    await panel(screen).getByText(/Replicas goes from 1 to 1000/).waitFor();
    expect(await panel(screen).getByRole("button", { name: /^Forecast/ }).isDisabled()).toBe(true);
    await panel(screen).getByLabel("Vary: from").fill("2");
    await panel(screen).getByLabel("Vary: steps").fill("4");
  });

  test("F5 a second number makes a line and a column for each of its values", async () => {
    await choose(screen, "Figure", "Wait");
    await panel(screen).getByRole("button", { name: "Second number" }).click();
    await choose(screen, "And: node", "Billing");
    await choose(screen, "And: setting", "Service time · Mean");
    await panel(screen).getByLabel("And: from").fill("10 ms");
    await panel(screen).getByLabel("And: to").fill("18 ms");
    await panel(screen).getByLabel("And: steps").fill("3");
    await panel(screen).getByRole("button", { name: "Forecast 12 points" }).click();
    await expect.poll(() => rows(screen).count(), SOON).toBe(4);
    await panel(screen).getByRole("button", { name: "Forecast 12 points" }).waitFor();
    expect(await panel(screen).locator("thead th").allInnerTexts()).toEqual(["Billing · Replicas", "10 ms", "14 ms", "18 ms"]);
    await picture(screen, "dark what if grid");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  test("F5 the fewest replicas that meet an SLO", async () => {
    await panel(screen).getByRole("radio", { name: "Meet an SLO" }).click();
    await panel(screen).getByRole("button", { name: "Find the fewest" }).click();
    await panel(screen).getByText("4 replicas of Billing are the fewest that meet Billing waits 2 ms at most.").waitFor();
    const verdicts = await rows(screen).allInnerTexts();
    expect(verdicts.map((text) => text.split("\t").map((cell) => cell.trim())).map(([replicas, , verdict]) => `${replicas} ${verdict}`)).toEqual(["1 unstable", "2 misses it", "3 misses it", "4 meets it", "5 meets it"]);
    await picture(screen, "dark what if meet");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  test("one entry of the palette replays the load with another broker in place of the selected channel", async () => {
    await screen.select("Orders inbox");
    await screen.runCommand("swap the broker");
    await panel(screen).getByRole("button", { name: "Compare brokers" }).click();
    await panel(screen).getByRole("columnheader", { name: "Exchange, a queue each" }).waitFor();
    await panel(screen).getByText("In place of Orders inbox").waitFor();
    const table = Object.fromEntries((await rows(screen).allInnerTexts()).map((text) => text.split("\t").map((cell) => cell.trim())).map(([title = "", ...cells]) => [title, cells]));
    expect(new Set(table.Produced).size).toBe(1);
    const [queue = "", topic, exchange = ""] = table["Completed out of order"] ?? [];
    expect(topic).toBe("0 (0 %)");
    for (const broken of [queue, exchange]) expect(numberOf(broken)).toBeGreaterThan(10);
    await picture(screen, "dark what if swap");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  test("F5 a long question is cancelled, and a live run’s numbers go on while it is answered; F4 its forecast stands beside them", async () => {
    await screen.button("Run").click();
    await screen.showDock("What if");
    await panel(screen).getByRole("radio", { name: "Vary" }).click();
    await choose(screen, "Length of each forecast", "over 1 hour");
    await expect.poll(async () => numberOf(await screen.reading("Paid", "delivered")), SOON).toBeGreaterThan(100);
    await panel(screen).getByRole("button", { name: "Forecast 12 points" }).click();
    const cancel = panel(screen).getByRole("button", { name: "Cancel" });
    await cancel.waitFor();
    expect(await valuesDuring(1500, () => screen.clock())).toBeGreaterThan(8);
    await cancel.click();
    await panel(screen).getByRole("button", { name: "Forecast 12 points" }).waitFor();
    await screen.select("Billing");
    await screen.showInspectorTab("Live");
    const beside = screen.inspector.getByRole("region", { name: "Measured beside forecast" });
    await beside.getByRole("row", { name: /Wait p95/ }).waitFor();
    expect(await beside.getByRole("row").allInnerTexts()).toHaveLength(6);
    await beside.getByText(/M\/M\/2 in the steady state waits 19 ms on average and is 75 % busy/).waitFor();
    await picture(screen, "dark prediction live");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
    await screen.button("Stop").click();
    await screen.showDock("Report");
    const table = screen.report.getByRole("table", { name: /forecast of the same run/ });
    await table.getByText("Billing").waitFor();
    await table.scrollIntoViewIfNeeded();
    expect(await table.innerText()).toMatch(/19 ms wait\s*M\/M\/2/);
    await picture(screen, "dark prediction report");
  });
});

test("the panel in the light theme, at the small size", async () => {
  const screen = await browser.open(app.url, { colorScheme: "light", viewport: { width: 1280, height: 800 } });
  await screen.showDock("What if");
  await panel(screen).getByRole("button", { name: /^Forecast/ }).click();
  await expect.poll(() => rows(screen).count(), SOON).toBeGreaterThan(3);
  await panel(screen).getByRole("button", { name: /^Forecast/ }).waitFor();
  await picture(screen, "light what if sweep");
  expect.soft(await violationsOf(screen.page, "contrast")).toEqual([]);
});
