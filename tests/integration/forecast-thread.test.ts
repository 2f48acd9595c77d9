import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createForecaster, type FromForecaster } from "../../engine/forecast/forecaster.ts";
import { createForecastThreads, type StartForecaster } from "../../engine/host/forecast-thread.ts";
import { orderPipeline } from "../support/designs.ts";
import { until } from "../support/until.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "spillway-thread-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that a forecaster answers to a small sweep. */
async function answersOf(start: StartForecaster): Promise<FromForecaster[]> {
  const told: FromForecaster[] = [];
  const forecaster = start((message) => told.push(message));
  forecaster.ask({ type: "sweep", design: orderPipeline(), axes: [{ node: "billing", path: ["replicas"], values: [2, 3] }], options: { seed: 7, forMs: 5000, drainMs: 90_000 } });
  await until("the end", () => told.some(({ type }) => type === "done" || type === "failed"));
  forecaster.close();
  return told;
}

describe("a thread that forecasts", () => {
  it("F5 answers what the same forecaster in this thread answers", async () => {
    const told = await answersOf(createForecastThreads());
    expect(told.map(({ type }) => type)).toEqual(["point", "point", "done"]);
    expect(told).toEqual(await answersOf(createForecaster));
  });

  it.runIf(process.platform === "linux")("F5 lets a live run go first: the thread alone has less priority", async () => {
    const told: FromForecaster[] = [];
    const forecaster = createForecastThreads()((message) => told.push(message));
    forecaster.ask({ type: "meet", design: orderPipeline(), question: { slo: "none", node: "billing", most: 1 }, options: { seed: 7, forMs: 1000, drainMs: 0 } });
    await until("an answer", () => told.length > 0);
    // The 19th field of a thread's stat is its niceness.
    const niceness = readdirSync("/proc/self/task").map((id) => Number(readFileSync(`/proc/self/task/${id}/stat`, "utf8").split(") ")[1]?.split(" ")[16]));
    expect(niceness.filter((nice) => nice === getPriority() + constants.priority.PRIORITY_BELOW_NORMAL)).toHaveLength(1);
    forecaster.close();
  });

  it("F5 is done without where it cannot be started", async () => {
    writeFileSync(join(folder, "forecast.js"), "throw new Error('not here');");
    expect((await answersOf(createForecastThreads(folder))).at(-1)).toEqual({ type: "done" });
    expect((await answersOf(createForecastThreads(join(folder, "nowhere")))).at(-1)).toEqual({ type: "done" });
  });

  it("F5 ends at once, in the middle of a long forecast, and leaves this thread free meanwhile", async () => {
    const told: FromForecaster[] = [];
    const forecaster = createForecastThreads()((message) => told.push(message));
    const design = { ...orderPipeline(), nodes: orderPipeline().nodes.map((node) => (node.id === "orders" ? { ...node, settings: {} } : node)) };
    forecaster.ask({ type: "sweep", design, axes: [{ node: "billing", path: ["replicas"], values: [2] }], options: { seed: 7, forMs: 1e10, drainMs: 0 } });
    let turns = 0;
    await until("many turns of this thread's loop", () => ++turns > 20);
    forecaster.close();
    expect(told).toEqual([]);
  });
});
