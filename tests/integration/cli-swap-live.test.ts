import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SwapOutcome } from "../../engine/contract/swap.ts";
import { designOf, SINK } from "../support/designs.ts";
import { runCli } from "./cli-process.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "spillway-swap-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Many events of few keys in several slots. */
const design = designOf(
  {
    p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 100 }, limit: { count: 200 }, key: { mode: "uniform", count: 8 } }],
    c: ["consumer", { replicas: 4, serviceTime: { distribution: "exponential", meanMs: 20 } }],
    s: SINK,
  },
  ["p > c", "c > s"],
);

async function swap(...more: string[]): Promise<readonly SwapOutcome[]> {
  const [file, json] = [join(folder, "keys.spillway.json"), join(folder, "swap.json")];
  writeFileSync(file, JSON.stringify(design));
  const ended = await runCli(["swap", file, "--channel", "e1", "--json", json, ...more], { XDG_DATA_HOME: folder });
  expect(ended.code, ended.stderr).toBe(0);
  return (JSON.parse(readFileSync(json, "utf8")) as { outcomes: SwapOutcome[] }).outcomes;
}

test("T2 Q1 X1 live as in the forecast: every event arrives, a topic keeps the order of keys, a queue and an exchange do not", async () => {
  const live = await swap("--live");
  for (const { semantics, refused, result } of live) {
    expect([semantics, refused, result?.produced, result?.delivered, result?.lost, result?.order.completed]).toEqual([semantics, null, 200, 200, 0, 200]);
  }
  const [queue, topic, exchange] = live.map(({ result }) => result?.order.violations);
  expect(topic).toBe(0);
  expect(queue).toBeGreaterThan(0);
  expect(exchange).toBeGreaterThan(0);
  const forecast = await swap();
  expect(forecast.map(({ result }) => [result?.delivered, result?.order.violations === 0])).toEqual([[200, false], [200, true], [200, false]]);
});
