import { describe, expect, it } from "vitest";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { acceptingPorts, refusal } from "./port-rules.ts";

const position = { x: 0, y: 0 };
const nodes: DesignNode[] = [
  { id: "orders", kind: "producer", name: "Order service", position },
  { id: "inbox", kind: "queue", name: "Inbox", position },
  { id: "retry", kind: "queue", position },
  { id: "billing", kind: "consumer", name: "Billing", position },
  { id: "route", kind: "router", position, settings: { rules: [{ port: "big", when: "event.data.total > 100" }] } },
  { id: "only", kind: "filter", name: "Only German", position },
  { id: "paid", kind: "sink", position },
  { id: "dead", kind: "deadLetter", position },
  { id: "odd", kind: "teleporter", position },
];
const design: Pick<Design, "nodes" | "edges"> = { nodes, edges: [] };

function at(text: string) {
  const [node = "", port = ""] = text.split(".");
  return { node, port };
}

function why(from: string, to: string, edges: DesignEdge[] = []) {
  return refusal({ nodes, edges }, at(from), at(to));
}

describe("port rules", () => {
  it.each([
    ["orders.out", "inbox.in"],
    ["orders.out", "billing.in"],
    ["orders.out", "only.in"],
    ["orders.out", "paid.in"],
    ["inbox.out", "billing.in"],
    ["inbox.deadLetter", "dead.in"],
    ["inbox.deadLetter", "retry.in"],
    ["inbox.deadLetter", "billing.in"],
    ["billing.out", "route.in"],
    ["billing.failed", "dead.in"],
    ["route.big", "inbox.in"],
    ["route.default", "only.in"],
    ["only.rejected", "billing.in"],
  ])("G1 allows %s → %s", (from, to) => {
    expect(why(from, to)).toBeNull();
  });

  it.each([
    ["inbox.out", "only.in", "A queue hands its events to consumers; put the filter before the queue or after the consumer."],
    ["inbox.out", "retry.in", "A queue hands its events to consumers; put a consumer between the two."],
    ["inbox.out", "paid.in", "A queue hands its events to consumers; put the sink after a consumer."],
    ["inbox.out", "dead.in", "A queue hands its events to consumers; draw it from the deadLetter port."],
    ["billing.out", "orders.in", "Order service is a producer: it emits events and takes none."],
    ["paid.out", "inbox.in", "paid is a sink: a path ends there."],
    ["inbox.in", "billing.in", "Draw an edge from an out port to an in port."],
    ["orders.out", "billing.out", "Draw an edge from an out port to an in port."],
    ["orders.out", "nobody.in", 'There is no node "nobody".'],
    ["route.small", "inbox.in", 'route has no port "small"; it has in, big, default.'],
    ["orders.out", "odd.in", 'odd is of an unknown kind ("teleporter"), so its ports are not known.'],
    ["only.out", "only.in", "Only German would hand its events to itself in the same step, for ever; put a queue in between."],
  ])("G1 refuses %s → %s and says why", (from, to, message) => {
    expect(why(from, to)).toBe(message);
  });

  it("G1 refuses a second edge between the same two ports, and only that", () => {
    const edge = { id: "e1", from: at("orders.out"), to: at("inbox.in") };
    expect(why("orders.out", "inbox.in", [edge])).toBe("Order service and Inbox are joined by such an edge already.");
    expect(why("inbox.deadLetter", "dead.in", [edge])).toBeNull();
  });

  it("G4 allows a consumer to send events back to itself, since its implicit queue lies between", () => {
    expect(why("billing.failed", "billing.in")).toBeNull();
  });

  it("G1 lists exactly the ports that would not be refused, from either end", () => {
    const edges = [{ id: "e1", from: at("inbox.out"), to: at("billing.in") }];
    expect(acceptingPorts(design, at("inbox.out"))).toEqual([at("billing.in")]);
    expect(acceptingPorts({ nodes, edges }, at("inbox.out"))).toEqual([]);
    expect(acceptingPorts(design, at("orders.out")).map((ref) => ref.node)).toEqual(["inbox", "retry", "billing", "route", "only", "paid", "dead"]);
    const feeders = acceptingPorts({ nodes, edges }, at("billing.in"));
    expect(feeders).toContainEqual(at("route.big"));
    expect(feeders).not.toContainEqual(at("inbox.out"));
    for (const feeder of feeders) expect(refusal({ nodes, edges }, feeder, at("billing.in"))).toBeNull();
    expect(acceptingPorts(design, at("odd.out"))).toEqual([]);
  });
});
