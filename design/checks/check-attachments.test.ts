import { describe, expect, it } from "vitest";
import type { Design, DesignNode } from "../document/schema.ts";
import { checkDesign } from "./check.ts";

const position = { x: 0, y: 0 };

function governed(scaler: DesignNode["settings"], more: DesignNode[] = []): Design {
  const nodes: DesignNode[] = [
    { id: "p", kind: "producer", position },
    { id: "c", kind: "consumer", name: "Work", position, settings: { concurrency: 100 } },
    { id: "a", kind: "autoscaler", name: "Scaler", position, settings: scaler ?? {} },
    ...more,
  ];
  const attached = nodes.filter((node) => node.kind === "autoscaler");
  return {
    format: "spillway",
    version: 1,
    name: "Test",
    nodes,
    edges: [
      { id: "e1", from: { node: "p", port: "out" }, to: { node: "c", port: "in" } },
      ...attached.map((node) => ({ id: `g-${node.id}`, from: { node: node.id, port: "governs" }, to: { node: "c", port: "scaler" } })),
    ],
  };
}

function told(design: Design): string[] {
  return checkDesign(design).map(({ severity, message }) => `${severity}: ${message}`);
}

describe("O1 G5 settings that cannot work", () => {
  it("O1 nothing is wrong with the defaults", () => {
    expect(told(governed({}))).toEqual([]);
  });

  it.each([
    [{ minReplicas: 20 }, "error: Scaler: The least number of replicas, 20, is above the most, 10."],
    [{ metric: "utilization", threshold: 0.7, minReplicas: 0 }, /error: Scaler: A consumer without replicas .* never come back from zero/],
    [{ metric: "utilization", threshold: 70 }, /error: Scaler: A utilisation is a share/],
    [{ activationThreshold: 5 }, /warning: Scaler: The activation has no effect/],
    [{ maxReplicas: 101 }, "error: Scaler: 101 replicas of Work have 10100 slots, and 10,000 are the most."],
    [{ threshold: 0 }, /error: Scaler: .*hreshold/],
  ])("O1 %j", (settings, message) => {
    expect(told(governed(settings))).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
  });

  it("O1 a consumer has one autoscaler", () => {
    expect(told(governed({}, [{ id: "b", kind: "autoscaler", name: "Other", position }]))).toEqual([
      "error: Work is governed by Scaler and by Other: they would undo each other's work. Keep one.",
    ]);
  });

  it("G1 an attachment is no source of events, and an autoscaler that governs nothing says so", () => {
    const alone = governed({});
    expect(told({ ...alone, edges: alone.edges.slice(1) })).toEqual(expect.arrayContaining([expect.stringContaining("Work is not connected: nothing sends it events.")]));
    expect(told({ ...alone, edges: alone.edges.slice(0, 1) })).toEqual([expect.stringContaining("Scaler governs nothing")]);
  });
});
