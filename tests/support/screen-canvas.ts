import type { Locator, Page } from "playwright-core";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a user does on the canvas with a mouse, and what there is to be seen. Points are px from the canvas's corner. */
export interface CanvasScreen {
  readonly canvas: Locator;
  /** A card, by the name that it shows. */
  card(name: string): Locator;
  /** Names of all cards, in the order in which they were drawn. */
  cardNames(): Promise<string[]>;
  edges(): Locator;
  /** Drags a kind from the palette to a point, where its middle comes to lie. */
  placeKind(title: string, at: Point): Promise<void>;
  port(card: string, port: string): Locator;
  /** Drags an edge from one card's port to another's. */
  connect(from: string, fromPort: string, to: string, toPort: string): Promise<void>;
  /** Drags an edge from a port to a point, and holds it there with `hold`. */
  pullEdge(from: string, port: string, to: Point, options?: { hold: boolean }): Promise<void>;
  select(name: string, options?: { more: boolean }): Promise<void>;
  /** Drags a card by its head. */
  moveCard(name: string, by: Point, options?: { hold: boolean }): Promise<void>;
  /** Selects the edge between two nodes, by their ids. */
  selectEdge(from: string, to: string): Promise<void>;
  /** Drags an end of the selected edge to a point, and holds it there with `hold`. */
  pullEnd(end: "source" | "target", to: Point, options?: { hold: boolean }): Promise<void>;
  /** Drags something by its middle. */
  dragBy(what: Locator, by: Point): Promise<void>;
  /** Draws a selection box from one point to another. */
  selectBox(from: Point, to: Point): Promise<void>;
  clickCanvas(at: Point): Promise<void>;
  /** Middle of a card, from the canvas's corner. */
  middleOf(name: string): Promise<Point>;
}

const STEPS = 8;

/** The canvas of a window. */
export function canvasOf(page: Page): CanvasScreen {
  const canvas = page.getByRole("main", { name: "Canvas" });
  const card = (name: string) => page.locator(".react-flow__node").filter({ has: page.locator(".card-name, .card-name-field").getByText(name, { exact: true }) });
  const port = (name: string, of: string) => card(name).locator(`.port[data-handleid="${of}"]`);

  async function inWindow({ x, y }: Point): Promise<Point> {
    const box = await boxOf(canvas);
    return { x: box.x + x, y: box.y + y };
  }

  async function middle(locator: Locator): Promise<Point> {
    const box = await boxOf(locator);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  async function drag(from: Point, to: Point, options?: { hold: boolean }): Promise<void> {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    // A hand sets off slowly: what is dragged is taken up where the pointer is when it has moved a little.
    await page.mouse.move(from.x + Math.sign(to.x - from.x) * 3, from.y + Math.sign(to.y - from.y) * 3);
    await page.mouse.move(to.x, to.y, { steps: STEPS });
    // And it rests a moment before it lets go: what is below hears of that only with a second move.
    await page.mouse.move(to.x + 0.5, to.y);
    if (!options?.hold) await page.mouse.up();
  }

  return {
    canvas,
    card,
    port,
    cardNames: () => page.locator(".card-name").allInnerTexts(),
    edges: () => page.locator(".react-flow__edge"),
    async placeKind(title, at) {
      const item = page.getByRole("navigation", { name: "Palette" }).getByRole("button", { name: new RegExp(`^${title}`) });
      await item.scrollIntoViewIfNeeded();
      await drag(await middle(item), await inWindow(at));
    },
    async connect(from, fromPort, to, toPort) {
      await drag(await middle(port(from, fromPort)), await middle(port(to, toPort)));
    },
    async pullEdge(from, of, to, options) {
      await drag(await middle(port(from, of)), await inWindow(to), options);
    },
    async select(name, options) {
      await card(name).locator(".kind-icon").click(options?.more ? { modifiers: ["Shift"] } : {});
    },
    async moveCard(name, by, options) {
      const start = await middle(card(name).locator(".kind-icon"));
      await drag(start, { x: start.x + by.x, y: start.y + by.y }, options);
    },
    async selectEdge(from, to) {
      const edge = page.locator(`.react-flow__edge[aria-label="Edge from ${from} to ${to}"]`);
      // A straight wire has no height, which Playwright takes for hidden.
      const at = await edge.locator(".wire").evaluate((wire) => {
        const { x, y, width, height } = wire.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await page.mouse.click(at.x, at.y);
      await edge.locator(".react-flow__edgeupdater").first().waitFor();
    },
    async pullEnd(end, to, options) {
      await drag(await middle(page.locator(`.react-flow__edgeupdater-${end}`)), await inWindow(to), options);
    },
    async dragBy(what, by) {
      const start = await middle(what);
      await drag(start, { x: start.x + by.x, y: start.y + by.y });
    },
    async selectBox(from, to) {
      await page.keyboard.down("Shift");
      await drag(await inWindow(from), await inWindow(to));
      await page.keyboard.up("Shift");
    },
    async clickCanvas(at) {
      const point = await inWindow(at);
      await page.mouse.click(point.x, point.y);
    },
    async middleOf(name) {
      const [box, corner] = [await middle(card(name)), await boxOf(canvas)];
      return { x: box.x - corner.x, y: box.y - corner.y };
    },
  };
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await locator.waitFor();
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${String(locator)} is not on the screen.`);
  return box;
}
