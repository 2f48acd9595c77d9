import type { Page } from "playwright-core";

/** What must show all of its text: what is on cards, buttons and tabs. */
const WHOLE = ".card-name, .card-kind, .card-value, .card-label, .card-gist, .button, .tab, .segment, .palette-title, .palette-summary, .clock-digits, .clock-length";

/** Texts that do not fit where they are. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.clientWidth > 0);
    return shown.filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => `${element.className}: ${element.innerText} (${element.scrollWidth} > ${element.clientWidth})`);
  }, WHOLE);
}

/** Where the number slots of all cards are, and how large; in px of the canvas. */
export function numberBoxes(page: Page): Promise<string[]> {
  return page.locator(".card-number").evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map((value) => Math.round(value * 10) / 10).join(" ");
    }),
  );
}

/** Ends transitions that are on, so that nothing is looked at halfway. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity).map((animation) => animation.finished)));
}
