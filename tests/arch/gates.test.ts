import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lint, ROOT, rooms, TemporaryTree, type Finding } from "./temporary-tree.ts";

/** Two seconds are usual; a busy machine takes longer. */
const PATIENCE_MS = 30_000;

/** A file that a gate must complain of. */
interface Plant {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  /** Part of the complaint, where the rule alone does not tell. */
  readonly says?: string;
}

/** A small file in every room, and the arrows that are allowed. No gate may complain of these. */
const sound = {
  "design/fine.ts": "export const fine = 1;\n",
  "engine/contract/fine.ts": 'import { fine as inner } from "../../design/fine.ts";\n\nexport const fine = inner;\n',
  "engine/core/fine.ts": 'import { fine as inner } from "../contract/fine.ts";\n\nexport const fine = inner;\n',
  "engine/redis/fine.ts": 'import { Queue } from "bullmq";\nimport { Redis } from "ioredis";\n\nexport const fine = [Queue, Redis];\n',
  "engine/redis/embedded/fine.ts": 'import { Redis } from "ioredis";\n\nexport const fine = Redis;\n',
  "engine/live/fine.ts": 'import { fine as inner } from "../redis/fine.ts";\n\nexport const fine = inner;\n',
  "engine/forecast/fine.ts": 'import { fine as inner } from "../core/fine.ts";\n\nexport const fine = inner;\n',
  "renderer/fine.ts": 'import { fine as inner } from "../engine/contract/fine.ts";\n\nexport const fine = [inner, document.title];\n',
  "renderer/canvas/fine.ts": 'import { ReactFlow } from "@xyflow/react";\nimport { fine as inner } from "../../engine/contract/fine.ts";\n\nexport const fine = [inner, ReactFlow];\n',
  "electron/fine.ts": 'import { fine as inner } from "../engine/core/fine.ts";\n\nexport const fine = inner;\n',
  "tests/fine.test.ts": 'import { fine as inner } from "../engine/redis/fine.ts";\n\nexport const fine = inner;\n',
};

const restricted = "eslint(no-restricted-imports)";
const engineFolders = readdirSync(join(ROOT, "engine"), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() && entry.name !== "contract" ? [entry.name] : []));

function importing(what: string, file: string, from: string, says: string): Plant {
  return { what, file, text: `import { fine } from "${from}";\n\nexport const planted = fine;\n`, rule: restricted, says };
}

