import type { Locator, Page } from "playwright-core";

/** What a user sees of a run. */
export interface RunScreen {
  /** Digits of the run clock. */
  clock(): Promise<string>;
  /** The same in ms. */
  clockMs(): Promise<number>;
  /** A number on a card by what stands below it, as it is written. */
  reading(card: string, label: string): Promise<string>;
  /** The ledger of the metrics by its rows' names; amounts as numbers. */
  ledger(): Promise<Record<string, number>>;
  /** The ledger's own word on whether it adds up. */
  ledgerVerdict(): Promise<string>;
  /** How many pixels of the layer over the flow are painted: its dots. */
  dotPixels(): Promise<number>;
  /** How many pixels of a card's slots are lit: coloured rather than the grey of idle ones. */
  litSlots(card: string): Promise<number>;
  /** Lets a run go on at this speed, by a click on the slider at its place. */
  setSpeed(share: number): Promise<void>;
  report: Locator;
  /** Rows of a table of the report by their first cell, each with its other cells. */
  reportTable(rows: Locator): Promise<Record<string, string[]>>;
}

/** The run as a window shows it. */
export function runOf(page: Page): RunScreen {
  const clock = async () => (await page.getByRole("timer", { name: "Run clock" }).innerText()).trim();
  const ledgerCard = page.locator(".metrics").getByRole("region", { name: "Ledger" });
  return {
    clock,
    clockMs: async () => msOf(await clock()),
    async reading(card, label) {
      const node = page.locator(".react-flow__node").filter({ has: page.locator(".card-name").getByText(card, { exact: true }) });
      return node.locator(".card-number").filter({ hasText: label }).locator(".card-value").innerText();
    },
    async ledger() {
      const rows = await ledgerCard.getByRole("row").evaluateAll((elements) => elements.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
      return Object.fromEntries(rows.map(([label = "", amount = ""]) => [label, numberOf(amount)]));
    },
    ledgerVerdict: () => ledgerCard.locator(".ledger-verdict").innerText(),
    dotPixels: async () => {
      const { painted } = await page.locator("canvas.overlay").evaluate(readPixels, null);
      return painted;
    },
    async litSlots(card) {
      const strip = page.locator(".react-flow__node").filter({ has: page.locator(".card-name").getByText(card, { exact: true }) }).locator("canvas.card-strip");
      const { coloured } = await strip.evaluate(readPixels, null);
      return coloured;
    },
    async setSpeed(share) {
      const box = await page.locator(".slider").boundingBox();
      if (box === null) throw new Error("There is no speed slider.");
      await page.mouse.click(box.x + Math.min(box.width * share, box.width - 1), box.y + box.height / 2);
    },
    report: page.locator(".report"),
    async reportTable(rows) {
      const cells = await rows.evaluateAll((elements) => elements.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())));
      return Object.fromEntries(cells.map(([first = "", ...rest]) => [first, rest]));
    },
  };
}

/** Runs in the page: how many pixels of a canvas are painted, and how many of them have a strong colour. */
function readPixels(element: Element): { painted: number; coloured: number } {
  const canvas = element as HTMLCanvasElement;
  // From a copy that is made to be read: reading makes a browser slow down the canvas itself, and complain.
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d", { willReadFrequently: true });
  if (context === null || canvas.width === 0) return { painted: 0, coloured: 0 };
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let painted = 0;
  let coloured = 0;
  for (let index = 0; index < data.length; index += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(index, index + 4);
    if (alpha > 0) painted += 1;
    if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1;
  }
  return { painted, coloured };
}

/** How many different values there were while one looked for so long, as fast as one can. */
export async function valuesDuring(ms: number, read: () => Promise<unknown>): Promise<number> {
  const seen = new Set<string>();
  const end = performance.now() + ms;
  while (performance.now() < end) seen.add(JSON.stringify(await read()));
  return seen.size;
}

/** `1:02:03.4` or `02:03.4` in ms. */
export function msOf(clock: string): number {
  return clock.split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}

/** A number as it is written on the screen: `1,284`. */
export function numberOf(text: string): number {
  return Number(text.replaceAll(",", "").replace(/[^\d.-].*$/, ""));
}
