import { describe, expect, it } from "vitest";
import { checkDesign } from "../checks/check.ts";
import type { Design, Json } from "../document/schema.ts";

type Settings = Record<string, Json>;

/** Producer → exchange or bus → queue, once for every edge. */
function design(kind: "exchange" | "eventBus", settings: Settings, edges: readonly Settings[]): Design {
  const node = (id: string, kind: string, own: Settings = {}) => ({ id, kind, position: { x: 0, y: 0 }, settings: own });
  return {
    format: "spillway",
    version: 1,
    name: "Bindings",
    nodes: [node("p", "producer"), node("x", kind, settings), node("q", "queue"), node("c", "consumer")],
    edges: [
      { id: "in", from: { node: "p", port: "out" }, to: { node: "x", port: "in" } },
      { id: "out", from: { node: "q", port: "out" }, to: { node: "c", port: "in" } },
      ...edges.map((own, n) => ({ id: `b${n}`, from: { node: "x", port: "out" }, to: { node: "q", port: "in" }, settings: own })),
    ],
  };
}

function problems(kind: "exchange" | "eventBus", settings: Settings, ...edges: Settings[]): string[] {
  return checkDesign(design(kind, settings, edges)).map(({ severity, edge, message }) => `${severity} ${edge}: ${message}`);
}

describe("X1 bindings that cannot be", () => {
  it.each<[Settings, Settings, string]>([
    [{ type: "topic" }, {}, "error b0: x → q: a binding of a topic exchange needs a key"],
    [{ type: "topic" }, { bindingKey: "" }, "error b0: x → q: a binding of a topic exchange needs a key"],
    [{ type: "topic" }, { bindingKey: "a.b*" }, "warning b0"],
    [{ type: "direct" }, {}, "error b0: x → q: a binding of a direct exchange needs a key"],
    [{ type: "direct" }, { bindingKey: "a", headers: { a: 1 } }, "error b0: x → q: a direct exchange does not look at headers"],
    [{ type: "direct" }, { bindingKey: "é".repeat(128) }, "at most 255 bytes"],
    [{ type: "direct" }, { bindingKey: "order.*" }, "warning b0: x → q: a direct exchange takes * and # literally"],
    [{ type: "direct" }, { bindingKey: "#" }, "warning b0: x → q: a direct exchange takes * and # literally"],
    [{ type: "fanout" }, { bindingKey: "a" }, "warning b0: x → q: a fanout exchange ignores"],
    [{ type: "headers" }, {}, "error b0: x → q: a binding of a headers exchange needs headers"],
    [{ type: "headers" }, { headers: { "x-a": 1 }, match: "any" }, "takes no event"],
    [{ type: "headers" }, { headers: { a: { b: 1 } } }, "error b0"],
    [{ type: "fanout" }, { bindingkey: "a" }, "error b0"],
    [{ type: "fanout", routingKey: "event.nothing(" }, {}, "error undefined: x: the expression"],
  ])("X1 %j with %j", (settings, edge, expected) => expect(problems("exchange", settings, edge).join("\n")).toContain(expected));

  it("X1 accepts what can be, and several bindings of one queue", () => {
    expect(problems("exchange", { type: "topic" }, { bindingKey: "a.*" }, { bindingKey: "#" })).toEqual([]);
    expect(problems("exchange", { type: "direct" }, { bindingKey: "" })).toEqual([]);
    expect(problems("exchange", { type: "direct" }, { bindingKey: "order#5" })).toEqual([]);
    expect(problems("exchange", { type: "direct" }, { bindingKey: "é".repeat(127) })).toEqual([]);
    expect(problems("exchange", { type: "fanout" }, {})).toEqual([]);
    expect(problems("exchange", { type: "headers" }, { headers: { "x-a": 1 }, match: "any-with-x" })).toEqual([]);
  });

  it("X5 a rule of an event bus needs a pattern that can be used", () => {
    expect(problems("eventBus", {}, {})).toEqual([expect.stringContaining("error b0: x → q: a rule needs an event pattern")]);
    expect(problems("eventBus", {}, { pattern: { source: "p" } })).toEqual([expect.stringContaining('cannot be used: "source" must be a list')]);
    expect(problems("eventBus", {}, { pattern: { source: ["p"] } }, { pattern: { source: [{ prefix: "x" }] } })).toEqual([]);
  });
});
