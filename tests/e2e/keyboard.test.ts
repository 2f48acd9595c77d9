import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
import { startApp, type App } from "../support/app.ts";
import { startBrowser, type TestBrowser } from "../support/browser.ts";
import { settled } from "../support/screen-layout.ts";
import { SOON } from "../support/screen-expect.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;
let screen: Screen;

// One flow, step by step, by someone who has no mouse: nothing here clicks, hovers or drags.
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

/** Presses Tab until something has the keyboard. */
async function tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await isFocused(target)) return;
    await screen.press(key);
  }
  throw new Error(`Tab never comes to ${String(target)}.`);
}

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.count()) > 0 && target.first().evaluate((element) => element === document.activeElement);
}

/** What a screen reader says of what has the keyboard: the name that a card goes by, a field's label. */
function spoken(): Promise<string> {
  return screen.page.evaluate(() => {
    const element = document.activeElement;
    const named = element?.getAttribute("aria-labelledby");
    return (named ? document.getElementById(named)?.textContent : element?.getAttribute("aria-label")) ?? "";
  });
}

/** Goes back to the canvas's beginning, and on from card to card. */
async function tabToCard(name: string): Promise<void> {
  await tabTo(screen.page.locator("section.canvas"), "Shift+Tab");
  await tabTo(screen.card(name));
}

async function connectTo(name: string): Promise<void> {
  await screen.press("c");
  await screen.page.locator(".pick-list").waitFor();
  await screen.page.keyboard.type(name);
  await screen.press("Enter");
  await screen.page.locator(".pick-list").waitFor({ state: "detached" });
}

function saved(name: string): Design {
  const loaded = loadDesign(readFileSync(join(app.folder, name), "utf8"));
  if (!loaded.ok) throw loaded.error;
  return loaded.design;
}

test("kinds are found in the palette by a few letters and placed with Enter", async () => {
  await screen.press("Alt+n");
  await screen.page.locator(".canvas-empty").waitFor();
  await tabTo(screen.page.getByRole("searchbox", { name: "Find a node" }));
  const cards: string[] = [];
  for (const [letters, card] of [["prod", "Producer"], ["queue", "Work queue"], ["cons", "Consumer"], ["sink", "Sink"]] as const) {
    await screen.press("Control+a");
    await screen.page.keyboard.type(letters);
    await screen.press("Enter");
    cards.push(card);
    await expect.poll(() => screen.cardNames(), SOON).toEqual(cards);
  }
  // No card lies on another.
  const boxes = await screen.page.locator(".react-flow__node").evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON() as DOMRect));
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) expect(one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top).toBe(true);
  }
});

test("Tab goes from card to card and selects it, and says what it is", async () => {
  await tabTo(screen.page.locator("section.canvas"));
  expect(await spoken()).toMatch(/^Canvas with 4 nodes/);
  const heard: string[] = [];
  for (const name of ["Producer", "Work queue", "Consumer", "Sink"]) {
    await screen.press("Tab");
    heard.push(await spoken());
    await expect.poll(() => screen.inspector.getByRole("textbox", { name: "Name of the node" }).inputValue(), SOON).toBe(name);
  }
  expect(heard).toEqual(["Producer, producer", "Work queue, queue", "Consumer, consumer", "Sink, sink"]);
  await screen.press("Shift+Tab");
  expect(await spoken()).toBe("Consumer, consumer");
});

test("C joins the card to another, by a list of what accepts an edge", async () => {
  await connectTo("Sink");
  await expect.poll(() => screen.edges().count(), SOON).toBe(1);
  // The keyboard is back on the card.
  expect(await spoken()).toBe("Consumer, consumer");
  await screen.press("Shift+Tab");
  await connectTo("Consumer");
  await screen.press("Shift+Tab");
  await connectTo("Work queue");
  await expect.poll(() => screen.edges().count(), SOON).toBe(3);
  expect(await spoken()).toBe("Producer, producer");
});

test("arrows move the card and nothing else, Shift farther; undo takes the steps back together", async () => {
  const [before, queue] = [await screen.middleOf("Producer"), await screen.middleOf("Work queue")];
  await screen.press("ArrowLeft");
  await expect.poll(async () => (await screen.middleOf("Producer")).x, SOON).toBeLessThan(before.x);
  const step = before.x - (await screen.middleOf("Producer")).x;
  await screen.press("Shift+ArrowLeft");
  await expect.poll(async () => (await screen.middleOf("Producer")).x, SOON).toBeCloseTo(before.x - 6 * step, 0);
  expect(await screen.middleOf("Work queue")).toEqual(queue);
  await screen.press("Control+z");
  await expect.poll(() => screen.middleOf("Producer"), SOON).toEqual(before);
});

