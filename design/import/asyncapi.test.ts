import { describe, expect, it } from "vitest";
import { checkDesign, hasErrors } from "../checks/check.ts";
import type { Design } from "../document/schema.ts";
import { importText } from "./registry.ts";

function imported(text: string) {
  const { design, notes } = importText(text, "doc.yaml");
  expect(hasErrors(checkDesign(design))).toBe(false);
  const node = (name: string) => design.nodes.find((each) => (each.name ?? each.id) === name);
  return { design, notes, node, edges: edgesOf(design), noted: (place: string) => notes.filter((note) => note.place === place).map(({ what }) => what) };
}

function edgesOf(design: Design): string[] {
  const nameOf = (id: string) => design.nodes.find((node) => node.id === id)?.name ?? id;
  return design.edges.map(({ from, to }) => `${nameOf(from.node)}${from.port === "out" ? "" : `.${from.port}`} > ${nameOf(to.node)}`).toSorted();
}

const SENSORS = `
asyncapi: 2.6.0
info: {title: Greenhouse, version: 1.0.0, license: {name: MIT}}
servers:
  main: {url: broker.example.com, protocol: kafka-secure, security: [{scram: []}]}
channels:
  greenhouse.{bed}.measured:
    description: What the sensors say.
    parameters: {bed: {schema: {type: string}}}
    bindings:
      kafka: {topic: greenhouse.measured, partitions: 12, replicas: 2, topicConfiguration: {retention.ms: -1, cleanup.policy: [compact]}, bindingVersion: 0.4.0}
    publish:
      operationId: takeMeasurement
      traits: [{$ref: '#/components/operationTraits/grouped'}]
      message: {$ref: '#/components/messages/measured'}
  greenhouse.commands:
    subscribe:
      summary: Opens or closes a window
      message:
        oneOf: [{$ref: '#/components/messages/opened'}, {$ref: '#/components/messages/closed'}]
components:
  operationTraits: {grouped: {bindings: {kafka: {groupId: {type: string, enum: [gardeners]}, clientId: {type: string}}}}}
  messages:
    measured: {name: bed.measured, payload: {$ref: '#/components/schemas/measured'}}
    opened: {payload: {type: object, properties: {window: {type: integer, minimum: 1, maximum: 8}, state: {type: string, enum: [open, ajar]}}}}
    closed: {payload: {type: object}}
  schemas:
    measured: {type: object, properties: {celsius: {type: number}, at: {type: string, format: date-time}, parts: {type: array, items: {$ref: '#/components/schemas/measured'}}}}
`;

