import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../engine/contract/report.ts";
import { applyDiff, blocksOf, type PageBlock } from "./page-blocks.ts";
import { lint, ROOT, TemporaryTree } from "./temporary-tree.ts";

const PATIENCE_MS = 60_000;

const page = readFileSync(join(ROOT, "docs/add-a-kind.md"), "utf8");
const blocks = blocksOf(page);
const registries = blocks.filter(({ language }) => language === "diff");
const checkedRooms = ["design", "engine/contract", "engine", "renderer"];

/** Does what the page says, but for what is left out. */
function follow(tree: TemporaryTree, leftOut?: PageBlock): void {
  for (const block of blocks) {
    const { language, file, text } = block;
    if (language !== "diff") tree.write(file, text);
    else {
      const before = readFileSync(join(ROOT, file), "utf8");
      tree.write(file, block === leftOut ? before : applyDiff(before, text));
    }
  }
}

function node(tree: TemporaryTree, script: string, ...parameters: string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, [script, ...parameters], { cwd: tree.folder, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 2 ** 24 });
}

describe("docs/add-a-kind.md, followed to the letter in a copy of the sources", () => {
  let tree: TemporaryTree;

  beforeAll(() => {
    tree = new TemporaryTree();
    tree.copy("package.json", "package-lock.json", "scripts", "design", "engine", "renderer", "tests/support");
    follow(tree);
  });
  afterAll(() => tree.remove());

  it("touches the kind's own files and one registry a room", () => {
    const own = /^(design\/kinds|engine\/kinds|renderer\/canvas\/faces)\/sampler(\.test)?\.ts$|^examples\//;
    expect(blocks.filter(({ language, file }) => language !== "diff" && !own.test(file))).toEqual([]);
    expect(registries.map(({ file }) => file)).toEqual(["design/kinds/registry.ts", "engine/kinds/registry.ts", "renderer/canvas/faces/registry.ts"]);
    for (const { text } of registries) expect(text.match(/^\+/gm)).toHaveLength(2);
  });

  it("compiles, in every room", { timeout: PATIENCE_MS }, async () => {
    expect(await tree.typeCheck(...checkedRooms)).toEqual([]);
  });

  it.each(registries.slice(1).map((block) => [block.file, block] as const))("does not compile without its line in %s", { timeout: PATIENCE_MS }, async (file, block) => {
    follow(tree, block);
    const findings = await tree.typeCheck(...checkedRooms);
    follow(tree);
    expect(findings).toContainEqual({ file, rule: "TS2741", message: expect.stringContaining("Property 'sampler' is missing") });
  });

  it("passes its own tests, which fail when the behaviour is wrong", { timeout: PATIENCE_MS }, async () => {
    const behaviour = "engine/kinds/sampler.ts";
    const right = tree.read(behaviour);
    const vitest = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", tree.folder, "engine/kinds/sampler.test.ts"] as const;
    const { stdout } = await node(tree, ...vitest);
    expect(stdout).toMatch(/Tests +3 passed/);
    tree.write(behaviour, right.replace("* settings.every < 1", "* settings.every < 2"));
    await expect(node(tree, ...vitest)).rejects.toMatchObject({ stdout: expect.stringContaining("R6 passes one event in n on average") });
    tree.write(behaviour, right);
  });

  it("forecasts a design with the kind, from the command line, and the ledger closes", { timeout: PATIENCE_MS }, async () => {
    const [, command = ""] = /^npx spillway (forecast .*)$/m.exec(page) ?? [];
    const { stdout } = await node(tree, "scripts/spillway.mjs", ...command.split(" "), "--report", "-");
    const { nodes, ledger } = JSON.parse(stdout) as Report;
    expect(nodes.sample).toMatchObject({ in: 1000, out: 1000 });
    expect(ledger).toMatchObject({ produced: 1000, inFlight: 0, balanced: true });
    expect(ledger.delivered + ledger.filtered).toBe(1000);
    // Binomial: 250 ± 4 standard deviations of 14.
    expect(Math.abs(ledger.delivered - 250)).toBeLessThan(56);
  });

  it("is lint-clean", { timeout: PATIENCE_MS }, async () => {
    const { findings } = await lint(tree.folder, ...new Set(blocks.map(({ file }) => file).filter((file) => file.endsWith(".ts"))));
    expect(findings).toEqual([]);
  });
});

describe("a page's diff", () => {
  it("is refused where its lines are not, or are not unique", () => {
    expect(applyDiff("a\nb\nc\n", "@@\n a\n+x\n b\n@@\n-c\n")).toBe("a\nx\nb\n");
    expect(() => applyDiff("a\nb\n", "@@\n c\n+x\n")).toThrow("found 0 times");
    expect(() => applyDiff("a\na\n", "@@\n a\n+x\n")).toThrow("found 2 times");
  });
});
