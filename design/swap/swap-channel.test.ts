import { describe, expect, it } from "vitest";
import { designOf, orderPipeline, SINK } from "../../tests/support/designs.ts";
import type { Design } from "../document/schema.ts";
import { swapChannel, swappable } from "./swap-channel.ts";

const edgesOf = (design: Design) => design.edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}`);
const kindsOf = (design: Design) => Object.fromEntries(design.nodes.map(({ id, kind }) => [id, kind]));

describe("another broker in place of a channel", () => {
  it("Q1 T3 X1 a queue becomes a topic with its attempts, and a fanout with a queue for each consumer", () => {
    const [queue, topic, exchange] = swapChannel(orderPipeline(), "inbox");
    expect([queue, topic, exchange].map((each) => [each?.semantics, each?.refused])).toEqual([["queue", null], ["topic", null], ["exchange", null]]);
    expect(edgesOf(queue!.design)).toEqual(expect.arrayContaining(edgesOf(orderPipeline())));
    expect(kindsOf(topic!.design)).toMatchObject({ inbox: "topic", billing: "consumer" });
    expect(edgesOf(topic!.design).toSorted()).toEqual(["billing.failed > dead", "billing.out > paid", "inbox.out > billing", "orders.out > inbox"]);
    expect(topic!.design.edges.find(({ to }) => to.node === "billing")?.settings).toEqual({ attempts: 3, backoffMs: 100 });
    expect(kindsOf(exchange!.design)).toMatchObject({ inbox: "exchange", "inbox-billing": "queue" });
    expect(edgesOf(exchange!.design).toSorted()).toEqual(["billing.out > paid", "inbox-billing.deadLetter > dead", "inbox-billing.out > billing", "inbox.out > inbox-billing", "orders.out > inbox"]);
    // What feeds the channel is the same edge, so that events are the same.
    for (const { design } of [queue!, topic!, exchange!]) expect(design.edges.find(({ from }) => from.node === "orders")?.id).toBe("e1");
  });

  it("Q1 T3 X1 every consumer of a topic and of an exchange has its own reading; partitions suffice for all replicas", () => {
    const design = designOf({ p: ["producer"], q: ["queue"], a: ["consumer", { replicas: 5 }], b: ["consumer"], s: SINK }, ["p > q", "q > a", "q > b", "a > s", "b > s"]);
    const [, topic, exchange] = swapChannel(design, "q");
    expect(topic?.design.nodes.find(({ id }) => id === "q")?.settings).toEqual({ partitions: 5 });
    expect(kindsOf(exchange!.design)).toMatchObject({ "q-a": "queue", "q-b": "queue" });
    expect(topic?.readers).toEqual(["a", "b"]);
  });

  it("G2 the implicit queue of an edge can be swapped like one that is drawn, with its settings", () => {
    const design = designOf({ p: ["producer"], c: ["consumer"], s: SINK }, [["p > c", { attempts: 7 }], "c > s"]);
    expect(swappable(design)).toEqual([{ id: "e1", name: "p→c" }]);
    const [queue, topic] = swapChannel(design, "e1");
    expect(kindsOf(queue!.design)).toMatchObject({ "e1-channel": "queue" });
    expect(queue?.design.nodes.find(({ kind }) => kind === "queue")?.settings).toEqual({ attempts: 7 });
    expect(edgesOf(topic!.design).toSorted()).toEqual(["c.out > s", "e1-channel.out > c", "p.out > e1-channel"]);
    expect([queue, topic].map((each) => each?.refused)).toEqual([null, null]);
  });

  it("G2 a topic becomes a queue with default settings", () => {
    const design = designOf({ p: ["producer"], t: ["topic", { partitions: 4 }], c: ["consumer"], s: SINK }, ["p > t", "t > c", "c > s"]);
    const [queue] = swapChannel(design, "t");
    expect(queue?.design.nodes.find(({ id }) => id === "t")).toMatchObject({ kind: "queue", settings: {} });
    expect(queue?.refused).toBeNull();
  });

  it("T3 says which of a queue's settings a topic knows nothing of", () => {
    const design = designOf({ p: ["producer"], q: ["queue", { attempts: 2, maxLength: 10, overflow: "drop-head" }], c: ["consumer"], s: SINK }, ["p > q", "q > c", "c > s"]);
    expect(swapChannel(design, "q").map(({ leftOut }) => leftOut)).toEqual([[], ["Max length", "Overflow"], []]);
  });

  it("T2 takes a priority away that no topic could respect, and says so", () => {
    const design = designOf(
      { p: ["producer", { priority: 3, key: { mode: "uniform", count: 5 } }], r: ["producer"], q: ["queue", { priorities: true }], c: ["consumer"], s: SINK },
      ["p > q", "r > q", "q > c", "c > s"],
    );
    const [queue, topic, exchange] = swapChannel(design, "q");
    expect([queue, topic, exchange].map((each) => [each?.refused, each?.withoutPriority, each?.leftOut])).toEqual([
      [null, [], []],
      [null, ["p"], ["Priorities"]],
      [null, [], []],
    ]);
    expect(topic?.design.nodes.find(({ id }) => id === "p")?.settings).toEqual({ key: { mode: "uniform", count: 5 } });
  });

  it("T2 leaves a priority that a queue behind the topic respects", () => {
    const design = designOf(
      { p: ["producer", { priority: 3 }], q: ["queue"], c: ["consumer"], later: ["queue", { priorities: true }], d: ["consumer"], s: SINK },
      ["p > q", "q > c", "c > later", "later > d", "d > s"],
    );
    expect(swapChannel(design, "q").map(({ refused, withoutPriority }) => [refused, withoutPriority])).toEqual([[null, []], [null, []], [null, []]]);
  });

  it("says what there is when there is no such channel", () => {
    expect(() => swapChannel(orderPipeline(), "billing")).toThrow('There is no queue or topic "billing". There is inbox.');
  });
});
