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

test("P7 a plan that silences a producer for good keeps it from its count, and one that gives it a rate lets it get there", () => {
  const planned = (settings: Record<string, Json>, step: { rateFactor?: number; ratePerSecond?: number; durationMs?: number }): Design => ({
    ...producers(settings),
    scenario: { load: [{ atMs: 100, node: "p0", ...step }] },
  });
  const counted = { arrivals, limit: { count: 10 } };
  const trace = { arrivals: { process: "trace", events: [{ atMs: 500 }] } };
  for (const settings of [counted, trace]) {
    expect(() => refuseEndless(planned(settings, { rateFactor: 0 }))).toThrow("p0 produces without a limit");
    expect(() => refuseEndless(planned(settings, { rateFactor: 0, durationMs: 100 }))).not.toThrow();
  }
  const silent = { arrivals: { process: "constant", ratePerSecond: 0 }, limit: { count: 10 } };
  expect(() => refuseEndless(planned(silent, { ratePerSecond: 5 }))).not.toThrow();
  expect(() => refuseEndless(planned(silent, { rateFactor: 5 }))).toThrow("p0 produces without a limit");
});