const lintPlants: Plant[] = [
  ...engineFolders.flatMap((folder) => [
    importing(`renderer → engine/${folder}`, `renderer/to-${folder}.ts`, `../engine/${folder}/fine.ts`, "renderer/ imports design/ and engine/contract/ only."),
    importing(`renderer/canvas → engine/${folder}`, `renderer/canvas/to-${folder}.ts`, `../../engine/${folder}/fine.ts`, "renderer/ imports design/ and engine/contract/ only."),
  ]),
  importing("renderer → electron", "renderer/to-electron.ts", "../electron/fine.ts", "renderer/ imports design/"),
  importing("renderer → node:*", "renderer/to-node.ts", "node:fs", "runs in a browser"),
  importing("renderer outside the canvas → React Flow", "renderer/to-flow.ts", "@xyflow/react", "only in renderer/canvas/"),
  importing("design → engine", "design/to-engine.ts", "../engine/core/fine.ts", "imports no other room"),
  importing("design → engine/contract", "design/to-contract.ts", "../engine/contract/fine.ts", "imports no other room"),
  importing("design → renderer", "design/deep/to-renderer.ts", "../../renderer/fine.ts", "imports no other room"),
  importing("design → node:fs", "design/to-node.ts", "node:fs", "design/ is pure"),
  importing("design → react", "design/to-react.ts", "react", "design/ is pure"),
  importing("design → bullmq", "design/to-bullmq.ts", "bullmq", "design/ is pure"),
  importing("engine → renderer", "engine/core/to-renderer.ts", "../../renderer/fine.ts", "engine/ never imports the screen"),
  importing("engine/redis → renderer", "engine/redis/to-renderer.ts", "../../renderer/fine.ts", "engine/ never imports the screen"),
  importing("engine/redis/embedded → electron", "engine/redis/embedded/to-electron.ts", "electron", "engine/ never imports the screen"),
  importing("engine/live → bullmq", "engine/live/to-bullmq.ts", "bullmq", "only inside engine/redis/"),
  importing("engine/core → ioredis", "engine/core/to-ioredis.ts", "ioredis", "only inside engine/redis/"),
  importing("engine/host → bullmq, in a folder of its own", "engine/host/deep/to-bullmq.ts", "bullmq", "only inside engine/redis/"),
  importing("engine/kinds → engine/live", "engine/kinds/to-live.ts", "../live/fine.ts", "Both executors share this"),
  importing("engine/core → engine/redis", "engine/core/to-redis.ts", "../redis/fine.ts", "Both executors share this"),
  importing("engine/metrics → engine/forecast", "engine/metrics/to-forecast.ts", "../forecast/fine.ts", "Both executors share this"),
  importing("engine/contract → engine/core", "engine/contract/to-core.ts", "../core/fine.ts", "imports design/ only"),
  importing("engine/contract → renderer", "engine/contract/to-renderer.ts", "../../renderer/fine.ts", "imports design/ only"),
  importing("engine/contract → node:*", "engine/contract/to-node.ts", "node:fs", "runs in every process"),
  importing("engine/contract → bullmq", "engine/contract/to-bullmq.ts", "bullmq", "runs in every process"),
  importing("electron → renderer", "electron/to-renderer.ts", "../renderer/fine.ts", "does not import it"),
  importing("electron → ioredis", "electron/to-ioredis.ts", "ioredis", "electron/ is thin"),
  { what: "an upward import of a type alone", file: "design/type-alone.ts", text: 'import type { fine } from "../engine/core/fine.ts";\n\nexport type Planted = typeof fine;\n', rule: restricted },
  { what: "an upward import at run time", file: "renderer/late.ts", text: 'export const planted = (): Promise<unknown> => import("../engine/core/fine.ts");\n', rule: restricted },
  { what: "one half of a cycle", file: "design/round.ts", text: 'import { about } from "./about.ts";\n\nexport const round = (): unknown => about;\n', rule: "import(no-cycle)" },
  { what: "the other half of it", file: "design/about.ts", text: 'import { round } from "./round.ts";\n\nexport const about = (): unknown => round;\n', rule: "import(no-cycle)" },
  { what: "any", file: "engine/core/any.ts", text: "export function planted(value: any): string {\n  return String(value);\n}\n", rule: "typescript(no-explicit-any)" },
  { what: "a default export", file: "engine/core/default.ts", text: "export default 1;\n", rule: "import(no-default-export)" },
  { what: "a promise that nobody waits for", file: "engine/core/floating.ts", text: "async function work(): Promise<void> {}\n\nexport function planted(): void {\n  work();\n}\n", rule: "typescript(no-floating-promises)" },
  { what: "a non-null assertion", file: "engine/core/bang.ts", text: "export const planted = (texts: string[]): string => texts[0]!;\n", rule: "typescript(no-non-null-assertion)" },
];

/** What the compiler refuses although no lint rule were there; each asks for a file of its own, which the complaint names. */
const typePlants: Plant[] = [
  typed("renderer → engine/core", "renderer/upward.ts", "../engine/core", "renderer"),
  typed("renderer/canvas → engine/metrics", "renderer/canvas/upward.ts", "../../engine/metrics", "renderer"),
  typed("design → engine/contract", "design/upward.ts", "../engine/contract", "design"),
  typed("engine/contract → engine/core", "engine/contract/upward.ts", "../core", "engine/contract"),
  typed("engine → renderer", "engine/core/upward.ts", "../../renderer", "engine"),
  typed("electron → renderer", "electron/upward.ts", "../renderer", "electron"),
  typed("renderer → tests", "renderer/to-tests.ts", "../tests", "renderer"),
  { what: "document in design", file: "design/page.ts", text: "export const planted = document.title;\n", rule: "TS2584" },
  { what: "process in design", file: "design/process.ts", text: "export const planted = process.pid;\n", rule: "TS2591" },
  { what: "node:fs in design", file: "design/to-node.ts", text: 'import { readFileSync } from "node:fs";\n\nexport const planted = readFileSync;\n', rule: "TS2591" },
  { what: "node:fs in engine/contract", file: "engine/contract/to-node.ts", text: 'import { readFileSync } from "node:fs";\n\nexport const planted = readFileSync;\n', rule: "TS2591" },
  { what: "document in the engine", file: "engine/core/page.ts", text: "export const planted = document.title;\n", rule: "TS2584" },
  { what: "process in the renderer", file: "renderer/process.ts", text: "export const planted = process.pid;\n", rule: "TS2591" },
];

