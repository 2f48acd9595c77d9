import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventsAccounted, eventsMade } from "../../engine/contract/ledger.ts";
import type { Report } from "../../engine/contract/report.ts";
import { formatCount, formatExactCount, formatRate, formatTime } from "../../design/words/numbers.ts";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import { numberOf, valuesDuring } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

const START = { ...SOON, timeout: 20_000 };

let app: App;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ open: "order-pipeline" }), startBrowser()]);
  screen = await browser.open(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

const delivered = async () => numberOf(await screen.reading("Paid", "delivered"));
const readings = async () => [await screen.clock(), await delivered(), await screen.reading("Orders inbox", "depth"), await screen.reading("Billing", "busy"), await screen.ledger()];

/** The report that the engine gives to whoever asks. */
async function enginesReport(): Promise<Report> {
  const client = app.engine();
  try {
    const { report } = await client.call("run.report", {});
    if (report === null) throw new Error("The engine has no report.");
    return report;
  } finally {
    client.close();
  }
}

/** Compares what the report on the screen says with a report's own numbers. */
async function expectShown(report: Report): Promise<void> {
  const summary = screen.report.getByRole("region", { name: "Summary" });
  const headlines = await summary.locator(".headlines > div").evaluateAll((elements) => elements.map((each) => [...each.children].map((part) => part.textContent)));
  const { p50, p95, p99 } = report.endToEndMs.all;
  expect(headlines).toEqual([
    [formatRate(report.throughputPerSecond ?? NaN), "delivered"],
    [formatTime(p50), "end to end p50"],
    [formatTime(p95), "end to end p95"],
    [formatTime(p99), "end to end p99"],
    [formatExactCount(report.ledger.deadLettered + report.ledger.failed), "dead-lettered or failed"],
    ["0", "dropped or lost"],
  ]);

  const ledger = await screen.reportTable(screen.report.getByRole("region", { name: "Ledger" }).getByRole("row"));
  expect(ledger).toMatchObject({
    Produced: [formatExactCount(report.ledger.produced)],
    Delivered: [formatExactCount(report.ledger.delivered)],
    "Dead-lettered": [formatExactCount(report.ledger.deadLettered)],
    "Events made": [formatExactCount(eventsMade(report.ledger))],
    "Accounted for": [formatExactCount(eventsAccounted(report.ledger))],
  });

  const rows = await screen.report.locator(".report-nodes tbody tr").evaluateAll((elements) => elements.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())));
  const shown = rows.find(([name]) => name?.startsWith("Billing"));
  const { billing } = report.nodes;
  if (billing === undefined) throw new Error("The report has no Billing.");
  expect(shown?.slice(1, 4)).toEqual([formatCount(billing.in), formatCount(billing.out), formatRate(billing.throughputPerSecond)]);
  expect(shown?.slice(8, 10)).toEqual([formatExactCount(billing.errors), formatExactCount(billing.retries)]);
}

