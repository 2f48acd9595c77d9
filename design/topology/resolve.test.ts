import { describe, expect, it } from "vitest";
import type { Design, DesignNode, Json } from "../document/schema.ts";
import { topologyOf } from "./resolve.ts";
import type { Route } from "./topology.ts";

const position = { x: 0, y: 0 };

/** A design from kinds by node id, and edges as `from.port > to.port`. */
function designOf(nodes: Record<string, string | [string, Record<string, Json>]>, edges: readonly (string | [string, Record<string, Json>])[]): Design {
  const drawn = Object.entries(nodes).map(([id, kind]): DesignNode => (typeof kind === "string" ? { id, kind, position } : { id, kind: kind[0], settings: kind[1], position }));
  return {
    format: "spillway",
    version: 1,
    name: "Test",
    nodes: drawn,
    edges: edges.map((edge, index) => {
      const [text, settings] = typeof edge === "string" ? [edge, undefined] : edge;
      const [from = "", to = ""] = text.split(" > ");
      const [node = "", port = "out"] = from.split(".");
      const [target = "", into = "in"] = to.split(".");
      return { id: `e${index}`, from: { node, port }, to: { node: target, port: into }, ...(settings ? { settings } : {}) };
    }),
  };
}

function shown({ from, steps, to }: Route): string {
  return [`${from.node}.${from.port}`, ...steps.map(({ node, port }) => `${node.id}.${port}`), to.key].join(" > ");
}

describe("topology", () => {
  it("follows events through the steps between services, over every way", () => {
    const { services } = topologyOf(
      designOf({ p: "producer", r: ["router", { rules: [{ port: "big", when: "event.priority > 1" }] }], f: ["filter", { when: "true" }], q: "queue", c: "consumer", s: "sink" }, [
        "p > r",
        "r.big > f",
        "f > q",
        "r.default > c",
        "q > c",
        "c > s",
      ]),
    );
    expect(services.map(({ node }) => node.id)).toEqual(["p", "c"]);
    expect(services[0]?.sends.map(shown)).toEqual(["p.out > r.default > edge:e3", "p.out > r.big > f.out > node:q"]);
    expect(services[1]?.reads.map(({ key }) => key)).toEqual(["node:q", "edge:e3"]);
    expect(services[1]?.sends.map(shown)).toEqual(["c.out > s"]);
  });

  it("gives queues their readers and dead letters, drawn ones first", () => {
    const { queues } = topologyOf(designOf({ p: "producer", q: ["queue", { attempts: 5 }], a: "consumer", b: "consumer", d: "deadLetter" }, ["p > q", "q > a", "q > b", "q.deadLetter > d", "a > b"]));
    expect(queues.map(({ key, readers, implicit }) => ({ key, readers, implicit }))).toEqual([
      { key: "node:q", readers: ["a", "b"], implicit: false },
      { key: "edge:e4", readers: ["b"], implicit: true },
    ]);
    expect(queues[0]?.settings.attempts).toBe(5);
    expect(queues[0]?.deadLetters.map(shown)).toEqual(["q.deadLetter > d"]);
  });

  it("gives an exchange its bindings with what they say, and a topic its groups", () => {
    const { exchanges, topics } = topologyOf(
      designOf({ p: "producer", x: "exchange", q: "queue", c: "consumer", t: "topic", g: ["consumer", { group: "audit" }], h: "consumer", s: "sink" }, [
        "p > x",
        ["x > q", { bindingKey: "orders.*" }],
        ["x > t", { bindingKey: "#" }],
        "x.alternate > s",
        "q > c",
        "t > g",
        "t > h",
      ]),
    );
    expect(exchanges[0]?.bindings.map((route) => [route.settings["bindingKey"], route.to])).toEqual([
      ["orders.*", { type: "queue", key: "node:q" }],
      ["#", { type: "topic", key: "node:t" }],
    ]);
    expect(exchanges[0]?.alternate.map(shown)).toEqual(["x.alternate > s"]);
    expect(topics[0]?.readers.map(({ group }) => group)).toEqual(["audit", "h"]);
  });

  it("finds the stores that a service calls, through balancers, breakers and caches, and who scales it", () => {
    const { services, stores } = topologyOf(
      designOf({ p: "producer", c: "consumer", b: "circuitBreaker", k: "cache", d: "database", e: "database", a: "autoscaler" }, [
        "p > c",
        "c.call > b.call",
        "b.target > k.call",
        "k.origin > d.call",
        "p > e",
        "a.governs > c.scaler",
      ]),
    );
    const service = services.find(({ node }) => node.id === "c");
    expect(service?.calls).toEqual(["k"]);
    expect(service?.scaler?.id).toBe("a");
    expect(stores.map(({ node, origins, reads }) => ({ id: node.id, origins, reads }))).toEqual([
      { id: "k", origins: ["d"], reads: [] },
      { id: "d", origins: [], reads: [] },
      { id: "e", origins: [], reads: ["edge:e4"] },
    ]);
  });
});