/** An import of a type alone: it leaves no trace in what runs, and is an arrow all the same. */
function typed(what: string, file: string, from: string, project: string): Plant {
  const name = `of-${file.replaceAll("/", "-")}`;
  const text = `import type { fine } from "${from}/${name}";\n\nexport type Planted = typeof fine;\n`;
  return { what: `${what}, a type alone`, file, text, rule: "TS6307", says: `is not listed within the file list of project .*/${project}/tsconfig\\.json` };
}

/** The file that a plant of `typed` imports. */
function target({ file, text }: Plant): string | undefined {
  const [, from] = /^import type .* from "(\..*)";/.exec(text) ?? [];
  return from === undefined ? undefined : join(file, "..", from);
}

function planted(plants: readonly Plant[]): TemporaryTree {
  const tree = new TemporaryTree();
  for (const [file, text] of Object.entries(sound)) tree.write(file, text);
  for (const plant of plants) tree.write(plant.file, plant.text);
  return tree;
}

describe("the lint gate", () => {
  let tree: TemporaryTree;
  let findings: Finding[] = [];

  beforeAll(async () => {
    tree = planted(lintPlants);
    ({ findings } = await lint(tree.folder, "--type-aware"));
  }, PATIENCE_MS);
  afterAll(() => tree.remove());

  it.each(lintPlants)("refuses $what", ({ file, rule, says = "" }) => {
    expect(findings.filter((finding) => finding.file === file)).toEqual([{ file, rule, message: expect.stringContaining(says) }]);
  });

  it("has nothing against what is allowed", () => {
    const wrong = new Set(lintPlants.map((plant) => plant.file));
    expect(findings.filter((finding) => !wrong.has(finding.file))).toEqual([]);
  });

  it("is told of every folder of the engine", () => {
    expect(engineFolders).toEqual(expect.arrayContaining(["core", "forecast", "host", "kinds", "live", "metrics", "redis"]));
  });
});

describe("the type gate", () => {
  let tree: TemporaryTree;
  let findings: Finding[] = [];

  beforeAll(async () => {
    tree = planted(typePlants);
    for (const plant of typePlants) {
      const file = target(plant);
      if (file !== undefined) tree.write(file, "export const fine = 1;\n");
    }
    findings = await tree.typeCheck();
  }, PATIENCE_MS);
  afterAll(() => tree.remove());

  it.each(typePlants)("refuses $what", ({ file, rule, says = "" }) => {
    expect(findings.filter((finding) => finding.file === file)).toEqual([{ file, rule, message: expect.stringMatching(says) }]);
  });

  it("has nothing against what is allowed", () => {
    const wrong = new Set(typePlants.map((plant) => plant.file));
    expect(findings.filter((finding) => !wrong.has(finding.file))).toEqual([]);
  });
});

describe("the gates on sound rooms", () => {
  it("let them pass", async () => {
    const tree = planted([]);
    try {
      expect(await tree.typeCheck()).toEqual([]);
      expect(await lint(tree.folder, "--type-aware")).toEqual({ findings: [], files: Object.keys(sound).length });
    } finally {
      tree.remove();
    }
  }, PATIENCE_MS);

  it("cover every room", () => {
    expect(rooms()).toEqual(["design", "engine/contract", "engine", "renderer", "electron", "tests"]);
  });
});
