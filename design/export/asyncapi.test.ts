import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { designOf } from "../../tests/support/designs.ts";
import type { Design } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import type { AsyncApiDocument } from "./asyncapi-document.ts";
import { exportTo } from "./registry.ts";

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("asyncapi", topologyOf(design), options);
  return { document: parse(files[0]!.text) as AsyncApiDocument, files, lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property) };
}

const shop = designOf(
  {
    web: ["producer", { eventType: "order.placed", payload: { id: "{{uuid}}" }, key: { mode: "uniform", count: 9 } }],
    orders: ["topic", { partitions: 6, retentionBytes: 1000 }],
    billing: ["consumer", { group: "bill", replicas: 3 }],
    paid: ["exchange", { type: "direct" }],
    inbox: ["queue", { attempts: 5, lockMs: 60_000, delayMs: 1500 }],
    mail: ["consumer"],
    dead: ["deadLetter"],
  },
  ["web > orders", "orders > billing", "billing > paid", ["paid > inbox", { bindingKey: "order.placed" }], "inbox > mail", "inbox.deadLetter > dead", "billing.failed > dead"],
);

describe("AsyncAPI document", () => {
  it("T6 T7 says topics, groups and keys in kafka bindings, queues and exchanges in amqp ones", () => {
    const { document, lost } = exported(shop);
    expect(document.channels["orders"]).toMatchObject({
      address: "orders",
      servers: [{ $ref: "#/servers/kafka" }],
      bindings: { kafka: { topic: "orders", partitions: 6, replicas: 3, topicConfiguration: { "retention.ms": 604_800_000, "retention.bytes": 1000, "min.insync.replicas": 2 }, bindingVersion: "0.5.0" } },
    });
    expect(document.channels["paid"]).toMatchObject({ address: "{routingKey}", bindings: { amqp: { is: "routingKey", exchange: { name: "paid", type: "direct" } } } });
    expect(document.channels["inbox"]?.bindings).toMatchObject({ amqp: { is: "queue", queue: { name: "inbox", durable: true } } });
    expect(Object.keys(document.servers ?? {})).toEqual(["amqp", "kafka"]);
    expect(document.components.messages["orderPlaced"]?.bindings).toEqual({ kafka: { key: { type: "string" }, bindingVersion: "0.5.0" } });
    expect(document.operations["billingReceiveOrders"]).toMatchObject({ action: "receive", channel: { $ref: "#/channels/orders" }, bindings: { kafka: { groupId: { enum: ["bill"] } } } });
    expect([lost("orders"), lost("billing"), lost("inbox"), lost("dead"), lost("web"), lost("e4"), lost("e6")]).toEqual([[], ["out", "replicas"], ["attempts", "lockMs", "delayMs"], ["kind"], ["key", "payload"], ["bindings"], ["deadLetters"]]);
  });

  it("names each message once, and on every channel that it reaches", () => {
    const { document } = exported(shop);
    expect(document.components.messages).toEqual({ orderPlaced: expect.objectContaining({ name: "order.placed", payload: { type: "object", properties: { id: { type: "string", format: "uuid" } }, required: ["id"] } }) });
    for (const channel of Object.values(document.channels)) expect(channel.messages).toEqual({ orderPlaced: { $ref: "#/components/messages/orderPlaced" } });
    expect(document.operations["mailReceiveInbox"]?.messages).toEqual([{ $ref: "#/channels/inbox/messages/orderPlaced" }]);
    expect(document.operations["billingSendDeadFailed"]).toMatchObject({ action: "send", title: "billing", tags: [{ name: "billing" }], "x-spillway": { service: "billing", port: "failed" } });
  });

  it("X4 carries what is sent back from dead letters on to where it is sent", () => {
    const { document } = exported(designOf({ p: ["producer", { eventType: "paid" }], q: ["queue"], c: ["consumer"], d: ["deadLetter"], r: ["consumer"] }, ["p > q", "q > c", "q.deadLetter > d", "d.redrive > r"]));
    expect(Object.values(document.channels).map(({ messages }) => Object.keys(messages))).toEqual([["paid"], ["paid"], ["paid"]]);
  });

  it("knows nothing of the shape of what a handler or a transform makes", () => {
    const { document } = exported(
      designOf({ p: ["producer", { payload: { a: 1 } }], c: ["consumer", { handler: "() => 1" }], t: ["transform", { expression: "event.data" }], q: ["queue"], r: ["queue"] }, ["p > c", "c > q", "p > t", "t > r"]),
    );
    expect([document.channels["q"], document.channels["r"]].map((channel) => Object.keys(channel?.messages ?? {}))).toEqual([["c"], ["t"]]);
    expect(document.components.messages["c"]).toEqual({ name: "c", contentType: "application/json" });
  });

  it("says locks, delays and attempts on SQS, where there is one queue for dead letters", () => {
    const { document, lost } = exported(shop, { protocol: "aws", format: "json" });
    expect(document.channels["inbox"]?.bindings).toEqual({
      sqs: { queue: { name: "inbox", fifoQueue: false, visibilityTimeout: 60, deliveryDelay: 2, redrivePolicy: { deadLetterQueue: { name: "dead" }, maxReceiveCount: 5 } }, bindingVersion: "0.2.0" },
    });
    expect([lost("inbox"), lost("e6"), lost("orders"), lost("paid")]).toEqual([["delayMs"], [], ["partitions", "retentionBytes"], ["kind", "type"]]);
    expect(exported(shop, { format: "json" }).files[0]?.path).toBe("asyncapi.json");
  });

  it("keeps in its extension what AsyncAPI has no word for, but nothing that parsers take for a reference", () => {
    const { document } = exported({ ...shop, nodes: shop.nodes.map((node) => (node.id === "web" ? { ...node, settings: { ...node.settings, payload: { $ref: "#/channels/x" } } } : node)) });
    expect(document.channels["inbox"]?.["x-spillway"]).toEqual({ kind: "queue", settings: { attempts: 5, lockMs: 60_000, delayMs: 1500 }, deadLetters: [{ to: "dead" }] });
    expect(document.channels["paid"]?.["x-spillway"]).toEqual({ kind: "exchange", bindings: [{ to: "inbox", bindingKey: "order.placed", match: "all" }] });
    expect(document["x-spillway"]?.["services"]).toMatchObject({ web: { kind: "producer", settings: { key: { mode: "uniform", count: 9 } } }, billing: { settings: { replicas: 3, group: "bill" } } });
    expect(JSON.stringify(document["x-spillway"])).not.toContain("$ref");
  });
});
