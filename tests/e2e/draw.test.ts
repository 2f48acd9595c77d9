import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
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
  await screen.dialog("Begin with a design").waitFor();
  await screen.press("Escape");
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

/** Each test draws on a canvas of its own. */
beforeEach(async () => {
  await screen.menu("New design");
  const giveUp = screen.dialog(/^Save the changes to/).getByRole("button", { name: "Do not save" });
  const empty = screen.page.locator(".canvas-empty");
  await giveUp.or(empty).first().waitFor();
  if (await giveUp.isVisible()) await giveUp.click();
  await empty.waitFor();
});

/** Drags a producer, a queue, a consumer and a sink from the palette and joins them port to port. */
async function drawFlow(): Promise<void> {
  await screen.placeKind("Producer", { x: 160, y: 160 });
  await screen.placeKind("Work queue", { x: 460, y: 160 });
  await screen.placeKind("Consumer", { x: 760, y: 160 });
  await screen.placeKind("Sink", { x: 960, y: 330 });
  await screen.connect("Producer", "out", "Work queue", "in");
  await screen.connect("Work queue", "out", "Consumer", "in");
  await screen.connect("Consumer", "out", "Sink", "in");
  await expect.poll(() => screen.edges().count(), SOON).toBe(3);
}

async function saveAs(name: string): Promise<Design> {
  await screen.press("Control+s");
  const dialog = screen.dialog("Save the design as");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await screen.message(`Saved ${name}.`).waitFor();
  return savedDesign(name);
}

/** The file as it is on disk, which must be written in the format's own order. */
function savedDesign(name: string): Design {
  const text = readFileSync(join(app.folder, name), "utf8");
  const loaded = loadDesign(text);
  if (!loaded.ok) throw loaded.error;
  expect(text).toBe(formatDesign(loaded.design));
  return loaded.design;
}

function places(design: Design): Record<string, { x: number; y: number }> {
  return Object.fromEntries(design.nodes.map(({ name = "", position }) => [name, position]));
}

test("an empty canvas becomes a saved file by mouse alone, and opens again as it was", async () => {
  await drawFlow();
  const design = await saveAs("drawn.spillway.json");
  expect(design.nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["producer Producer", "queue Work queue", "consumer Consumer", "sink Sink"]);
  const named = new Map(design.nodes.map(({ id, name }) => [id, name]));
  expect(design.edges.map(({ from, to }) => `${named.get(from.node)} ${from.port} > ${named.get(to.node)} ${to.port}`)).toEqual([
    "Producer out > Work queue in",
    "Work queue out > Consumer in",
    "Consumer out > Sink in",
  ]);
  expect(await screen.savedState()).toBe("saved");

  await screen.menu("New design");
  await screen.page.locator(".canvas-empty").waitFor();
  await screen.press("Control+o");
  await screen.dialog("Open a design").locator('[data-entry="design"]', { hasText: "drawn.spillway.json" }).click();
  await expect.poll(() => screen.cardNames(), SOON).toEqual(["Producer", "Work queue", "Consumer", "Sink"]);
  expect(await screen.edges().count()).toBe(3);
  expect(await screen.savedState()).toBe("saved");
});

