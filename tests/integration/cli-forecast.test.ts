import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../engine/contract/report.ts";
import { runCli, startCli } from "./cli-process.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/order-pipeline.spillway.json", import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-forecast-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the example with these changes. */
function variant(name: string, change: (design: { slos?: object[]; nodes: { id: string; settings?: object }[] }) => void): string {
  const design = JSON.parse(readFileSync(EXAMPLE, "utf8")) as { slos?: object[]; nodes: { id: string; settings?: object }[] };
  change(design);
  const path = join(folder, `${name}.spillway.json`);
  writeFileSync(path, JSON.stringify(design));
  return path;
}

/** What a report says about the design; where and when it was made aside. */
function findings(path: string): unknown {
  const { machine: _, ...rest } = reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  return rest;
}

test("E4 the example is forecast to the last event: 1,000 produced, none lost, the ledger balanced", async () => {
  const path = join(folder, "out.json");
  const ended = await runCli(["forecast", EXAMPLE, "--seed", "7", "--report", path]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/Produced +1,000/);
  expect(ended.stdout).toContain("Ledger (balanced)");
  expect(ended.stdout).toContain("Bottleneck");
  const report = reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  expect(report).toMatchObject({ format: "spillway-report", mode: "forecast", seed: 7, ended: "drained", ledger: { produced: 1000, inFlight: 0, lost: 0, unsettled: 0, balanced: true } });
  expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
});

test("F1 one seed gives one forecast, another gives another", async () => {
  const paths = ["a", "b", "c"].map((name) => join(folder, `${name}.json`));
  const seeds = ["3", "3", "4"];
  for (const [index, path] of paths.entries()) await runCli(["forecast", EXAMPLE, "--for", "5s", "--seed", seeds[index] ?? "", "--report", path]);
  const [first, second, third] = paths.map(findings);
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
});

test("F6 a forecast says how coarse it is, and what stands in the way of one", async () => {
  const path = join(folder, "coarse.json");
  const ended = await runCli(["forecast", EXAMPLE, "--each-stands-for", "10", "--report", path]);
  expect(ended.stdout).toContain("Each simulated event stands for 10.");
  expect(ended.stderr).toContain("holds a slot 5 times as long for each simulated event");
  expect(reportSchema.parse(JSON.parse(readFileSync(path, "utf8")))).toMatchObject({ ledger: { produced: 1000, balanced: true }, coarse: { eachStandsFor: 10 } });
  const refused = await runCli(["forecast", EXAMPLE, "--each-stands-for", "5000"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("its limit is 1000");
});

test("--report - writes the report alone to standard output", async () => {
  const ended = await runCli(["forecast", EXAMPLE, "--report", "-"]);
  expect(reportSchema.parse(JSON.parse(ended.stdout)).ledger.produced).toBe(1000);
  expect(ended.stderr).toContain("Ledger (balanced)");
});

test("O5 a failed SLO ends with 1, and the summary names it with its number; one that is met with 0", async () => {
  const slo = { id: "fast", name: "Fast enough", target: { all: true }, metric: "endToEndMs", percentile: 99, op: "<=" };
  const failing = await runCli(["forecast", variant("failing", (design) => (design.slos = [{ ...slo, value: 1 }]))]);
  expect(failing.code).toBe(1);
  expect(failing.stdout).toMatch(/Fast enough +FAILED +\d+ +<= +1/);
  const passing = await runCli(["forecast", variant("passing", (design) => (design.slos = [{ ...slo, value: 60_000 }]))]);
  expect(passing.code).toBe(0);
  expect(passing.stdout).toMatch(/Fast enough +passed/);
});

test("Ctrl+C stops a long forecast, which is reported all the same", async () => {
  const endless = variant("endless", ({ nodes }) => {
    nodes.find((node) => node.id === "orders")!.settings = { arrivals: { process: "poisson", ratePerSecond: 100 } };
  });
  const path = join(folder, "stopped.json");
  const cli = startCli(["forecast", endless, "--for", "300h", "--report", path]);
  await cli.wrote("stderr", /Forecasting/);
  cli.child.kill("SIGINT");
  const ended = await cli.ended;
  expect(ended.stderr).toContain("Press Ctrl+C again to end at once.");
  expect(ended.stdout).toMatch(/^Orders · forecast .* stopped/);
  expect(ended.code).toBe(0);
  expect(reportSchema.parse(JSON.parse(readFileSync(path, "utf8")))).toMatchObject({ ended: "stopped", ledger: { balanced: true } });
});
