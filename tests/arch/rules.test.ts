import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./temporary-tree.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The rules of the semantics page, in order. */
const RULES = [...read("docs/semantics.md").matchAll(/^- \*\*([A-Z]\d)\*\*/gm)].map((match) => match[1] ?? "");

/** Rules by which a contract test is titled: alone, or inside a suite or a scenario. */
function titled(): Set<string> {
  const rules = new Set<string>();
  for (const file of readdirSync(join(ROOT, "tests/contract")).filter((name) => name.endsWith(".test.ts")))
    for (const [, title = ""] of read(`tests/contract/${file}`).matchAll(/(?:\btitle: |\b(?:it|describe)(?:\.\w+)?(?:\([^"`]*\))?\(|\bonEachSide\([^"`]*)["`]([^"`]*)/g))
      for (const [rule] of title.matchAll(/\b[A-Z]\d\b/g)) rules.add(rule);
  return rules;
}

describe("the rules", () => {
  it("are named once each", () => {
    expect(RULES.length).toBeGreaterThan(60);
    expect(RULES.filter((rule, index) => RULES.indexOf(rule) !== index)).toEqual([]);
  });

  it("each have a contract test that is titled by its number", () => {
    const proved = titled();
    expect(RULES.filter((rule) => !proved.has(rule))).toEqual([]);
  });

  it("of contract tests are rules of the page", () => {
    expect([...titled()].filter((rule) => !RULES.includes(rule))).toEqual([]);
  });
});
