import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import { loadDesign } from "../../design/document/load.ts";
import { ROOT } from "./temporary-tree.ts";

const decisions = readdirSync(join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`);
const pages = ["README.md", "CHANGELOG.md", ...readdirSync(join(ROOT, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])), ...decisions];

function read(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

describe("the pages", () => {
  it.each(pages)("%s has no link that leads nowhere", (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)|(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? "");
    const missing = targets.filter((target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(pages)("%s names no file of the repository that is not there", (page) => {
    const named = [...read(page).matchAll(/`((?:design|engine|renderer|electron|tests|scripts|docs|examples)\/[\w./-]*)`/g)].map((match) => match[1] ?? "");
    const made = page === "docs/add-a-kind.md" ? /\/sampler\.ts$/ : /^$/;
    // A test may be named without its ending.
    const isThere = (file: string): boolean => existsSync(join(ROOT, file)) || existsSync(join(ROOT, `${file}.test.ts`));
    expect(named.filter((file) => !made.test(file) && !isThere(file))).toEqual([]);
  });

  it.each(decisions)("%s says context, decision and consequences, on one page", (page) => {
    const text = read(page);
    expect(text.match(/^## .*$/gm)).toEqual(["## Context", "## Decision", "## Consequences"]);
    expect(text.split("\n").length).toBeLessThan(60);
  });

  it("README.md shows commands with designs that are there and can run", () => {
    const files = [...read("README.md").matchAll(/^npx spillway \w+ (\S+\.json)/gm)].map((match) => match[1] ?? "");
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const loaded = loadDesign(read(file));
      expect(loaded.ok && checkDesign(loaded.design).filter(({ severity }) => severity === "error")).toEqual([]);
    }
  });
});
