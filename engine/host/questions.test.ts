import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { until } from "../../tests/support/until.ts";
import type { Prediction } from "../contract/prediction.ts";
import type { Report } from "../contract/report.ts";
import type { WhatIfItem } from "../contract/what-if.ts";
import type { ToForecaster } from "../forecast/forecaster.ts";
import { fakeFrame } from "./fake-executor.ts";
import { withTraces } from "./files/with-traces.ts";
import { createQuestions } from "./questions.ts";
import { runnableDesign } from "./runnable-design.ts";
import { connectScreen, createTestHost } from "./test-host.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "spillway-questions-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const design = { ...orderPipeline(), slos: [{ id: "quick", name: "Quick", target: { node: "billing" }, metric: "waitMs" as const, op: "<=" as const, value: 5 }] };
const replicas = (...values: number[]) => ({ node: "billing", path: ["replicas"], values });

function asking() {
  const { host, executors } = createTestHost(folder);
  const { client } = connectScreen(host);
  const items: WhatIfItem[] = [];
  client.on("whatIf", (item) => items.push(item));
  return { host, client, items, executors, ended: (id: string) => until("the end", () => items.some((item) => item.id === id && item.type === "end")) };
}

describe("what-if questions", () => {
  it("F5 a sweep is told point by point, then ends", async () => {
    const { host, client, items, ended } = asking();
    expect(await client.call("whatIf.sweep", { id: "a", design, axes: [replicas(2, 3)] })).toEqual({ total: 2 });
    await ended("a");
    expect(items.map((item) => (item.type === "point" ? [item.done, item.total, item.point.values[0]] : item.type))).toEqual([[1, 2, 2], [2, 2, 3], "end"]);
    await host.close();
  });

  it("F5 asks for the fewest replicas, and tells each trial", async () => {
    const { host, client, items, ended } = asking();
    await client.call("whatIf.meet", { id: "b", design, slo: "quick", node: "billing", most: 8 });
    await ended("b");
    expect(items.find((item) => item.type === "answer")?.answer).toMatchObject({ smallest: 3, monotone: true });
    expect(items.filter((item) => item.type === "trial").map((item) => item.type === "trial" && item.trial.replicas)).toEqual([1, 2, 4, 3]);
    await host.close();
  });

  it("F5 ends at once when it is cancelled, and tells nothing more", async () => {
    const { host, client, items, ended } = asking();
    await client.call("whatIf.sweep", { id: "c", design: { ...design, nodes: design.nodes.map((node) => (node.id === "orders" ? { ...node, settings: {} } : node)) }, axes: [replicas(2, 3)], forMs: 1e9 });
    await client.call("whatIf.cancel", { id: "c" });
    await ended("c");
    expect(items).toEqual([{ type: "end", id: "c", ended: "cancelled" }]);
    await client.call("whatIf.cancel", { id: "unknown" });
    await host.close();
  });

  it("F5 refuses what does not fit before it begins, and says why a question failed", async () => {
    const { host, client, items, ended } = asking();
    await expect(client.call("whatIf.sweep", { id: "d", design, axes: [replicas(0)] })).rejects.toMatchObject({ code: "wrong-use", message: expect.stringContaining("cannot be 0") });
    await client.call("whatIf.meet", { id: "e", design, slo: "slow", node: "billing", most: 8 });
    await ended("e");
    expect(items.at(-1)).toMatchObject({ ended: "failed", message: expect.stringContaining("It has quick") });
    await host.close();
  });
});

describe("what-if questions about a design with a recorded trace", () => {
  it("F5 P1 every question is asked of the trace beside the design's file, and refused where it was never saved", async () => {
    writeFileSync(join(folder, "shop.csv"), "atMs\n100\n200\n300\n");
    const traced = { ...design, nodes: design.nodes.map((node) => (node.id === "orders" ? { ...node, settings: { arrivals: { process: "trace", file: "shop.csv" } } } : node)) };
    const asked: ToForecaster[] = [];
    const questions = createQuestions({
      startForecaster: () => ({ ask: (message) => void asked.push(message), close: () => {} }),
      readDesign: (value, path) => withTraces(runnableDesign(value), path === undefined ? null : dirname(path)),
      publish: () => {},
    });
    const path = join(folder, "shop.spillway.json");
    const common = { design: traced, drainMs: 1000 };
    questions.sweep({ id: "a", path, axes: [replicas(2, 3)], ...common });
    questions.meet({ id: "b", path, slo: "quick", node: "billing", most: 2, ...common });
    questions.swap({ id: "c", path, channel: "inbox", ...common });
    expect(asked).toHaveLength(3);
    for (const message of asked) expect("design" in message && message.design.nodes[0]).toMatchObject({ settings: { arrivals: { file: "shop.csv", events: [{}, {}, {}] } } });
    expect(() => questions.swap({ id: "d", channel: "inbox", ...common })).toThrow("save the design there first");
  });
});

describe("the forecast beside a live run", () => {
  it("F4 follows the run’s frames and its changes, and stands in its report", async () => {
    const { host, client, executors } = asking();
    const predictions: Prediction[] = [];
    const reports: Report[] = [];
    client.on("prediction", (prediction) => predictions.push(prediction));
    client.on("report", ({ report }) => reports.push(report));
    await client.call("run.start", { design, mode: "live" });
    const [executor] = executors;
    executor!.listener.onFrame?.(fakeFrame(30));
    await until("a prediction", () => predictions.length > 0);
    expect(predictions[0]).toMatchObject({ atMs: 3000, nodes: { billing: { utilization: expect.closeTo(0.87, 0) } } });
    executor!.end({ durationMs: 10_000, drainedMs: 500 });
    await until("the report", () => reports.length > 0);
    expect(reports[0]?.predicted?.nodes.billing?.in).toBeGreaterThan(1000);
    expect((await client.call("run.report", {})).report?.predicted).toEqual(reports[0]?.predicted);
    await host.close();
  });

  it("F4 there is none beside a forecast", async () => {
    const { host, client, executors } = asking();
    const reports: Report[] = [];
    client.on("report", ({ report }) => reports.push(report));
    await client.call("run.start", { design, mode: "forecast" });
    executors[0]!.end();
    await until("the report", () => reports.length > 0);
    expect(reports[0]?.predicted).toBeUndefined();
    await host.close();
  });
});
