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
  /** How many of a card's slots are lit: cells whose colour is not that of an idle one. */
  litSlots(card: string): Promise<number>;
  report: Locator;
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
    dotPixels: () =>
      page.locator("canvas.overlay").evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        let painted = 0;
        for (let index = 3; index < data.length; index += 4) if ((data[index] ?? 0) > 0) painted += 1;
        return painted;
      }),
    litSlots(card) {
      const strip = page.locator(".react-flow__node").filter({ has: page.locator(".card-name").getByText(card, { exact: true }) }).locator("canvas.card-strip");
      return strip.evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data, width, height } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [], width: 0, height: 0 };
        const line = Math.floor(height / 2) * width;
        let lit = 0;
        for (let x = 0; x < width; x += 1) {
          const at = (line + x) * 4;
          const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
          // Idle cells are grey: their three colours lie close together.
          if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) lit += 1;
        }
        return lit;
      });
    },
    report: page.locator(".report"),
  };
}

/** `1:02:03.4` or `02:03.4` in ms. */
export function msOf(clock: string): number {
  return clock.split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}

/** A number as it is written on the screen: `1,284`. */
export function numberOf(text: string): number {
  return Number(text.replaceAll(",", "").replace(/[^\d.-].*$/, ""));
}
