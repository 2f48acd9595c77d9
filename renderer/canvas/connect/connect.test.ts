import { describe, expect, it } from "vitest";
import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import { emptyDesign } from "../../../design/document/new-design.ts";
import { kindTypes } from "../../../design/kinds/registry.ts";
import { sceneOf } from "../../../design/picture/scene.ts";
import { bestPort, connectTarget } from "./connect-target.ts";
import { inOrder } from "./direction.ts";
import { canInsert } from "./insertion.ts";
import { keyboardTargets } from "./keyboard-targets.ts";
import { placeFor, quickChoices } from "./quick-add.ts";

function node(id: string, kind: string, x: number): DesignNode {
  return { id, kind, position: { x, y: 0 } };
}

const nodes = [node("p", "producer", 0), node("q", "queue", 300), node("c", "consumer", 600), node("s", "sink", 900), node("f", "filter", 1200)];
const edges: DesignEdge[] = [{ id: "e", from: { node: "p", port: "out" }, to: { node: "q", port: "in" } }];
const design = { ...emptyDesign("test"), nodes, edges };
const scene = sceneOf(design, new Map());
const onCard = (x: number) => ({ x: x + 100, y: 50 });

describe("drawing an edge", () => {
  it("can end anywhere on a card: at the first port that accepts", () => {
    expect(connectTarget(design, scene, { node: "p", port: "out" }, onCard(600), null)).toEqual({ to: { node: "c", port: "in" }, refusal: null });
    expect(connectTarget(design, scene, { node: "c", port: "in" }, onCard(300), null)).toEqual({ to: { node: "q", port: "out" }, refusal: null });
  });

  it("says why a card refuses", () => {
    expect(connectTarget(design, scene, { node: "q", port: "out" }, onCard(900), null)?.refusal).toMatch(/hands its events to consumers/);
    expect(connectTarget(design, scene, { node: "p", port: "out" }, onCard(300), null)?.refusal).toMatch(/already/);
    expect(bestPort(design, { node: "q", port: "out" }, "p")?.refusal).toMatch(/takes none/);
  });

  it("means nothing over empty canvas and over where it began", () => {
    expect(connectTarget(design, scene, { node: "p", port: "out" }, { x: 250, y: 300 }, null)).toBeNull();
    expect(connectTarget(design, scene, { node: "p", port: "out" }, onCard(0), null)).toBeNull();
  });

  it("goes the way that events go, from whichever end it was drawn", () => {
    const [out, into] = [{ node: "q", port: "out" }, { node: "c", port: "in" }];
    expect(inOrder(design, out, into)).toEqual({ from: out, to: into });
    expect(inOrder(design, into, out)).toEqual({ from: out, to: into });
  });
});

describe("quick add", () => {
  it("offers what can follow a port, and every kind without one", () => {
    expect(quickChoices(design, { node: "q", port: "out" })).toEqual([
      { kind: "consumer", port: "in" },
      { kind: "database", port: "in" },
      { kind: "webSocketGateway", port: "in" },
      { kind: "webhook", port: "in" },
    ]);
    expect(quickChoices(design).map(({ kind }) => kind)).toEqual(kindTypes);
    expect(quickChoices(design, { node: "p", port: "out" }).map(({ kind }) => kind)).not.toContain("producer");
    expect(quickChoices(design, { node: "gone", port: "out" })).toEqual([]);
  });

  it("offers what can precede an in port, joined by its out port", () => {
    expect(quickChoices(design, { node: "c", port: "in" })).toContainEqual({ kind: "queue", port: "out" });
  });

  it("puts the joined port where the edge was let go", () => {
    expect(placeFor({ kind: "consumer", port: "in" }, { x: 500, y: 200 })).toEqual({ x: 500, y: 148 });
    expect(placeFor({ kind: "consumer" }, { x: 500, y: 200 })).toEqual({ x: 396, y: 148 });
  });
});

describe("connecting by keyboard", () => {
  it("lists what accepts, by out port", () => {
    const groups = keyboardTargets(design, "q");
    expect(groups.map(({ from }) => from.port)).toEqual(["out", "deadLetter"]);
    expect(groups[0]?.targets).toEqual([{ node: "c", port: "in" }]);
    expect(keyboardTargets(design, "s")).toEqual([]);
  });
});

describe("inserting into an edge", () => {
  it("takes a lone node that fits, and no other", () => {
    expect(canInsert(design, "e", "f")).toBe(true);
    expect(canInsert(design, "e", "s")).toBe(false);
    expect(canInsert(design, "e", "q")).toBe(false);
    expect(canInsert(design, "e", "gone")).toBe(false);
  });
});
