import { describe, expect, it } from "vitest";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import type { Json } from "../document/schema.ts";
import { checkDesign } from "./check.ts";
import { refusedPriorities } from "./check-priorities.ts";

type Nodes = Parameters<typeof designOf>[0];
type Edges = Parameters<typeof designOf>[1];

const NODES: Nodes = {
  p: evenly(10, 1, { priority: 4 }),
  t: ["topic"],
  q: ["queue"],
  quick: ["queue", { priorities: true }],
  c: service(1),
  d: service(1),
  s: SINK,
};

/** What is said of a design with those nodes that its edges name. */
function said(edges: Edges, more: Nodes = {}): string[] {
  const named = edges.flatMap((edge) => (typeof edge === "string" ? edge : edge[0]).split(">").map((end) => end.trim().split(".")[0] ?? ""));
  const nodes = Object.fromEntries(Object.entries({ ...NODES, ...more }).filter(([id]) => named.includes(id)));
  return checkDesign(designOf(nodes, edges)).map(({ severity, message }) => `${severity}: ${message}`);
}

const REFUSED = /^error: .* gives its events a priority, but .* keeps? the order of arrival, and nothing behind it has priorities/;

describe("Q2 T2 a priority that nobody respects", () => {
  it("T2 is refused where all that its events come to first are topics", () => {
    expect(said(["p > t", "t > c", "c > s"])).toEqual([expect.stringMatching(REFUSED)]);
    expect(said(["p > t", "p > u", "t > c", "u > c", "c > s"], { u: ["topic"] })).toEqual([expect.stringMatching(/but .* are topics, which keep/)]);
    expect(checkDesign(designOf({ p: NODES.p!, t: ["topic"], c: service(1), s: SINK }, ["p > t", "t > c", "c > s"]))).toMatchObject([{ node: "p", path: ["settings", "priority"] }]);
  });

  it("T2 also behind filters and stages, for a mix of priorities, and where queues behind the topic have none", () => {
    expect(said(["p > f", "f > t", "t > c", "c > s"], { f: ["filter"] })).toEqual([expect.stringMatching(REFUSED)]);
    expect(said(["p > w", "w > t", "t > c", "c > s"], { w: ["delay"] })).toEqual([expect.stringMatching(REFUSED)]);
    expect(said(["p > t", "t > c", "c > s"], { p: evenly(10, 1, { priority: [{ priority: 0, weight: 9 }, { priority: 1, weight: 1 }] }) })).toEqual([expect.stringMatching(REFUSED)]);
    expect(said(["p > t", "t > c", "c > q", "q > d", "d > s"])).toEqual([expect.stringMatching(REFUSED)]);
  });

  it("T2 is carried through a topic to a queue that has priorities, drawn or implicit", () => {
    expect(said(["p > t", "t > c", "c > quick", "quick > d", "d > s"])).toEqual([]);
    expect(said(["p > t", "t > c", ["c > d", { priorities: true }], "d > s"])).toEqual([]);
  });

  it("T2 is nothing to refuse where it is read, or told to somebody outside", () => {
    expect(said(["p > t", "t > c", "c > f", "f > s"], { f: ["filter", { when: "event.priority < 3" }] })).toEqual([]);
    expect(said(["p > f", "f > t", "t > c", "c > s"], { f: ["filter", { when: "event.priority < 3" }] })).toEqual([]);
    expect(said(["p > t", "t > w"], { w: ["webSocketGateway"] })).toEqual([]);
    expect(said(["p > f", "f > t", "t > c", "c > s"], { f: ["filter", { when: "event.data.priority < 3" }] })).toEqual([expect.stringMatching(REFUSED)]);
  });

  it("Q2 is a warning at a queue whose priorities are off, drawn or implicit", () => {
    const ignored = /^warning: .* gives its events a priority, which .* ignores: its priorities are off\. Turn them on, or take the priority away\.$/;
    expect(said(["p > q", "q > c", "c > s"])).toEqual([expect.stringMatching(ignored)]);
    expect(said(["p > c", "c > s"])).toEqual([expect.stringMatching(ignored)]);
    expect(said(["p > quick", "quick > c", "c > s"])).toEqual([]);
    expect(said([["p > c", { priorities: true }], "c > s"])).toEqual([]);
  });

  it("Q2 T2 is a warning at a topic beside queues, and each channel is asked for itself", () => {
    expect(said(["p > t", "p > quick", "t > c", "quick > d", "c > s", "d > s"])).toEqual([expect.stringMatching(/^warning: .* ignores: a topic keeps the order of arrival\.$/)]);
    expect(said(["p > t", "p > q", "t > c", "q > d", "c > s", "d > s"]).map((text) => text.split(":")[0])).toEqual(["warning", "warning"]);
  });

  it("Q2 no priority, or that of 0, needs nothing", () => {
    const none: Record<string, Json>[] = [{}, { priority: 0 }, { priority: [{ priority: 0, weight: 1 }] }];
    for (const settings of none) expect(said(["p > t", "t > c", "c > s"], { p: evenly(10, 1, settings) })).toEqual([]);
  });

  it("T2 a topic itself has none", () => {
    expect(said(["p > t", "t > c", "c > s"], { p: evenly(10, 1), t: ["topic", { priorities: true }] })).toEqual([expect.stringMatching(/^error: .*unknown property "priorities"/)]);
  });

  it("names the producers, for who takes their priorities away", () => {
    const nodes = { ...NODES, r: evenly(10, 1) };
    expect(refusedPriorities(designOf(nodes, ["p > t", "r > t", "t > c"]))).toEqual(["p"]);
    expect(refusedPriorities(designOf(nodes, ["p > q", "r > t", "t > c"]))).toEqual([]);
  });
});
