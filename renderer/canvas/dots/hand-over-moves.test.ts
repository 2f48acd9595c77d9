import { describe, expect, it } from "vitest";
import type { DesignEdge, DesignNode } from "../../../design/document/schema.ts";
import type { Sample } from "../../../engine/contract/sample.ts";
import { handOverEdges } from "../model/hand-over.ts";
import { createHandOver } from "./hand-over-moves.ts";

const node = (id: string, kind: string): DesignNode => ({ id, kind, position: { x: 0, y: 0 } });
const edge = (id: string, from: string, to: string, port = "out"): DesignEdge => ({ id, from: { node: from, port }, to: { node: to, port: "in" } });
const nodes = [node("p", "producer"), node("q", "queue"), node("r", "queue"), node("c", "consumer"), node("d", "consumer")];
const edges = [edge("e1", "p", "q"), edge("e2", "q", "c"), edge("e3", "p", "c"), edge("e4", "q", "d"), edge("e5", "r", "d"), edge("e6", "r", "c", "deadLetter")];

function span(nodeId: string, attempt = 1): Sample {
  return { type: "span", node: nodeId, event: "ev", root: "root", startMs: 40, waitMs: 5, serviceMs: 9, attempt, outcome: "done" };
}

describe("handing over", () => {
  it("knows the edges from drawn channels to consumers", () => {
    const found = handOverEdges({ nodes, edges });
    expect(found.get("c")?.map(({ id }) => id)).toEqual(["e2"]);
    expect(found.get("d")?.map(({ id }) => id)).toEqual(["e4", "e5"]);
  });

  it("makes a move of each attempt, red for another one, where it is plain which edge it took", () => {
    const handOver = createHandOver();
    const found = handOverEdges({ nodes, edges });
    const moves = handOver.complete([span("c"), span("c", 2), span("d"), span("p")], found).filter((sample) => sample.type === "move");
    expect(moves).toEqual([
      { type: "move", edge: "e2", event: "ev", root: "root", atMs: 40, failed: false },
      { type: "move", edge: "e2", event: "ev", root: "root", atMs: 40, failed: true },
    ]);
  });

  it("makes none where samples tell of the edge themselves", () => {
    const handOver = createHandOver();
    const found = handOverEdges({ nodes, edges });
    handOver.complete([{ type: "move", edge: "e2", event: "ev", root: "root", atMs: 1, failed: false }], found);
    const samples = [span("c")];
    expect(handOver.complete(samples, found)).toBe(samples);
  });
});
