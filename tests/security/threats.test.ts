import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../arch/temporary-tree.ts";

const page = readFileSync(join(ROOT, "docs/security.md"), "utf8");
/** Lines of the tables of threats. */
const threats = page.split("\n").filter((line) => /^\| (?!it tries|tries to \||they could|it|tries|---)/.test(line) && !line.includes("| proved in |") && !line.startsWith("|---"));

describe("each threat in docs/security.md", () => {
  it("is there: strangers' designs and lessons, pages, users, machines, secrets", () => {
    expect(threats.length).toBeGreaterThan(25);
    expect(page.match(/^## .*$/gm)).toHaveLength(7);
  });

  it.each(threats)("has its test: %s", (line) => {
    const proofs = [...line.matchAll(/`([\w/.-]+\.test\.ts)` › ((?:"[^"]+"(?:, )?)+)/g)];
    expect(proofs.length).toBeGreaterThan(0);
    for (const [, file = "", titles = ""] of proofs) {
      const text = readFileSync(join(ROOT, file), "utf8");
      for (const [, title = ""] of titles.matchAll(/"([^"]+)"/g)) expect([file, title, text.includes(title)]).toEqual([file, title, true]);
    }
  });
});