test("Enter leads into the inspector, where a rate is typed, and Escape back to the card", async () => {
  await screen.press("Control+i");
  await screen.inspector.waitFor({ state: "detached" });
  await screen.press("Enter");
  await screen.inspector.waitFor();
  await tabTo(screen.field("Rate"));
  await screen.press("Control+a");
  await screen.page.keyboard.type("25");
  await screen.press("Escape");
  expect(await spoken()).toBe("Producer, producer");
  expect(await screen.card("Producer").locator(".card-gist").innerText()).toMatch(/^25\/s/);
});

test("F2 renames the card in place", async () => {
  await screen.press("F2");
  await screen.page.keyboard.type("Orders");
  await screen.press("Enter");
  await expect.poll(() => screen.cardNames(), SOON).toEqual(["Orders", "Work queue", "Consumer", "Sink"]);
  expect(await spoken()).toBe("Orders, producer");
});

test("E goes to the card's edge, F2 labels it in place, and undo takes the label back", async () => {
  const labels = () => screen.page.locator(".wire-text").allInnerTexts();
  await screen.press("e");
  await screen.press("F2");
  expect(await spoken()).toBe("Label of the edge");
  await screen.page.keyboard.type("all of them");
  await screen.press("Enter");
  await expect.poll(labels, SOON).toEqual(["all of them"]);
  expect(await screen.undoName()).toBe("label Orders to Work queue");
  await screen.press("Control+z");
  await expect.poll(labels, SOON).toEqual([]);
});

test("Ctrl+K finds and performs a command, and leads to a card", async () => {
  const before = await screen.middleOf("Sink");
  await screen.runCommand("lay out");
  await expect.poll(() => screen.middleOf("Sink"), SOON).not.toEqual(before);
  await screen.runCommand("Consumer");
  await expect.poll(() => screen.inspector.getByRole("textbox", { name: "Name of the node" }).inputValue(), SOON).toBe("Consumer");
});

test("cards are copied, pasted, duplicated and deleted", async () => {
  // The search came near to one card: Tab goes through those in view.
  await tabTo(screen.page.locator("section.canvas"), "Shift+Tab");
  await screen.press("Shift+1");
  await settled(screen.page);
  await screen.card("Sink").waitFor();
  await tabToCard("Sink");
  await screen.press("Control+c");
  await screen.press("Control+v");
  await expect.poll(() => screen.cardNames(), SOON).toContain("Sink 2");
  await screen.press("Control+d");
  await expect.poll(() => screen.cardNames(), SOON).toContain("Sink 3");
  await screen.press("Delete");
  await expect.poll(() => screen.cardNames(), SOON).not.toContain("Sink 3");
  await screen.press("Control+z");
  await screen.press("Control+z");
  await screen.press("Control+z");
  await expect.poll(() => screen.cardNames(), SOON).toEqual(["Orders", "Work queue", "Consumer", "Sink"]);
});

test("O3 a card is put into a new zone, which is renamed, moved and dissolved", async () => {
  await tabToCard("Consumer");
  await screen.press("Control+g");
  await expect.poll(spoken, SOON).toBe("Zone 1, zone, 1 node");
  await screen.press("F2");
  await screen.page.keyboard.type("East");
  await screen.press("Enter");
  await expect.poll(spoken, SOON).toBe("East, zone, 1 node");
  const before = await screen.middleOf("Consumer");
  await screen.press("Shift+ArrowDown");
  await expect.poll(async () => (await screen.middleOf("Consumer")).y, SOON).toBeGreaterThan(before.y);
  // From the zone to its card, into no zone by the list, and back.
  await screen.press("Control+Shift+a");
  await screen.press("z");
  await screen.page.locator(".pick-list").waitFor();
  await screen.page.keyboard.type("no zone");
  await screen.press("Enter");
  await expect.poll(() => screen.page.locator(".zone-head").innerText(), SOON).toMatch(/empty$/);
  expect(await screen.undoName()).toBe("take Consumer out of the zone");
  await screen.press("Control+z");
  await tabTo(screen.page.locator("section.canvas"), "Shift+Tab");
  await tabTo(screen.page.locator(".zone-head"));
  await screen.press("Control+Shift+g");
  await expect.poll(spoken, SOON).toBe("Consumer, consumer");
  expect(await screen.page.locator(".zone").count()).toBe(0);
  for (let steps = 0; steps < 4; steps += 1) await screen.press("Control+z");
  await expect.poll(() => screen.middleOf("Consumer"), SOON).toEqual(before);
});

