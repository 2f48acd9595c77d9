import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportSchema } from "../../engine/contract/report.ts";
import { runCli, startCli } from "./cli-process.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/order-pipeline.spillway.json", import.meta.url));

let folder = "";
let environment: NodeJS.ProcessEnv = {};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-run-"));
  environment = { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readReport(path: string) {
  return reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** The example without an end: its producer has no limit. */
function endless(): string {
  const design = JSON.parse(readFileSync(EXAMPLE, "utf8")) as { nodes: { id: string; settings?: Record<string, unknown> }[] };
  for (const node of design.nodes) delete node.settings?.limit;
  const path = join(folder, "endless.spillway.json");
  writeFileSync(path, JSON.stringify(design));
  return path;
}

/** Ids of the processes whose parent is `pid`. */
function childrenOf(pid: number | undefined): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([own, parent]) => (own !== undefined && parent === pid ? [own] : []));
}

function commandOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

function workersOf(pid: number | undefined): number[] {
  return childrenOf(pid).filter((child) => /(worker|load)\.js/.test(commandOf(child)));
}

test("E4 the example runs for real: 1,000 produced, none lost, the ledger balanced, nothing left behind", async () => {
  const [path, junit] = [join(folder, "run.json"), join(folder, "run.xml")];
  const cli = startCli(["run", EXAMPLE, "--for", "20s", "--report", path, "--junit", junit], environment);
  const ended = await cli.ended;
  expect(ended.stderr).toMatch(/Running .* of 20 s · produced .* · delivered .*\/s\) · in flight/);
  expect(ended.stdout).toMatch(/^Orders · live run of .* everything in flight was drained/);
  expect(ended.stdout).toMatch(/Produced +1,000/);
  expect(ended.stdout).toContain("Ledger (balanced)");
  expect(ended.code).toBe(0);
  const report = readReport(path);
  expect(report).toMatchObject({ mode: "live", seed: 7, ended: "drained", ledger: { produced: 1000, inFlight: 0, lost: 0, unsettled: 0, balanced: true } });
  expect(report.ledger.delivered + report.ledger.deadLettered).toBe(1000);
  expect(readFileSync(junit, "utf8")).toMatch(/name="The run ends" time="\d+\.\d{3}"\/>\n +<testcase [^>]*name="The ledger closes" time="0\.000"\/>/);
  expect(childrenOf(cli.child.pid)).toEqual([]);
});

describe("Ctrl+C", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s stops the run, which is reported all the same", async (signal) => {
    const path = join(folder, `${signal}.json`);
    const cli = startCli(["run", endless(), "--for", "1h", "--report", path], environment);
    await cli.wrote("stderr", /produced/);
    cli.child.kill(signal);
    const ended = await cli.ended;
    expect(ended.stderr).toContain("Stopping. Press Ctrl+C again to end at once.");
    expect(ended.stdout).toMatch(/^Orders · live run .* stopped/);
    expect(ended.code).toBe(0);
    const { ended: how, ledger } = readReport(path);
    expect(how).toBe("stopped");
    expect(ledger.produced).toBeGreaterThan(0);
    expect(ledger).toMatchObject({ lost: 0, balanced: true });
  });

  test("twice ends it at once", async () => {
    const cli = startCli(["run", endless(), "--for", "1h"], environment);
    await cli.wrote("stderr", /produced/);
    const workers = workersOf(cli.child.pid);
    expect(workers.length).toBeGreaterThan(0);
    cli.child.kill("SIGINT");
    cli.child.kill("SIGTERM");
    expect((await cli.ended).code).toBe(130);
    await expect.poll(() => workers.filter((pid) => commandOf(pid) !== ""), { timeout: 10_000 }).toEqual([]);
  });
});

test("O2 a killed command takes its workers along, and the next run finds everything in order", async () => {
  const cli = startCli(["run", endless(), "--for", "1h"], environment);
  await cli.wrote("stderr", /produced/);
  const workers = workersOf(cli.child.pid);
  expect(workers.length).toBeGreaterThan(0);
  cli.child.kill("SIGKILL");
  await cli.ended;
  await expect.poll(() => workers.filter((pid) => commandOf(pid) !== ""), { timeout: 10_000 }).toEqual([]);
  const next = await runCli(["run", endless(), "--for", "1s"], environment);
  expect(next.stdout).toContain("Ledger (balanced)");
  expect(next.code).toBe(0);
});
