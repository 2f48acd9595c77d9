import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { kindOf, kindTypes } from "../../design/kinds/registry.ts";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { cutTexts, settled } from "../support/screen-layout.ts";
import { numberOf } from "../support/screen-run.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: everyKind() }), startBrowser()]);
  screen = await browser.open(app.url, { viewport: { width: 1600, height: 1000 } });
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

/** A card's number, which a user waits for. */
function number(card: string, label: string) {
  return expect.poll(async () => numberOf(await screen.reading(card, label)), { ...SOON, timeout: 20_000 });
}

/** One card of each kind with its default settings, in rows. */
function everyKind(): Design {
  const nodes = kindTypes.map((kind, index) => ({ id: kind, kind, name: kindOf(kind).title, position: { x: (index % 6) * 240, y: Math.floor(index / 6) * 136 } }));
  return { format: "spillway", version: 1, name: "Every kind", seed: 1, nodes, edges: [] };
}

test("the card of every kind says all that it has to say", async () => {
  await expect.poll(() => screen.page.locator(".card-gist").count(), SOON).toBe(kindTypes.length);
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}kinds.png` });
  expect(await cutTexts(screen.page)).toEqual([]);
});

test("a topic, an exchange's binding, calls and an autoscaler are drawn by mouse alone (T1, X1, C5, O1)", async () => {
  await screen.menu("New design");
  await screen.page.locator(".canvas-empty").waitFor();
  await screen.placeKind("Producer", { x: 130, y: 270 });
  await screen.placeKind("Topic", { x: 400, y: 270 });
  await screen.placeKind("Consumer", { x: 670, y: 270 });
  await screen.placeKind("Sink", { x: 940, y: 270 });
  await screen.connect("Producer", "out", "Topic", "in");
  await screen.connect("Topic", "out", "Consumer", "in");
  await screen.connect("Consumer", "out", "Sink", "in");

  await screen.placeKind("Exchange", { x: 400, y: 90 });
  await screen.connect("Producer", "out", "Exchange", "in");
  await screen.pullEdge("Exchange", "out", { x: 560, y: 90 });
  await screen.page.locator(".pick-list").getByRole("option", { name: /^Sink/ }).click();
  await expect.poll(() => screen.cardNames(), SOON).toContain("Sink 2");

  await screen.placeKind("Cache", { x: 670, y: 470 });
  await screen.connect("Consumer", "call", "Cache", "call");
  await screen.pullEdge("Cache", "origin", { x: 920, y: 420 });
  const menu = screen.page.locator(".pick-list");
  expect(await menu.getByPlaceholder("Add what Cache calls…").isVisible()).toBe(true);
  await menu.getByRole("option", { name: /^Database/ }).click();
  await expect.poll(() => screen.edges().count(), SOON).toBe(7);

  await screen.placeKind("Autoscaler", { x: 940, y: 90 });
  await screen.connect("Autoscaler", "governs", "Consumer", "scaler");
  await expect.poll(() => screen.edges().count(), SOON).toBe(8);
});

test("G1 a port of another type refuses with the reason, and the edge is not drawn", async () => {
  await screen.pullEdge("Consumer", "call", await screen.middleOf("Sink"), { hold: true });
  const reason = screen.page.locator(".refusal");
  expect(await reason.innerText()).toMatch(/call/);
  await screen.page.mouse.up();
  await reason.waitFor({ state: "detached" });
  expect(await screen.edges().count()).toBe(8);
});

test("X1 a binding's key is set on its edge, and stands on it", async () => {
  const [exchange, sink] = [await screen.middleOf("Exchange"), await screen.middleOf("Sink 2")];
  await screen.clickCanvas({ x: (exchange.x + sink.x) / 2, y: (exchange.y + sink.y) / 2 });
  await screen.setField("Binding key", "event.#");
  await expect.poll(() => screen.page.locator(".wire-text").allInnerTexts(), SOON).toContain("event.#");
  expect(await screen.fieldError("Binding key")).toBeNull();
});

test("every new card says its numbers while it runs, and no text is cut", async () => {
  await screen.select("Producer");
  await screen.button("Run").click();
  await number("Sink", "delivered").toBeGreaterThan(5);
  await number("Sink 2", "delivered").toBeGreaterThan(5);
  await number("Cache", "calls").toBeGreaterThan(0);
  await number("Autoscaler", "replicas").toBeGreaterThan(0);
  await number("Exchange", "copies").toBeGreaterThan(0);

  await screen.select("Topic");
  await screen.showInspectorTab("Live");
  await screen.inspector.getByText("Partitions · lag by group").waitFor();
  expect(await screen.inspector.locator(".lag-table tr").count()).toBe(3);
  await settled(screen.page);
  expect.soft(await cutTexts(screen.page)).toEqual([]);
  expect.soft(await violationsOf(screen.page, "everything", ".side-right")).toEqual([]);
  await screen.page.screenshot({ path: `${RESULTS}kinds running.png` });
  await screen.select("Autoscaler");
  await screen.inspector.getByText("last seen").waitFor();
  await screen.button("Stop").click();
  await screen.button("Run").waitFor();
  expect.soft(await cutTexts(screen.page)).toEqual([]);
});