describe("AsyncAPI import", () => {
  it("reads 2.x, in which publish is what the application receives and subscribe what it sends", () => {
    const { node, edges, noted, design } = imported(SENSORS);
    expect(design.name).toBe("Greenhouse");
    expect(edges).toEqual([
      "Opens or closes a window > greenhouse.commands",
      "Publisher to greenhouse.{bed}.measured > greenhouse.{bed}.measured",
      "greenhouse.commands > Subscriber of greenhouse.commands",
      "greenhouse.{bed}.measured > takeMeasurement",
    ]);
    expect(node("greenhouse.{bed}.measured")).toMatchObject({ kind: "topic", notes: "What the sensors say.", settings: { partitions: 12, replicationFactor: 2, retentionMs: 31_536_000_000 } });
    expect(node("takeMeasurement")).toMatchObject({ kind: "consumer", settings: { group: "gardeners" } });
    expect(node("Opens or closes a window")).toMatchObject({ kind: "producer", settings: { eventType: "opened", payload: { window: "{{int 1 8}}", state: "{{pick open ajar}}" } } });
    expect(node("Publisher to greenhouse.{bed}.measured")).toMatchObject({ settings: { eventType: "bed.measured", payload: { celsius: "{{number}}", at: "2024-01-01T00:00:00Z" } } });
    expect(noted("/servers/main")).toEqual(["It says security, for which a design has no place."]);
    expect(noted("/channels/greenhouse.{bed}.measured/bindings/kafka/topicConfiguration/cleanup.policy")).toHaveLength(1);
    expect(noted("/channels/greenhouse.{bed}.measured/publish/bindings/kafka")).toEqual(["It says clientId, for which a design has no place."]);
    expect(noted("/channels/greenhouse.commands/subscribe")).toEqual(["It sends 2 sorts of message: opened, closed."]);
  });

  it("reads 3.x with its references, traits and replies", () => {
    const { edges, node, notes } = imported(`
asyncapi: 3.0.0
info: {title: Sums, version: 1.0.0}
servers: {rabbit: {host: localhost, protocol: amqps}}
channels:
  requests: {address: sums, messages: {sum: {name: sum.asked, payload: {type: array, items: {type: integer}, minItems: 2}}}, bindings: {amqp: {is: queue, queue: {name: sums, durable: true, exclusive: true}}}}
  replies: {$ref: '#/components/channels/replies'}
  'odd/one~': {messages: {m: {payload: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {}}}}}
operations:
  answer: {action: receive, channel: {$ref: '#/channels/requests'}, traits: [{title: Summing service}], reply: {channel: {$ref: '#/channels/replies'}}}
  ask: {action: send, title: Asker, channel: {$ref: '#/channels/requests'}, reply: {channel: {$ref: '#/channels/replies'}}}
  odd: {action: send, channel: {$ref: '#/channels/odd~1one~0'}}
  gone: {action: send, channel: {$ref: './other.yaml#/channels/x'}}
components:
  channels: {replies: {title: Sums made}}
`);
    expect(edges).toEqual(["Asker > sums", "Summing service > Sums made", "Sums made > Replies to Asker", "odd > odd/one~", "odd/one~ > Subscriber of odd/one~", "sums > Summing service"]);
    expect([node("sums")?.kind, node("Sums made")?.kind, node("Asker")?.settings]).toEqual(["queue", "queue", { eventType: "sum.asked", payload: ["{{int}}", "{{int}}"] }]);
    expect(notes).toContainEqual(expect.objectContaining({ place: "/operations/gone/channel", what: expect.stringContaining("other.yaml"), instead: expect.stringContaining("Bundle") }));
    expect(notes).toContainEqual(expect.objectContaining({ place: "/channels/requests/bindings/amqp/queue", what: expect.stringContaining("exclusive") }));
    expect(notes).toContainEqual(expect.objectContaining({ place: "/channels/odd~1one~0/messages/m/payload", what: expect.stringContaining("avro") }));
  });

  it("draws routing keys of one exchange as bindings of it, and takes MQTT for topics that everyone reads", () => {
    const { design, edges, node } = imported(`
asyncapi: 3.0.0
info: {title: Mixed, version: 1.0.0}
servers: {m: {host: localhost, protocol: secure-mqtt}, a: {host: localhost, protocol: amqp}}
channels:
  placed: {address: 'order.{region}.placed', servers: [{$ref: '#/servers/a'}], bindings: {amqp: {is: routingKey, exchange: {name: shop, type: topic}}}}
  gone: {address: order.gone, servers: [{$ref: '#/servers/a'}], bindings: {amqp: {is: routingKey, exchange: {name: shop, type: topic}}}}
  lamp: {address: lamp/on, servers: [{$ref: '#/servers/m'}]}
operations:
  place: {action: send, channel: {$ref: '#/channels/placed'}}
  ship: {action: receive, channel: {$ref: '#/channels/placed'}}
`);
    expect(design.nodes.filter(({ kind }) => kind === "exchange").map(({ name, id, settings }) => [name ?? id, settings])).toEqual([["shop", { type: "topic" }]]);
    expect(design.edges.filter(({ settings }) => settings !== undefined).map(({ settings }) => settings)).toEqual([{ bindingKey: "order.*.placed" }, { bindingKey: "order.gone" }]);
    expect(edges).toEqual(expect.arrayContaining(["place > shop", "order.{region}.placed > ship", "Publisher to order.gone > shop"]));
    expect([node("place")?.settings?.eventType, node("Publisher to order.gone")?.settings?.eventType]).toEqual(["order.any.placed", "order.gone"]);
    expect(node("lamp/on")).toMatchObject({ kind: "topic", settings: { partitions: 1 } });
  });

  it("reads SQS queues with where they send what fails", () => {
    const { node, edges } = imported(
      JSON.stringify({
        asyncapi: "3.0.0",
        info: { title: "Cloud", version: "1" },
        channels: {
          work: { bindings: { sqs: { queue: { name: "work", fifoQueue: false, visibilityTimeout: 60, deliveryDelay: 5, redrivePolicy: { deadLetterQueue: { arn: "arn:aws:sqs:eu-1:1:work-dead" }, maxReceiveCount: 4 } } } } },
        },
      }),
    );
    expect(node("work")).toMatchObject({ kind: "queue", settings: { attempts: 4, lockMs: 60_000, delayMs: 5000 } });
    expect(node("work-dead")?.kind).toBe("deadLetter");
    expect(edges).toContain("work.deadLetter > work-dead");
  });

  it("survives references in circles, odd shapes and schemas that grow without end", () => {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, { $ref: "#/components/schemas/wide" }]));
    const { notes, node } = imported(
      JSON.stringify({
        asyncapi: "3.0.0",
        info: { title: "Odd", version: 1 },
        servers: [],
        channels: { a: { messages: { m: { payload: { $ref: "#/components/schemas/wide" } } } }, b: null, c: { $ref: "#/channels/c" }, d: { bindings: 7, messages: { x: null } } },
        operations: { s: { action: "send", channel: { $ref: "#/channels/a" } }, t: 7, u: { action: "dance", channel: { $ref: "#/channels/a" } } },
        components: { schemas: { wide: { type: "object", properties } } },
      }),
    );
    expect(JSON.stringify(node("s")?.settings?.payload).length).toBeLessThan(20_000);
    expect(notes.map(({ place }) => place)).toEqual(expect.arrayContaining(["/channels/c", "/operations/u"]));
  });

  it.each([
    ["asyncapi: 1.2.0\n", /AsyncAPI 1\.2\.0 \(\/asyncapi\); versions 2 and 3 are read/],
    ["asyncapi: 3.0.0\ninfo: {}\n", /no channels/],
    ["asyncapi: 2.0.0\nchannels: {}\n", /no channels/],
  ])("refuses %j", (text, message) => {
    expect(() => importText(text, "x.yaml")).toThrow(expect.objectContaining({ code: "import-refused", message: expect.stringMatching(message) }));
  });
});