describe("edges", () => {
  test("G1 a refused connection says why where the pointer is, and nothing is drawn", async () => {
    await screen.placeKind("Producer", { x: 200, y: 200 });
    await screen.placeKind("Consumer", { x: 700, y: 200 });
    await screen.pullEdge("Consumer", "out", { x: 220, y: 220 }, { hold: true });
    const reason = screen.page.locator(".refusal");
    expect(await reason.innerText()).toBe("Producer is a producer: it emits events and takes none.");
    await screen.page.mouse.up();
    await reason.waitFor({ state: "detached" });
    expect(await screen.edges().count()).toBe(0);
  });

  test("an edge let go on a card finds the port by itself", async () => {
    await screen.placeKind("Producer", { x: 200, y: 200 });
    await screen.placeKind("Work queue", { x: 600, y: 200 });
    await screen.pullEdge("Producer", "out", await screen.middleOf("Work queue"));
    await expect.poll(() => screen.edges().count(), SOON).toBe(1);
  });

  test("an edge let go on empty canvas offers what can follow, and joins it", async () => {
    await screen.placeKind("Producer", { x: 200, y: 200 });
    await screen.pullEdge("Producer", "out", { x: 520, y: 260 });
    const menu = screen.page.locator(".pick-list");
    const offered = await menu.getByRole("option").allInnerTexts();
    const titles = offered.map((text) => text.split("\n")[0]);
    expect(titles).toEqual(expect.arrayContaining(["Work queue", "Exchange", "Topic", "Consumer", "Router", "Filter", "Sink"]));
    for (const title of ["Producer", "Schedule", "Autoscaler"]) expect(titles).not.toContain(title);
    await menu.getByRole("option", { name: /^Work queue/ }).click();
    await expect.poll(() => screen.cardNames(), SOON).toEqual(["Producer", "Work queue"]);
    expect(await screen.edges().count()).toBe(1);
    // Its in port is where the edge was let go.
    const port = await screen.port("Work queue", "in").boundingBox();
    const canvas = await screen.canvas.boundingBox();
    expect(Math.abs((port?.x ?? 0) + (port?.width ?? 0) / 2 - (canvas?.x ?? 0) - 520)).toBeLessThan(16);
  });

  test("a kind dropped on an edge, and a lone card dragged onto one, go in between", async () => {
    await screen.placeKind("Producer", { x: 130, y: 160 });
    await screen.placeKind("Sink", { x: 950, y: 160 });
    await screen.placeKind("Work queue", { x: 600, y: 420 });
    await screen.connect("Producer", "out", "Sink", "in");
    await screen.placeKind("Consumer", { x: 670, y: 160 });
    await expect.poll(() => screen.edges().count(), SOON).toBe(2);
    const [queue, producer, consumer] = [await screen.middleOf("Work queue"), await screen.middleOf("Producer"), await screen.middleOf("Consumer")];
    await screen.moveCard("Work queue", { x: (producer.x + consumer.x) / 2 - queue.x, y: producer.y - queue.y });
    await expect.poll(() => screen.edges().count(), SOON).toBe(3);
    const design = await saveAs("inserted.spillway.json");
    expect(design.edges.map(({ from, to }) => `${from.node} > ${to.node}`)).toEqual(["producer-1 > queue-1", "queue-1 > consumer-1", "consumer-1 > sink-1"]);
  });
});

describe("an edge's end", () => {
  test("G1 is dragged to another port, says why one refuses, and stays where it was over nothing", async () => {
    await screen.placeKind("Producer", { x: 160, y: 160 });
    await screen.placeKind("Work queue", { x: 520, y: 160 });
    await screen.placeKind("Consumer", { x: 520, y: 380 });
    await screen.placeKind("Schedule", { x: 160, y: 380 });
    await screen.connect("Producer", "out", "Work queue", "in");
    await expect.poll(() => screen.edges().count(), SOON).toBe(1);
    await screen.selectEdge("producer-1", "queue-1");
    await screen.pullEnd("target", await screen.middleOf("Schedule"), { hold: true });
    expect(await screen.page.locator(".refusal").innerText()).toBe("Schedule is a schedule: it emits events and takes none.");
    await screen.page.mouse.up();
    await screen.pullEnd("target", { x: 850, y: 60 });
    expect(await screen.undoName()).toBe("connect Producer to Work queue");
    await screen.pullEnd("target", await screen.middleOf("Consumer"));
    expect(await screen.undoName()).toBe("lead the edge from Producer to Consumer");
    const design = await saveAs("led.spillway.json");
    expect(design.edges.map(({ from, to }) => `${from.node} > ${to.node}`)).toEqual(["producer-1 > consumer-1"]);
  });
});

describe("zones", () => {
  test("O3 hold what is dragged into their frame, let go what is dragged out, and move by their head", async () => {
    await screen.placeKind("Consumer", { x: 420, y: 160 });
    await screen.placeKind("Sink", { x: 850, y: 400 });
    await screen.select("Consumer");
    await screen.press("Control+g");
    const head = screen.page.locator(".zone-head");
    await head.waitFor();
    const hint = screen.page.locator(".zone-hint");
    const [consumer, sink] = [await screen.middleOf("Consumer"), await screen.middleOf("Sink")];
    await screen.moveCard("Sink", { x: consumer.x - sink.x, y: consumer.y - sink.y + 60 }, { hold: true });
    expect(await hint.innerText()).toBe("Into Zone 1");
    await screen.page.mouse.up();
    await hint.waitFor({ state: "detached" });
    await expect.poll(() => head.innerText(), SOON).toMatch(/2 nodes/);
    expect(await screen.undoName()).toBe("move Sink into Zone 1");
    await screen.moveCard("Sink", { x: 200, y: 200 }, { hold: true });
    expect(await hint.innerText()).toMatch(/^Out of Zone 1/);
    await screen.page.mouse.up();
    await expect.poll(() => head.innerText(), SOON).toMatch(/1 node$/);
    const away = await screen.middleOf("Sink");
    await screen.dragBy(head, { x: -120, y: 80 });
    expect(await screen.undoName()).toBe("move Zone 1");
    expect(await screen.middleOf("Sink")).toEqual(away);
    const moved = await screen.middleOf("Consumer");
    expect([moved.x, moved.y].map((value, index) => Math.round(value - [consumer.x, consumer.y][index]!))).toEqual([-120, 80]);
    const design = await saveAs("zoned.spillway.json");
    expect(design.nodes.map(({ zone }) => zone ?? "none")).toEqual(["zone-1", "none"]);
  });

  test("O3 are pasted into another window with what is in them", async () => {
    await drawFlow();
    await screen.select("Work queue");
    await screen.select("Consumer", { more: true });
    await screen.press("Control+g");
    await screen.page.locator(".zone-head").waitFor();
    const text = await screen.clipboardText();
    await screen.menu("New design");
    await screen.dialog(/^Save the changes to/).getByRole("button", { name: "Do not save" }).click();
    await screen.page.locator(".canvas-empty").waitFor();
    await screen.pasteText(text);
    await expect.poll(() => screen.cardNames(), SOON).toEqual(["Work queue", "Consumer"]);
    expect([await screen.edges().count(), await screen.page.locator(".zone-name").allInnerTexts()]).toEqual([1, ["Zone 1"]]);
  });
});

