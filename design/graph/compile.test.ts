import { describe, expect, it } from "vitest";
import type { Design, DesignNode } from "../document/schema.ts";
import { AppError } from "../errors.ts";
import { channelsReadBy, edgeChannelKey, flowOf, nodeChannelKey } from "./compile.ts";

const position = { x: 0, y: 0 };
const nodes: DesignNode[] = [
  { id: "orders", kind: "producer", name: "Order service", position },
  { id: "split", kind: "router", position, settings: { rules: [{ port: "big", when: "event.data.total > 1" }] } },
  { id: "inbox", kind: "queue", name: "Inbox", position, settings: { attempts: 5, backoff: { delayMs: 10 } } },
  { id: "billing", kind: "consumer", name: "Billing", position },
  { id: "audit", kind: "consumer", position },
  { id: "dead", kind: "deadLetter", position },
];
const design: Design = {
  format: "spillway",
  version: 1,
  name: "Test",
  nodes,
  edges: [
    { id: "e1", from: { node: "orders", port: "out" }, to: { node: "split", port: "in" } },
    { id: "e2", from: { node: "split", port: "big" }, to: { node: "inbox", port: "in" } },
    { id: "e3", from: { node: "split", port: "big" }, to: { node: "audit", port: "in" }, settings: { attempts: 7 } },
    { id: "e4", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
    { id: "e5", from: { node: "inbox", port: "out" }, to: { node: "audit", port: "in" } },
    { id: "e6", from: { node: "inbox", port: "deadLetter" }, to: { node: "dead", port: "in" } },
  ],
};

describe("compiling a design", () => {
  const flow = flowOf(design);

  it("G1 gives every out port its edges in document order, connected or not", () => {
    const ports = [...(flow.nodes.get("split")?.outs ?? [])].map(([port, edges]) => [port, edges.map((edge) => edge.id)]);
    expect(ports).toEqual([["big", ["e2", "e3"]], ["default", []]]);
    expect([...(flow.nodes.get("inbox")?.outs.keys() ?? [])]).toEqual(["out", "deadLetter"]);
    expect([...(flow.nodes.get("dead")?.outs.keys() ?? [])]).toEqual(["redrive"]);
  });

  it("G2 an edge from an emitter to a consumer is a channel of its own, with the queue's defaults", () => {
    const channel = flow.channels.get(edgeChannelKey("e3"));
    expect(channel).toMatchObject({ id: "e3", edge: "e3", implicit: true, name: "split→audit", consumers: [{ node: "audit", edge: "e3" }] });
    expect(channel?.settings).toMatchObject({ attempts: 7, lockMs: 30_000, overflow: "block" });
    expect(channel).not.toHaveProperty("node");
  });

  it("G6 a drawn queue lists its consumers with the edges by which they read it", () => {
    const channel = flow.channels.get(nodeChannelKey("inbox"));
    expect(channel).toMatchObject({
      id: "inbox",
      node: "inbox",
      implicit: false,
      name: "Inbox",
      consumers: [{ node: "billing", edge: "e4" }, { node: "audit", edge: "e5" }],
    });
    expect(channel?.settings).toMatchObject({ attempts: 5, backoff: { type: "exponential", delayMs: 10, jitter: 0 } });
    expect(flow.channels.size).toBe(2);
  });

  it("G2 an edge names the channel that it feeds, and none when it hands over in the same step", () => {
    const fed = [...flow.edges.values()].map((edge) => [edge.id, edge.channel]);
    expect(fed).toEqual([
      ["e1", undefined],
      ["e2", "node:inbox"],
      ["e3", "edge:e3"],
      ["e4", undefined],
      ["e5", undefined],
      ["e6", undefined],
    ]);
    expect(channelsReadBy(flow, "audit").map((channel) => channel.key)).toEqual(["node:inbox", "edge:e3"]);
  });

  it("fills in every default and names nodes by their id where they have no name", () => {
    const billing = flow.nodes.get("billing");
    expect(billing?.kind === "consumer" && billing.settings.serviceTime).toEqual({ distribution: "exponential", meanMs: 10 });
    expect(flow.nodes.get("audit")?.name).toBe("audit");
    expect(flow.sources.map((node) => node.id)).toEqual(["orders"]);
    expect(flow.consumers.map((node) => node.id)).toEqual(["billing", "audit"]);
    expect([flow.seed, flowOf({ ...design, seed: 7 }).seed]).toEqual([1, 7]);
  });

  it("G5 refuses a design with errors and lists them all; warnings do not keep it from running", () => {
    const broken = { ...design, nodes: [...nodes, { id: "x", kind: "nope", position }, { id: "c", kind: "consumer", position, settings: { replicas: 0 } }] };
    expect(() => flowOf(broken)).toThrow(AppError);
    try {
      flowOf(broken);
    } catch (error) {
      expect(error).toMatchObject({ code: "design-has-problems" });
      expect((error as AppError).message).toMatch(/unknown kind "nope"[^]*Replicas must be at least 1/);
    }
    expect(flowOf({ ...design, nodes: [...nodes, { id: "c", kind: "consumer", position }] }).consumers).toHaveLength(3);
  });
});
