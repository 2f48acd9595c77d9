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

/** What must keep its texts inside: whatever has an edge that can be seen. */
const BOXES = ".card, .button, .icon-button, .segment, .select, .toast, .validity, .menu-item, .dialog, .tip, .field, .input-frame, .metric-card, .gallery-empty";

/** Texts that reach out of the box they are in, whatever the box is. */
export function textsOutside(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const outside: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const box = node.parentElement?.closest(selector);
      // The name of a port comes out on hover; from half way out a label is left out where there is no room.
      if (!box || node.textContent?.trim() === "" || node.parentElement?.closest(".port, .path-time, [data-level=middle] .card-label")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const [text, frame] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
      // What only a screen reader gets lies in a pixel.
      if (text.width === 0 || (node.parentElement?.offsetWidth ?? 0) <= 1) continue;
      // A text that is cut with an ellipsis is longer than what is seen of it.
      const seen = node.parentElement !== null && getComputedStyle(node.parentElement).textOverflow === "ellipsis" ? node.parentElement.getBoundingClientRect() : text;
      if (seen.left < frame.left - 1 || seen.right > frame.right + 1 || seen.top < frame.top - 1 || seen.bottom > frame.bottom + 1) outside.push(`${box.className}: ${node.textContent ?? ""}`);
    }
    return outside;
  }, BOXES);
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

/** Waits until transitions are over and the canvas glides no more, so that nothing is looked at halfway. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const view = (): string => document.querySelector<HTMLElement>(".react-flow__viewport")?.style.transform ?? "";
    for (let [still, last] = [0, ""]; still < 4; still = view() === last ? still + 1 : 0) {
      last = view();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity).map((animation) => animation.finished)));
}
