import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type TestContext } from "vitest";
import { findChromium } from "./electron-stand-in/find-chromium.ts";
import { screenOf, type Screen } from "./screen.ts";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Where pictures go. Git ignores it. */
export const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));
const WINDOW = { width: 1600, height: 1000 };
const PATIENCE_MS = 12_000;

export interface WindowOptions extends Pick<BrowserContextOptions, "viewport" | "colorScheme" | "reducedMotion"> {}

/** A Chromium with a fresh profile, shared by the tests of a file. */
export interface TestBrowser {
  /** Opens an address in a window with a profile of its own, and waits until the app is there. */
  open(url: string, options?: WindowOptions): Promise<Screen>;
  /** The same, without waiting for anything. */
  page(options?: WindowOptions): Promise<Page>;
  /**
   * For `afterEach`: fails if any page has complained on its console or thrown, other than with `expected`. Of a test that
   * failed it leaves pictures in test-results/.
   */
  endTest(context: TestContext, ...expected: readonly RegExp[]): Promise<void>;
  closeWindows(): Promise<void>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  const complaints: string[] = [];

  async function newPage(options: WindowOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: WINDOW, colorScheme: "dark", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    return page;
  }

  return {
    page: newPage,
    async open(url, options) {
      const page = await newPage(options);
      await page.goto(url);
      const screen = screenOf(page);
      await screen.ready();
      return screen;
    },
    async endTest({ task }, ...expected) {
      if (task.result?.state === "fail") await picture(browser, task.name);
      const unexpected = complaints.splice(0).filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
      expect(unexpected).toEqual([]);
    },
    async closeWindows() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}

async function picture(browser: Browser, test: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    // A page that has crashed has no picture.
    await page.screenshot({ path: `${RESULTS}failed ${test.slice(0, 60).replaceAll(/[^\w ]/g, "")} ${index}.png`, timeout: 3000 }).catch(() => {});
  }
}
