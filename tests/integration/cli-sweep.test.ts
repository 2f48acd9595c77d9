import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderPipeline } from "../support/designs.ts";
import { runCli } from "./cli-process.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/order-pipeline.spillway.json", import.meta.url));

let folder = "";
let withSlo = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-sweep-"));
  withSlo = join(folder, "slo.spillway.json");
  const slos = [{ id: "quick", name: "Quick", target: { node: "billing" }, metric: "waitMs", op: "<=", value: 5 }];
  writeFileSync(withSlo, JSON.stringify({ ...orderPipeline(), slos }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("F5 a sweep prints a row for each value, says what is unstable with the arithmetic, and writes every figure as JSON", async () => {
  const path = join(folder, "sweep.json");
  const ended = await runCli(["sweep", EXAMPLE, "--vary", "billing.replicas=1:3", "--metric", "billing.waitMs.p95", "--json", path]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(/Billing waitMs p95/);
  expect(ended.stdout).toMatch(/^ {2}1 .* unstable$/m);
  expect(ended.stdout).toMatch(/^ {2}3 .* ms$/m);
  expect(ended.stdout).toMatch(/× 1\.17 attempts × 15 ms = .* 2 slots are the least that is stable/);
  const { axes, points } = JSON.parse(readFileSync(path, "utf8")) as { axes: unknown; points: { values: number[]; ledger: { produced: number } }[] };
  expect(axes).toEqual([{ node: "billing", path: ["replicas"], values: [1, 2, 3] }]);
  expect(points.map(({ values, ledger }) => [values, ledger.produced])).toEqual([[[1], 1000], [[2], 1000], [[3], 1000]]);
});

test("F5 F6 two numbers at a time, coarsely, and the same question gives the same answer", async () => {
  const ask = () => runCli(["sweep", EXAMPLE, "--vary", "billing.replicas=2,3", "--vary", "billing.serviceTime.meanMs=10ms:15ms:2", "--seed", "3", "--each-stands-for", "5"]);
  const [once, again] = await Promise.all([ask(), ask()]);
  expect(once.stdout).toContain("4 forecasts");
  expect(once.stderr).toContain("Each simulated event stands for 5.");
  expect(again.stdout).toBe(once.stdout);
});

test("F5 the fewest replicas that meet an SLO end with 0, none with 1", async () => {
  const found = await runCli(["sweep", withSlo, "--meet", "quick", "--node", "billing", "--for", "60s"]);
  expect(found.code).toBe(0);
  expect(found.stdout).toContain("3 replicas of Billing are the fewest that meet Quick (waitMs <= 5).");
  const none = await runCli(["sweep", withSlo, "--meet", "quick", "--node", "billing", "--max", "2", "--json", "-"]);
  expect(none.code).toBe(1);
  expect(none.stderr).toContain("No number of replicas up to 2 was found");
  expect(JSON.parse(none.stdout)).toMatchObject({ smallest: null, node: "billing" });
});

test("one command replays the same seed and load with a queue, a topic and an exchange in place of a channel", async () => {
  const path = join(folder, "swap.json");
  const ended = await runCli(["swap", EXAMPLE, "--channel", "inbox", "--json", path]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^ +queue +topic +exchange$/m);
  expect(ended.stdout).toMatch(/Produced +1,000 +1,000 +1,000/);
  const { outcomes } = JSON.parse(readFileSync(path, "utf8")) as { outcomes: { semantics: string; refused: string | null; result: { produced: number; order: object } | null }[] };
  expect(outcomes.map(({ semantics, refused, result }) => [semantics, refused, result?.produced])).toEqual([["queue", null, 1000], ["topic", null, 1000], ["exchange", null, 1000]]);
  const none = await runCli(["swap", EXAMPLE, "--channel", "billing"]);
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("There is inbox.") });
});

test.each([
  [["--vary", "billing.replica=1:3"], /no number "replica"/],
  [["--vary", "billing.replicas=0:3"], /billing\.replicas cannot be 0/],
  [[], /Say what to vary/],
  [["--meet", "quick"], /needs --node/],
  [["--meet", "slow", "--node", "billing"], /It has quick/],
  [["--vary", "a.b=1:2", "--vary", "a.c=1:2", "--vary", "a.d=1:2"], /Two numbers at most/],
])("F5 %j is refused with 2 and says why", async (parameters, why) => {
  const ended = await runCli(["sweep", withSlo, ...parameters]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(why);
});

test("F5 P1 sweep and swap play a trace that lies beside the design", async () => {
  const design = orderPipeline();
  const file = join(folder, "traced.spillway.json");
  writeFileSync(join(folder, "shop.csv"), "atMs\n100\n200\n300\n");
  writeFileSync(file, JSON.stringify({ ...design, nodes: design.nodes.map((node) => (node.id === "orders" ? { ...node, settings: { arrivals: { process: "trace", file: "shop.csv" } } } : node)) }));
  const [swept, swapped] = await Promise.all([runCli(["sweep", file, "--vary", "billing.replicas=1,2", "--json", "-"]), runCli(["swap", file, "--channel", "inbox", "--json", "-"])]);
  const { points } = JSON.parse(swept.stdout) as { points: { ledger: { produced: number } }[] };
  expect(points.map(({ ledger }) => ledger.produced)).toEqual([3, 3]);
  const { outcomes } = JSON.parse(swapped.stdout) as { outcomes: { result: { produced: number } | null }[] };
  expect(outcomes.map(({ result }) => result?.produced)).toEqual([3, 3, 3]);
});