describe("the inspector", () => {
  test("changes a setting of several nodes at once, and says what is mixed", async () => {
    await screen.placeKind("Consumer", { x: 200, y: 160 });
    await screen.placeKind("Consumer", { x: 600, y: 160 });
    await screen.select("Consumer 2");
    await screen.setField("Replicas", "4");
    await screen.selectBox({ x: 20, y: 20 }, { x: 900, y: 400 });
    expect(await screen.field("Replicas").getAttribute("placeholder")).toBe("mixed");
    await screen.setField("Replicas", "3");
    const design = await saveAs("several.spillway.json");
    expect(design.nodes.map(({ settings }) => settings)).toEqual([{ replicas: 3 }, { replicas: 3 }]);
    await screen.clickCanvas({ x: 500, y: 450 });
    await screen.press("Control+z");
    await screen.select("Consumer");
    await expect.poll(() => screen.field("Replicas").inputValue(), SOON).toBe("");
  });

  test("changes a rate with its unit beside it, tells what is out of range, and never writes that", async () => {
    await screen.placeKind("Producer", { x: 300, y: 200 });
    await screen.select("Producer");
    const rate = screen.field("Rate");
    const card = screen.card("Producer").locator(".card-gist");
    expect(await rate.locator("xpath=following-sibling::*[1]").innerText()).toBe("/s");
    await screen.setField("Rate", "250");
    await expect.poll(() => card.innerText(), SOON).toMatch(/^250\/s/);
    await screen.setField("Rate", "-3");
    expect(await screen.fieldError("Rate")).toMatch(/^Rate must be /);
    expect(await rate.getAttribute("aria-invalid")).toBe("true");
    expect(await card.innerText()).toMatch(/^250\/s/);
    await screen.setField("Rate", "many");
    expect(await screen.fieldError("Rate")).not.toBeNull();
    const design = await saveAs("rate.spillway.json");
    expect(design.nodes[0]?.settings).toEqual({ arrivals: { process: "poisson", ratePerSecond: 250 } });
    await screen.setField("Rate", "40");
    expect(await screen.fieldError("Rate")).toBeNull();
    await expect.poll(() => card.innerText(), SOON).toMatch(/^40\/s/);
  });

  test("takes a duration with its unit and writes milliseconds", async () => {
    await screen.placeKind("Work queue", { x: 300, y: 200 });
    await screen.select("Work queue");
    await screen.setField("Lock", "1.5 min");
    const design = await saveAs("lock.spillway.json");
    expect(design.nodes[0]?.settings).toMatchObject({ lockMs: 90_000 });
  });
});