describe("a live run", () => {
  test("moves numbers, dots and slots", async () => {
    await screen.button("Run").click();
    await expect.poll(delivered, START).toBeGreaterThan(20);
    const first = await delivered();
    await expect.poll(delivered, SOON).toBeGreaterThan(first);
    await expect.poll(() => screen.dotPixels(), SOON).toBeGreaterThan(20);
    await expect.poll(() => screen.litSlots("Billing"), SOON).toBeGreaterThan(4);
    await expect.poll(() => valuesDuring(400, () => screen.dotPixels()), SOON).toBeGreaterThan(2);
  });

  test("V1 M4 stands still while it is paused, and its ledger closes", async () => {
    await screen.button("Pause").click();
    await screen.button("Resume").waitFor();
    await expect.poll(() => screen.ledgerVerdict(), SOON).toBe("closes to the event");
    await expect.poll(() => valuesDuring(700, readings), SOON).toBe(1);
    const { Produced = 0, Delivered = 0, "In flight": inFlight = 0, "Dead-lettered": dead = 0, Lost } = await screen.ledger();
    expect(Delivered + dead + inFlight).toBe(Produced);
    expect(Lost).toBe(0);
  });

  test("V1 a step lets the next thing happen, and no more", async () => {
    const before = await screen.clockMs();
    const counted = JSON.stringify(await screen.ledger());
    // Not every step counts an event: it may be the end of a pause before another attempt.
    async function step(): Promise<string> {
      await screen.button("Step").click();
      return JSON.stringify(await screen.ledger());
    }
    await expect.poll(step, { ...SOON, interval: 150 }).not.toBe(counted);
    expect((await screen.clockMs()) - before).toBeLessThan(1000);
    await screen.button("Resume").waitFor();
    await expect.poll(() => valuesDuring(300, readings), SOON).toBe(1);
  });

  test("goes on where it was", async () => {
    const before = await delivered();
    await screen.button("Resume").click();
    await screen.button("Pause").waitFor();
    await expect.poll(delivered, SOON).toBeGreaterThan(before);
  });

  test("takes over a change at once, and marks it", async () => {
    await screen.select("Billing");
    await screen.setField("Mean", "30");
    await screen.inspector.getByText("applied").waitFor();
    await screen.showDock("Run");
    await screen.page.getByRole("list", { name: "Changes made during the run" }).getByText(/Billing: mean 30 ms/).waitFor();
    await screen.showInspectorTab("Live");
    await screen.inspector.getByRole("region", { name: "Slots" }).waitFor();
    await screen.showInspectorTab("Settings");
  });

  test("pins a chart, and shows one instant on all charts, with the change that was made then", async () => {
    await screen.select("Billing");
    await screen.press("Alt+m");
    await screen.page.getByRole("region", { name: "Billing: busy" }).waitFor();
    const plot = await screen.page.locator(".metric-card .u-over").first().boundingBox();
    if (plot === null) throw new Error("There is no chart.");
    const texts = (selector: string) => screen.page.locator(`.metric-card ${selector}`).allInnerTexts();
    let share = 0;
    async function further(): Promise<string[]> {
      share = (share + 0.03) % 1;
      await screen.page.mouse.move(plot!.x + plot!.width * share, plot!.y + plot!.height / 2);
      return texts(".metric-mark");
    }
    await expect.poll(further, { ...SOON, interval: 30 }).toEqual(["Billing: mean 30 ms", "Billing: mean 30 ms", "Billing: mean 30 ms", "Billing: mean 30 ms"]);
    const moments = await texts(".metric-moment");
    expect([moments.length, new Set(moments).size]).toEqual([4, 1]);
    await screen.press("Alt+m");
    await screen.page.getByRole("region", { name: "Billing: busy" }).waitFor({ state: "detached" });
    await screen.showDock("Run");
  });

  test("leaves its report when it is stopped", async () => {
    await screen.button("Stop").click();
    await screen.button("Run").waitFor();
    await screen.report.getByText(/You stopped it with [\d,]+ in flight\./).waitFor();
    const report = await enginesReport();
    expect(report).toMatchObject({ mode: "live", ended: "stopped", ledger: { balanced: true, lost: 0 } });
    await expectShown(report);
  });

  test("E4 at ten times the speed it ends with 1,000 produced, all of them accounted for", async () => {
    await screen.press("Control+z");
    await screen.setSpeed(1);
    expect(await screen.page.locator(".speed-label").innerText()).toMatch(/10×/);
    await screen.button("Run").click();
    await screen.button("Stop").waitFor();
    await expect.poll(delivered, START).toBeGreaterThan(5);
    const [from, at] = [await screen.clockMs(), performance.now()];
    await expect.poll(() => screen.clockMs(), SOON).toBeGreaterThan(from + 2000);
    expect(performance.now() - at).toBeLessThan(1500);
    await screen.button("Run").waitFor({ timeout: 25_000 });
    await screen.showDock("Report");
    await screen.report.getByText(/^1,000 events in/).waitFor();
    const report = await enginesReport();
    expect(report).toMatchObject({ mode: "live", ended: "drained", ledger: { produced: 1000, balanced: true, lost: 0, inFlight: 0 } });
    await expectShown(report);
    await screen.setSpeed(0.5);
  });
});

describe("a forecast", () => {
  test("is taken to its end at once, and reports the same 1,000 events", async () => {
    await screen.page.getByRole("radio", { name: "Forecast" }).click();
    await screen.button("Run").click();
    const end = screen.button("Skip to the end of the forecast");
    await end.waitFor();
    await end.click();
    await screen.button("Run").waitFor();
    await screen.showDock("Report");
    await screen.report.getByText(/^1,000 events in/).waitFor();
    const report = await enginesReport();
    expect(report).toMatchObject({ mode: "forecast", ended: "drained", ledger: { produced: 1000, balanced: true, lost: 0, inFlight: 0 } });
    await expectShown(report);
  });

  test("is compared with the live run before it", async () => {
    await screen.report.getByRole("combobox", { name: "Compare with" }).click();
    await screen.page.getByRole("option", { name: /Live/ }).first().click();
    await screen.report.locator(".change").first().waitFor();
    expect(await screen.report.locator(".headlines .change").count()).toBeGreaterThan(1);
  });

  test("its report is there again when the window is opened again", async () => {
    await screen.page.reload();
    await screen.showDock("Report");
    await screen.report.getByRole("region", { name: "Summary" }).waitFor();
    await expectShown(await enginesReport());
  });

  test("E4 its ledger is drawn as a flow that adds up", async () => {
    const { ledger } = await enginesReport();
    const words = (await screen.report.getByRole("region", { name: "Flow of events" }).getByRole("img").getAttribute("aria-label")) ?? "";
    const sides = [...words.matchAll(/(?:From|To): ([^.]+)\./g)].map(([, side = ""]) => (side.match(/ ([\d,]+)(?=,|$)/g) ?? []).map((count) => numberOf(count.trim())));
    expect(words).toContain(`${formatExactCount(eventsMade(ledger))} events.`);
    expect(sides.map((side) => side.reduce((sum, count) => sum + count, 0))).toEqual([eventsMade(ledger), eventsMade(ledger)]);
  });

  test("is taken away as a page that needs nothing else", async () => {
    const saved = screen.page.waitForEvent("download");
    await screen.press("Alt+Shift+R");
    const download = await saved;
    expect(download.suggestedFilename()).toBe("orders.report.html");
    const page = await browser.page();
    await download.saveAs(`${RESULTS}report.html`);
    await page.goto(pathToFileURL(`${RESULTS}report.html`).href);
    await page.getByRole("heading", { name: "What became of every event" }).waitFor();
    expect.soft(await violationsOf(page)).toEqual([]);
    await page.close();
  });
});

