import type { Locator, Page } from "playwright-core";

/** What a user does in the inspector. */
export interface InspectorScreen {
  readonly inspector: Locator;
  /** The control of a setting, by the title beside it. */
  field(title: string): Locator;
  /** Types over what a field says, and leaves the field. */
  setField(title: string, text: string): Promise<void>;
  /** Chooses a word of a field that offers some. */
  chooseField(title: string, word: string): Promise<void>;
  /** What is wrong with a field, as it says below it; null when nothing is. */
  fieldError(title: string): Promise<string | null>;
  showInspectorTab(tab: "Settings" | "Live" | "Help"): Promise<void>;
}

/** The inspector of a window. */
export function inspectorOf(page: Page): InspectorScreen {
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const field = (title: string) => inspector.getByLabel(title, { exact: true });
  return {
    inspector,
    field,
    async setField(title, text) {
      await field(title).click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    },
    async chooseField(title, word) {
      await field(title).click();
      await page.getByRole("option", { name: word, exact: true }).click();
    },
    async fieldError(title) {
      const row = inspector.locator(".field").filter({ has: page.getByText(title, { exact: true }) });
      const error = row.locator(".field-error").first();
      return (await error.count()) === 0 ? null : error.innerText();
    },
    showInspectorTab: (tab) => inspector.getByRole("tab", { name: tab }).click(),
  };
}
