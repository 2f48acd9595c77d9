import { expect, it } from "vitest";
import { emptyDesign } from "../../../design/document/new-design.ts";
import type { Design } from "../../../design/document/schema.ts";
import { problemsOf, sameButMoved } from "./use-problems.ts";

const design: Design = { ...emptyDesign("Shop"), nodes: [{ id: "a", kind: "consumer", position: { x: 0, y: 0 } }], edges: [] };

it("does not check a design again in which a node only lies elsewhere", () => {
  const moved = { ...design, nodes: design.nodes.map((node) => ({ ...node, position: { x: 40, y: 0 } })) };
  expect(sameButMoved(design, moved)).toBe(true);
  expect(problemsOf(moved)).toBe(problemsOf(design));
  expect(problemsOf(design).length).toBeGreaterThan(0);
});

it("checks it again for whatever else has changed", () => {
  const [node] = design.nodes;
  const others: Design[] = [
    { ...design, nodes: [] },
    { ...design, nodes: [{ id: "a", kind: "producer", position: { x: 0, y: 0 } }] },
    { ...design, nodes: node === undefined ? [] : [{ ...node, settings: { replicas: 2 } }] },
    { ...design, edges: [{ id: "e", from: { node: "a", port: "out" }, to: { node: "a", port: "in" } }] },
    { ...design, name: "Another" },
  ];
  for (const other of others) {
    expect(sameButMoved(design, other)).toBe(false);
    expect(problemsOf(other)).not.toBe(problemsOf(design));
  }
});
