import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** An open menu lies over the page, not in a part of it. */
const OVER_THE_PAGE = "data-radix-popper-content-wrapper";

/**
 * What axe finds wrong with a page as it is now: the rule, where, and what to do; WCAG 2.2 AA and best practices, or only
 * whether texts can be told from what is behind them. `within` looks at a part of the page alone.
 */
export async function violationsOf(page: Page, only: "everything" | "contrast" = "everything", within?: string): Promise<string[]> {
  const whole = new AxeBuilder({ page }).setLegacyMode(true);
  const axe = within === undefined ? whole : whole.include(within);
  const { violations } = await (only === "contrast" ? axe.withRules(["color-contrast"]) : axe).analyze();
  const all = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => ({ id, help, target: node.target.join(" ") })));
  return all.filter(({ id, target }) => id !== "region" || !target.includes(OVER_THE_PAGE)).map(({ id, help, target }) => `${id}: ${help}: ${target}`);
}