test("A adds what follows the card, joined to it and beside it, wherever the view is", async () => {
  await tabToCard("Sink");
  await screen.press("Shift+Tab");
  expect(await spoken()).toBe("Consumer, consumer");
  await screen.press("a");
  const list = screen.page.locator(".pick-list");
  await list.waitFor();
  expect(await list.getByRole("combobox").getAttribute("placeholder")).toBe("Add after Consumer…");
  await screen.page.keyboard.type("topic");
  await screen.press("Enter");
  await expect.poll(spoken, SOON).toBe("Topic, topic");
  const [consumer, topic] = [await screen.middleOf("Consumer"), await screen.middleOf("Topic")];
  expect(topic.x).toBeGreaterThan(consumer.x + 200);
  await expect.poll(() => screen.edges().count(), SOON).toBe(4);
  expect(await screen.undoName()).toBe("add topic");
  await screen.press("Control+z");
  await expect.poll(() => screen.edges().count(), SOON).toBe(3);
});

test("a note is written, made wider, moved and deleted", async () => {
  await screen.press("n");
  await screen.page.keyboard.type("Why this is so");
  await screen.press("Escape");
  const note = screen.page.locator(".react-flow__node-note");
  await expect.poll(spoken, SOON).toBe("Note: Why this is so");
  const before = await note.boundingBox();
  await screen.press("Control+ArrowRight");
  await expect.poll(async () => (await note.boundingBox())?.width, SOON).toBeGreaterThan(before?.width ?? 0);
  await screen.press("ArrowUp");
  await expect.poll(async () => (await note.boundingBox())?.y, SOON).toBeLessThan(before?.y ?? 0);
  await screen.press("Delete");
  await note.waitFor({ state: "detached" });
  expect(await screen.undoName()).toBe("delete note");
});

test("E goes to an edge, R leads it to another port, I puts a node into it", async () => {
  await tabToCard("Orders");
  await screen.press("e");
  await screen.press("r");
  await screen.page.locator(".pick-list").waitFor();
  await screen.page.keyboard.type("Consumer");
  await screen.press("Enter");
  await screen.page.locator(".pick-list").waitFor({ state: "detached" });
  expect(await screen.undoName()).toBe("lead the edge from Orders to Consumer");
  await screen.press("i");
  await screen.page.locator(".pick-list").waitFor();
  await screen.page.keyboard.type("filter");
  await screen.press("Enter");
  await expect.poll(spoken, SOON).toBe("Filter, filter");
  await screen.press("Control+z");
  await screen.press("Control+z");
  await expect.poll(() => screen.edges().count(), SOON).toBe(3);
});

test("? shows every shortcut, and Escape closes it", async () => {
  await tabToCard("Orders");
  await screen.press("?");
  const sheet = screen.dialog("Keyboard shortcuts");
  await sheet.waitFor();
  const rows = await sheet.locator("dl > div").allInnerTexts();
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.map((row) => row.split("\n")[0])).toEqual(expect.arrayContaining(["Run", "Save", "Rename", "Search or run a command"]));
  await screen.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await expect.poll(spoken, SOON).toBe("Orders, producer");
});

test("Ctrl+S saves what was drawn, and Ctrl+Enter runs it until Ctrl+Enter stops it", async () => {
  await screen.press("Control+s");
  const dialog = screen.dialog("Save the design as");
  await dialog.waitFor();
  await tabTo(dialog.getByLabel("Name"));
  await screen.press("Control+a");
  await screen.page.keyboard.type("keyboard");
  await screen.press("Enter");
  await screen.message("Saved keyboard.spillway.json.").waitFor();
  const { nodes, edges } = saved("keyboard.spillway.json");
  expect(nodes.map(({ name }) => name)).toEqual(["Orders", "Work queue", "Consumer", "Sink"]);
  expect(edges.map(({ from, to }) => `${from.node} > ${to.node}`).toSorted()).toEqual(["consumer-1 > sink-1", "producer-1 > queue-1", "queue-1 > consumer-1"]);

  await screen.press("Control+Enter");
  await expect.poll(async () => Number(await screen.reading("Sink", "delivered")), { ...SOON, timeout: 20_000 }).toBeGreaterThan(5);
  await screen.press("Control+Enter");
  await screen.button("Run").waitFor();
  await screen.press("Alt+6");
  await screen.report.getByText(/delivered/).first().waitFor();
  // Tab leads on into the report, Escape back to the canvas.
  await expect.poll(() => isFocused(screen.page.getByRole("tab", { name: "Report" })), SOON).toBe(true);
  await screen.press("Escape");
  expect(await screen.page.evaluate(() => document.activeElement?.closest(".canvas") !== null)).toBe(true);
});

test("Alt+O adds an objective and leads into its form", async () => {
  await screen.press("Alt+o");
  await expect.poll(() => screen.page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? ""), SOON).toMatch(/^Of/);
  expect(await screen.undoName()).toBe("add an objective");
});
