import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { sloSchema } from "../../design/document/schema.ts";
import { spillway } from "../support/spillway.ts";
import { ROOT } from "./temporary-tree.ts";

const page = readFileSync(join(ROOT, "docs/ci.md"), "utf8");

/** The fenced blocks of a language. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);
}

const step = z.strictObject({
  uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/).optional(),
  run: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const container = z.strictObject({ image: z.string(), ports: z.array(z.string()), options: z.string() });
const workflow = z.strictObject({
  name: z.string(),
  on: z.array(z.enum(["push", "pull_request"])),
  jobs: z.record(z.string(), z.strictObject({ "runs-on": z.string(), services: z.record(z.string(), container), steps: z.array(step) })),
});
const pipeline = z.record(
  z.string(),
  z.strictObject({
    image: z.string(),
    services: z.array(z.strictObject({ name: z.string(), alias: z.string() })),
    before_script: z.array(z.string()),
    script: z.array(z.string()),
    artifacts: z.strictObject({ when: z.literal("always"), paths: z.array(z.string()), reports: z.strictObject({ junit: z.array(z.string()) }) }),
  }),
);

const yamlBlocks = blocks("yaml");
const [github, gitlab] = [workflow.parse(parse(yamlBlocks[0] ?? "")), pipeline.parse(parse(yamlBlocks[1] ?? ""))];
const lines = [
  ...Object.values(github.jobs).flatMap(({ steps }) => steps.flatMap(({ run = "" }) => run.split("\n"))),
  ...Object.values(gitlab).flatMap(({ before_script, script }) => [...before_script, ...script]),
];
const PROGRAM = "node spillway/scripts/spillway.mjs ";
const commands = lines.filter((line) => line.startsWith(PROGRAM)).map((line) => line.slice(PROGRAM.length).split(" || ")[0]?.split(" ") ?? []);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-ci-"));
  mkdirSync(join(folder, "designs"));
  const slos = parse(`{${blocks("json")[0] ?? ""}}`) as { slos: unknown };
  const design = { ...(JSON.parse(readFileSync(join(ROOT, "examples/order-pipeline.spillway.json"), "utf8")) as object), slos: z.array(sloSchema).parse(slos.slos) };
  writeFileSync(join(folder, "designs/orders.spillway.json"), JSON.stringify(design));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command as if in the folder. */
function inFolder(given: readonly string[]) {
  return spillway(...given.map((word) => (/\.(json|xml)$/.test(word) ? join(folder, word) : word)));
}

describe("docs/ci.md", () => {
  it("has a workflow and a job, with one forecast and one run each", () => {
    expect(yamlBlocks).toHaveLength(2);
    expect(commands.map(([command]) => command ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual(["diff", "forecast", "forecast", "run", "run"]);
    // Nothing that looks like one of our commands escapes the tests below.
    expect(lines.filter((line) => line.includes("spillway.mjs"))).toHaveLength(commands.length);
    expect(existsSync(join(ROOT, "scripts/spillway.mjs"))).toBe(true);
  });

  it("O5 forecasts as it says, and the design's SLOs pass", async () => {
    for (const command of commands.filter(([name]) => name === "forecast")) {
      const { code, notes } = await inFolder(command);
      expect(notes).not.toContain("is a bug");
      expect(code).toBe(0);
      expect(readFileSync(join(folder, "forecast.xml"), "utf8")).toMatch(/<testcase [^>]*name="Fast enough: /);
    }
  });

  it("runs with options that the command line takes: it goes as far as a design that is not there", async () => {
    for (const command of commands.filter(([name]) => name === "run")) {
      const { code, notes } = await inFolder(command.map((word) => word.replace("orders.spillway.json", "missing.spillway.json")));
      expect(code).toBe(2);
      expect(notes).toContain("missing.spillway.json");
      expect(readFileSync(join(folder, "run.xml"), "utf8")).toContain('<error type="file-not-found"');
    }
  });

  it("compares the design with what it was", async () => {
    writeFileSync(join(folder, "before.json"), readFileSync(join(ROOT, "examples/order-pipeline.spillway.json")));
    const { code } = await inFolder(commands.find(([name]) => name === "diff") ?? []);
    expect(code).toBe(1);
  });

  it("gives the Redis of each job the address that its run uses", () => {
    const [, onHub] = commands.filter(([name]) => name === "run").map((command) => new URL(command[command.indexOf("--redis") + 1] ?? ""));
    expect(Object.values(gitlab)[0]?.services.map(({ alias }) => alias)).toContain(onHub?.hostname);
    expect(Object.values(github.jobs)[0]?.services.redis?.ports).toContain("6379:6379");
  });

  it("collects the files that its commands write", () => {
    const written = new Set(commands.flatMap((command) => command.flatMap((word, index) => (["--junit", "--report"].includes(word) ? [command[index + 1] ?? ""] : []))));
    const uploads = Object.values(github.jobs)[0]?.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact"));
    expect(new Set(String(uploads?.with?.path).trim().split("\n"))).toEqual(written);
    const { artifacts } = Object.values(gitlab)[0] ?? {};
    expect(new Set([...(artifacts?.paths ?? []), ...(artifacts?.reports.junit ?? [])])).toEqual(written);
  });
});