describe("planned load", () => {
  const plan = () => screen.page.getByRole("region", { name: "Planned load" });
  const step = (time: string) => plan().getByRole("button", { name: `At ${time}: Order service at 6 times its rate for 10 s` });

  test("P7 is added, changed in a form, moved by keys and by dragging, and taken away, each with one undo", async () => {
    await screen.showDock("Run");
    await plan().getByRole("button", { name: "Plan a step for Order service" }).click();
    const form = screen.page.getByRole("dialog", { name: "Planned load of Order service" });
    await form.getByRole("textbox", { name: "At" }).fill("2");
    await form.getByRole("textbox", { name: "Factor" }).fill("6");
    await picture("dark planned load");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
    await screen.press("Escape");
    await step("2 s").press("ArrowRight");
    const box = await boxOf(".timeline-bar");
    await drag(box.x + 10, box.y + 8, 140, 0);
    await step("2.5 s").waitFor({ state: "detached" });
    expect(await form.count()).toBe(0);
    await screen.press("Control+z");
    await step("2.5 s").press("Delete");
    await step("2.5 s").waitFor({ state: "detached" });
    await screen.press("Control+z");
    await step("2.5 s").waitFor();
  });

  test("P7 is drawn over an empty stretch, resized by its end and made higher, each with one undo", async () => {
    const bars = () => plan().locator(".timeline-bar").evaluateAll((all) => all.map((bar) => bar.getAttribute("aria-label")?.replace("Order service ", "")));
    const before = await bars();
    const track = await boxOf(".timeline-track");
    await drag(track.x + track.width * 0.5, track.y + 20, track.width * 0.25, -30);
    expect(await bars()).toEqual([...before, "At 30 s: at 5 times its rate for 15 s"]);
    const bar = await boxOf(".timeline-bar >> nth=1");
    await drag(bar.x + bar.width - 3, bar.y + 10, track.width / 12, 0);
    expect((await bars()).at(-1)).toBe("At 30 s: at 5 times its rate for 20 s");
    await drag(bar.x + 40, bar.y + 10, 2, -30);
    expect((await bars()).at(-1)).toBe("At 30 s: at 8 times its rate for 20 s");
    const drawn = await bars();
    for (const [x, y] of [[bar.x + 40, bar.y + 10], [track.x + 20, track.y + 20]] as const) {
      await screen.page.mouse.move(x, y);
      await screen.page.mouse.down();
      await screen.page.mouse.move(x + 90, y, { steps: 3 });
      await screen.press("Escape");
      await screen.page.mouse.up();
    }
    expect(await bars()).toEqual(drawn);
    for (const _ of ["height", "length", "bar"]) await screen.press("Control+z");
    expect(await bars()).toEqual(before);
  });

  test("P7 is carried out, and marked where a step began", async () => {
    await screen.button("Run").click();
    await screen.page.getByRole("list", { name: "Changes made during the run" }).getByText("Order service at 6 times its rate for 10 s").waitFor();
    await screen.report.getByText(/^1,000 events in/).waitFor();
    await screen.showDock("Run");
    await screen.runCommand("light theme");
    await picture("light planned load");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  async function boxOf(selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await plan().locator(selector).boundingBox();
    if (box === null) throw new Error(`There is no ${selector}.`);
    return box;
  }

  async function drag(x: number, y: number, right: number, down: number): Promise<void> {
    await screen.page.mouse.move(x, y);
    await screen.page.mouse.down();
    await screen.page.mouse.move(x + right, y + down, { steps: 5 });
    await screen.page.mouse.up();
  }

  async function picture(name: string): Promise<void> {
    await settled(screen.page);
    await screen.page.screenshot({ path: `${RESULTS}${name}.png` });
  }
});
