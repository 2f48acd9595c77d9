import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportTo } from "../../../design/export/registry.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { examples } from "../../../tests/support/examples.ts";
import { checkCompose } from "./compose-validity.ts";
import { validators } from "./validity.ts";

const filesOf = (design: Parameters<typeof topologyOf>[0]): readonly ExportFile[] => exportTo("compose", topologyOf(design)).files;

/** The words by which this machine's Compose is called; undefined where there is none, or only version 1, which knows no project names. */
function composeClient(): readonly [string, ...string[]] | undefined {
  for (const [program, ...words] of [["docker", "compose"], ["docker-compose"]] as const) {
    try {
      if (/ v?[2-9]\./.test(execFileSync(program, [...words, "version"], { encoding: "utf8", stdio: "pipe" }))) return [program, ...words];
    } catch {
      continue;
    }
  }
  return undefined;
}

describe("the check of Compose files", () => {
  it("finds every example valid, by the schema of the specification", { timeout: 60_000 }, async () => {
    const check = await validators.compose!();
    for (const { file, design } of examples()) expect([file, (await check(filesOf(design))).problems]).toEqual([file, []]);
    expect((await check([])).checkedWith).toMatch(/dclint 3\./);
  });

  it("names file and place of what is wrong", () => {
    const problemsOf = (text: string) => checkCompose([{ path: "compose.yaml", language: "yaml", text }]).problems;
    const service = "networks: [n]\n    image: a";
    expect(problemsOf("services:\n  a:\n    imagine: b\n")).toEqual([expect.stringMatching(/^compose.yaml: \/services\/a /)]);
    expect(problemsOf(`services:\n  a:\n    ${service}\n    depends_on: { b: { condition: service_healthy } }\nnetworks: { n: {} }`)).toEqual([expect.stringContaining("b, which is no service")]);
    expect(problemsOf(`services:\n  a:\n    ${service}\n    volumes: ["./x:/x", "y:/y"]\n`)).toHaveLength(3);
    expect(problemsOf(`services:\n  a:\n    ${service}\n    labels: { a: "$(x)" }\nnetworks: { n: {} }`)).toEqual([expect.stringContaining("begins no variable")]);
    expect(problemsOf("services: {}\nservices: {}\n")).toHaveLength(1);
  });

  const client = composeClient();
  it.skipIf(client === undefined)("`docker compose config` takes every example (skipped where there is no Compose client)", { timeout: 300_000 }, () => {
    const [program, ...words] = client!;
    const folder = mkdtempSync(join(tmpdir(), "spillway-compose-"));
    try {
      for (const { file, design } of examples()) {
        const written = filesOf(design);
        for (const { path, text } of written) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
        const variables = written.find(({ path }) => path === ".env.example")!.text.matchAll(/^([A-Z0-9_]+)=$/gm);
        const environment = Object.fromEntries([...variables].map(([, name]) => [name!, "1"]));
        const read = parse(execFileSync(program, [...words, "-f", "compose.yaml", "config"], { cwd: folder, env: { PATH: process.env["PATH"], PYTHONPATH: process.env["PYTHONPATH"], ...environment }, encoding: "utf8", stdio: "pipe" })) as { services: object };
        expect([file, Object.keys(read.services).toSorted()]).toEqual([file, Object.keys((parse(written[0]!.text) as { services: object }).services).toSorted()]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
