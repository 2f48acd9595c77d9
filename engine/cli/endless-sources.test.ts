import { expect, test } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { refuseEndless } from "./endless-sources.ts";

/** A design of producers, each with these settings. */
function producers(...settings: Record<string, Json>[]): Design {
  const nodes = settings.map((each, index) => ({ id: `p${index}`, kind: "producer", position: { x: 0, y: 0 }, settings: each }));
  return { format: "spillway", version: 1, name: "", nodes, edges: [] };
}

const arrivals = { process: "constant", ratePerSecond: 5 };

test("a design whose producers all stop by themselves needs no --for", () => {
  expect(() => refuseEndless(producers({ arrivals, limit: { count: 10 } }, { arrivals, limit: { durationMs: 5 } }))).not.toThrow();
});

test("the producers that would never stop are named", () => {
  const design = producers({ arrivals }, { arrivals, limit: { count: 10 } }, { limit: {} });
  expect(() => refuseEndless(design)).toThrow(expect.objectContaining({ code: "wrong-use", message: expect.stringMatching(/^p0, p2 produce without.*--for/) }));
});

test("a count is never reached without a rate", () => {
  expect(() => refuseEndless(producers({ arrivals: { process: "poisson", ratePerSecond: 0 }, limit: { count: 10 } }))).toThrow("p0 produces without a limit");
});