describe("cards", () => {
  test("are renamed in place: Enter keeps the name, Escape does not", async () => {
    await screen.placeKind("Consumer", { x: 300, y: 200 });
    await screen.card("Consumer").locator(".card-name").dblclick();
    await screen.page.keyboard.type("Billing");
    await screen.press("Enter");
    await expect.poll(() => screen.cardNames(), SOON).toEqual(["Billing"]);
    await screen.card("Billing").locator(".card-name").dblclick();
    await screen.page.keyboard.type("Something else");
    await screen.press("Escape");
    await expect.poll(() => screen.cardNames(), SOON).toEqual(["Billing"]);
  });

  test("snap to others while they are dragged, and move alone", async () => {
    await screen.placeKind("Producer", { x: 160, y: 160 });
    await screen.placeKind("Sink", { x: 640, y: 330 });
    const before = await screen.middleOf("Producer");
    const sink = await screen.middleOf("Sink");
    await screen.moveCard("Sink", { x: 0, y: before.y - sink.y + 4 }, { hold: true });
    const guide = screen.page.locator(".guide").first();
    await guide.waitFor();
    await screen.page.mouse.up();
    await guide.waitFor({ state: "detached" });
    const design = await saveAs("snapped.spillway.json");
    expect(places(design).Sink?.y).toBe(places(design).Producer?.y);
    expect(await screen.middleOf("Producer")).toEqual(before);
  });

  test("are copied and pasted, duplicated, deleted, all with their edges", async () => {
    await drawFlow();
    await screen.select("Work queue");
    await screen.select("Consumer", { more: true });
    await screen.press("Control+c");
    await screen.press("Control+v");
    await expect.poll(async () => (await screen.cardNames()).toSorted(), SOON).toEqual(["Consumer", "Consumer 2", "Producer", "Sink", "Work queue", "Work queue 2"]);
    expect(await screen.edges().count()).toBe(4);
    await screen.press("Control+d");
    await expect.poll(async () => (await screen.cardNames()).length, SOON).toBe(8);
    expect(await screen.edges().count()).toBe(5);
    await screen.press("Delete");
    await expect.poll(async () => (await screen.cardNames()).length, SOON).toBe(6);
    await screen.select("Work queue");
    await screen.press("Backspace");
    await expect.poll(() => screen.cardNames(), SOON).not.toContain("Work queue");
    expect(await screen.edges().count()).toBe(2);
  });

  test("are selected with a box and aligned by their tops", async () => {
    await screen.placeKind("Producer", { x: 200, y: 140 });
    await screen.placeKind("Consumer", { x: 500, y: 200 });
    await screen.placeKind("Sink", { x: 800, y: 380 });
    await screen.selectBox({ x: 20, y: 20 }, { x: 1000, y: 500 });
    expect(await screen.inspector.getByRole("heading", { name: "3 selected" }).isVisible()).toBe(true);
    await screen.button("Align top").click();
    const design = await saveAs("aligned.spillway.json");
    expect(new Set(design.nodes.map(({ position }) => position.y)).size).toBe(1);
    expect(new Set(design.nodes.map(({ position }) => position.x)).size).toBe(3);
  });

  test("are laid out from left to right, and fitted into the view", async () => {
    await screen.placeKind("Sink", { x: 200, y: 140 });
    await screen.placeKind("Consumer", { x: 600, y: 140 });
    await screen.placeKind("Producer", { x: 850, y: 400 });
    await screen.connect("Producer", "out", "Consumer", "in");
    await screen.connect("Consumer", "out", "Sink", "in");
    await screen.clickCanvas({ x: 300, y: 450 });
    await screen.press("l");
    await expect.poll(async () => (await screen.middleOf("Producer")).x, SOON).toBeLessThan(400);
    const [producer, consumer, sink] = [await screen.middleOf("Producer"), await screen.middleOf("Consumer"), await screen.middleOf("Sink")];
    expect(producer.x).toBeLessThan(consumer.x);
    expect(consumer.x).toBeLessThan(sink.x);

    await screen.page.mouse.wheel(0, 900);
    await screen.button("Fit the design").click();
    const canvas = await screen.canvas.boundingBox();
    await expect.poll(async () => (await screen.middleOf("Sink")).x, SOON).toBeLessThan((canvas?.width ?? 0) - 100);
    const box = await screen.card("Producer").boundingBox();
    expect(box?.x).toBeGreaterThan(canvas?.x ?? 0);
  });
});

/** A second attempt finds the first one's file. */
let attempts = 0;

test("everything is undone to the empty canvas and redone to the last step", async () => {
  await drawFlow();
  await screen.select("Producer");
  await screen.setField("Rate", "33");
  await screen.moveCard("Sink", { x: 0, y: 60 });
  await screen.select("Consumer");
  await screen.press("Delete");
  const untidy = await screen.middleOf("Producer");
  await screen.runCommand("Lay out automatically");
  await expect.poll(() => screen.middleOf("Producer"), SOON).not.toEqual(untidy);
  const file = `undone-${++attempts}.spillway.json`;
  const before = await saveAs(file);
  await screen.clickCanvas({ x: 60, y: 480 });
  let steps = 0;
  while (!(await screen.page.locator(".canvas-empty").isVisible())) {
    await screen.press("Control+z");
    expect(++steps).toBeLessThan(20);
  }
  // Four cards, three edges, a rate, a move, a deletion, a layout.
  expect(steps).toBe(11);
  expect(await screen.savedState()).toBe("edited");
  for (; steps > 0; steps--) await screen.press("Control+Shift+z");
  await expect.poll(() => screen.savedState(), SOON).toBe("saved");
  expect(savedDesign(file)).toEqual(before);
  expect(await screen.cardNames()).toEqual(["Producer", "Work queue", "Sink"]);
});
