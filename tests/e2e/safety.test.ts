import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import type { Design, Json } from "../../design/document/schema.ts";
import { REDIS, startApp, type App } from "../support/app.ts";
import { startBrowser, type TestBrowser } from "../support/browser.ts";
import { orderPipeline } from "../support/designs.ts";
import { SOON } from "../support/screen-expect.ts";
import { numberOf } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

/** What a browser itself writes on the console about a server that is away or lets nobody in. */
const UNREACHABLE = [/WebSocket connection to .* failed/, /ERR_CONNECTION_REFUSED/];

let browser: TestBrowser;
let app: App;

beforeAll(async () => void (browser = await startBrowser()));
afterAll(() => browser?.close());
afterEach(() => browser.closeWindows());

/** The file as it was, and nothing left behind by the test before. */
async function startAfresh(): Promise<void> {
  writeFileSync(app.file, formatDesign(orderPipeline()));
  await app.forgetUnsavedWork();
}

function onDisk(): Design {
  const loaded = loadDesign(readFileSync(app.file, "utf8"));
  if (!loaded.ok) throw loaded.error;
  return loaded.design;
}

function namesOnDisk(): (string | undefined)[] {
  return onDisk().nodes.map(({ name }) => name);
}

/** The sample with half of its events, whose lost locks are noticed at once. */
function shortFlow(): Design {
  const changes: Record<string, Record<string, Json>> = { orders: { limit: { count: 500 } }, inbox: { lockMs: 800, stalledCheckMs: 500, maxStalled: 5 } };
  const design = orderPipeline();
  return { ...design, nodes: design.nodes.map((node) => ({ ...node, settings: { ...node.settings, ...changes[node.id] } })) };
}

async function renameBilling(screen: Screen, name: string): Promise<void> {
  await screen.card("Billing").locator(".card-name").dblclick();
  await screen.page.keyboard.type(name);
  await screen.press("Enter");
  await screen.card(name).waitFor();
}

async function delivered(screen: Screen): Promise<number> {
  return numberOf(await screen.reading("Paid", "delivered"));
}

describe("unsaved work", () => {
  const environment = { SPILLWAY_TOKEN: "a-token-that-outlives-the-server-0123456789" };
  beforeAll(async () => void (app = await startApp({ open: orderPipeline(), environment })));
  beforeEach(startAfresh);
  afterEach((context) => browser.endTest(context, ...UNREACHABLE));
  afterAll(() => app?.close());

  /** Resolves when the engine has a copy of unsaved work in which a node is called so. */
  async function keptCopyOf(name: string): Promise<void> {
    const client = app.engine();
    try {
      await expect.poll(async () => (await client.call("recovery.list", {})).entries.map(({ text }) => text).join(), SOON).toContain(`"${name}"`);
    } finally {
      client.close();
    }
  }

  async function recover(screen: Screen): Promise<void> {
    await screen.dialog(/^Recover unsaved work from/).getByRole("button", { name: "Recover" }).click();
    await screen.card("Invoicing").waitFor();
    expect(await screen.savedState()).toBe("edited");
    expect(namesOnDisk()).toContain("Billing");
  }

  async function saveRecovered(screen: Screen): Promise<void> {
    await screen.press("Control+s");
    await screen.dialog("Replace design.spillway.json with the recovered work?").getByRole("button", { name: "Replace" }).click();
    await screen.message(/^Saved/).waitFor();
    expect(namesOnDisk()).toContain("Invoicing");
  }

  test("is offered again after the window has crashed, and is what it was", async () => {
    const screen = await browser.open(app.url);
    await renameBilling(screen, "Invoicing");
    await keptCopyOf("Invoicing");
    const crashed = screen.page.waitForEvent("crash");
    const session = await screen.page.context().newCDPSession(screen.page);
    // The page is gone before it can answer.
    session.send("Page.crash").catch(() => {});
    await crashed;
    const again = await browser.open(app.url);
    await recover(again);
    await saveRecovered(again);
  });

  test("is offered again after the engine and the window were killed", async () => {
    const screen = await browser.open(app.url);
    await renameBilling(screen, "Invoicing");
    await keptCopyOf("Invoicing");
    await app.kill();
    await browser.closeWindows();
    await app.start();
    const again = await browser.open(app.url);
    await recover(again);
    await saveRecovered(again);
  });

  test("is kept in the window while the engine is away, and saved when it is back", async () => {
    const screen = await browser.open(app.url);
    await renameBilling(screen, "Invoicing");
    await app.kill();
    const banner = screen.page.locator(".connection-banner");
    await banner.getByText("The engine is gone. Connecting again… Your design is safe.").waitFor();
    expect(await screen.button("Run").getAttribute("aria-disabled")).toBe("true");
    await app.start();
    await screen.message("Connected to the engine again.").waitFor();
    await banner.waitFor({ state: "detached" });
    await screen.press("Control+s");
    await screen.message(/^Saved/).waitFor();
    expect(namesOnDisk()).toContain("Invoicing");
    await screen.button("Run").click();
    await expect.poll(() => delivered(screen), { ...SOON, timeout: 15_000 }).toBeGreaterThan(0);
    await screen.button("Stop").click();
    await screen.button("Run").waitFor();
  });

  test("and nobody comes in with a wrong token: the page says what to do", async () => {
    const page = await browser.page();
    await page.goto(app.url.replace(/token=.*/, "token=wrong"));
    await page.getByText("This address lets nobody in: its token is missing or wrong. Open the address that Spillway printed.").waitFor();
    expect(await page.locator(".react-flow__node").count()).toBe(0);
  });
});

describe("files and runs", () => {
  beforeAll(async () => void (app = await startApp({ open: orderPipeline() })));
  beforeEach(startAfresh);
  afterEach((context) => browser.endTest(context, ...(context.task.name.includes("another token") ? UNREACHABLE : [])));
  afterAll(() => app?.close());

  async function openFile(screen: Screen, name: string): Promise<void> {
    await screen.press("Control+o");
    await screen.dialog("Open a design").locator('[data-entry="design"]', { hasText: name }).click();
  }

  test("a file that somebody else has changed is not overwritten unasked", async () => {
    const screen = await browser.open(app.url);
    await renameBilling(screen, "Invoicing");
    const theirs = formatDesign({ ...orderPipeline(), name: "Theirs" });
    writeFileSync(app.file, theirs);
    await screen.press("Control+s");
    const conflict = screen.dialog("design.spillway.json has changed on disk");
    await conflict.waitFor();
    await screen.press("Escape");
    await conflict.waitFor({ state: "detached" });
    expect(await screen.savedState()).toBe("edited");
    expect(readFileSync(app.file, "utf8")).toBe(theirs);

    await screen.press("Control+s");
    await conflict.getByRole("button", { name: "Replace" }).click();
    await screen.message(/^Saved/).waitFor();
    expect(onDisk().name).toBe("Orders");

    await screen.press("Control+z");
    writeFileSync(app.file, theirs);
    await screen.press("Control+s");
    await conflict.getByRole("button", { name: "Drop mine, open the file" }).click();
    await expect.poll(() => screen.designName(), SOON).toBe("Theirs");
    expect(await screen.savedState()).toBe("saved");
  });

  test("another file of the chosen name is not overwritten unasked", async () => {
    const screen = await browser.open(app.url);
    const there = join(app.folder, "there.spillway.json");
    writeFileSync(there, "precious");
    await screen.press("Control+Shift+s");
    const dialog = screen.dialog("Save the design as");
    await dialog.getByLabel("Name").fill("there");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await screen.dialog("there.spillway.json is there already").waitFor();
    expect(readFileSync(there, "utf8")).toBe("precious");
  });

  test("files that are no designs, or of a future version, give one clear message each and stay as they are", async () => {
    const screen = await browser.open(app.url);
    const files = [
      ["broken", '{ "format": "spillway", "version": 1, "nodes": [', /^This is not a design file: line 1, column \d+/],
      ["future", formatDesign({ ...orderPipeline(), version: 99 as 1 }), /version 99/],
      ["foreign", '{ "openapi": "3.1.0" }', /not a Spillway design/i],
    ] as const;
    for (const [name, text, message] of files) {
      const file = join(app.folder, `${name}.spillway.json`);
      writeFileSync(file, text);
      await openFile(screen, `${name}.spillway.json`);
      const alert = screen.page.getByRole("alert");
      await alert.getByText(message).waitFor();
      expect(await alert.count()).toBe(1);
      // What was open still is, and saving it does not touch the other file.
      expect(await screen.designName()).toBe("Orders");
      await screen.press("Control+s");
      expect(readFileSync(file, "utf8")).toBe(text);
      await screen.button("Dismiss").first().click();
      await alert.waitFor({ state: "detached" });
    }
  });

  test("a broken file that the app is started with is left as it is, whatever is drawn then", async () => {
    const text = '{ "format": "spillway", "version": 1, "nodes": [';
    writeFileSync(app.file, text);
    const page = await browser.open(app.url);
    await page.page.getByRole("alert").getByText(/^This is not a design file/).waitFor();
    await page.placeKind("Producer", { x: 300, y: 200 });
    await page.press("Control+s");
    await page.dialog("Save the design as").waitFor();
    expect(readFileSync(app.file, "utf8")).toBe(text);
  });

  test("a node of an unknown kind is shown, kept as it is written, and keeps the design from running", async () => {
    const design = orderPipeline();
    const strange = { id: "quantum", kind: "quantumGate", name: "Gate", position: { x: 300, y: 220 }, settings: { qubits: 5 } };
    writeFileSync(app.file, formatDesign({ ...design, nodes: [...design.nodes, strange] }));
    const screen = await browser.open(app.url);
    await screen.card("Gate").getByText(/Unknown kind "quantumGate"/).waitFor();
    await screen.page.getByRole("list", { name: "Problems" }).getByText(/quantumGate/).first().waitFor();
    await renameBilling(screen, "Invoicing");
    await screen.press("Control+s");
    await screen.message(/^Saved/).waitFor();
    expect(onDisk().nodes.at(-1)).toEqual(strange);
    await screen.button("Run").click();
    await screen.message(/cannot run yet/).waitFor();
    expect(await screen.button("Stop").count()).toBe(0);
  });

  test("Redis killed in the middle of a run is started again; the run goes on and its ledger closes", async () => {
    writeFileSync(app.file, formatDesign(shortFlow()));
    const screen = await browser.open(app.url);
    await screen.button("Run").click();
    await expect.poll(() => delivered(screen), { ...SOON, timeout: 15_000 }).toBeGreaterThan(100);
    const [redis] = app.pidsOf(REDIS);
    if (redis === undefined) throw new Error("The app has no Redis of its own.");
    process.kill(redis, "SIGKILL");
    await screen.showDock("Run");
    await screen.page.getByRole("log").getByText(/Redis/).first().waitFor();
    await screen.button("Run").waitFor({ timeout: 30_000 });
    await screen.report.getByText(/^500 events in/).waitFor();
    const client = app.engine();
    const { report } = await client.call("run.report", {});
    client.close();
    expect(report).toMatchObject({ ended: "drained", ledger: { produced: 500, balanced: true, inFlight: 0 } });
    expect(app.pidsOf(REDIS)).not.toContain(redis);
  });

  test("a window says what to do when the app was started again with another token", async () => {
    const screen = await browser.open(app.url);
    await app.kill();
    await app.start();
    await screen.page.getByText(/^Spillway has been started again and has another address now/).waitFor();
  });
});
