import { describe, expect, it } from "vitest";
import { checkDesign, hasErrors } from "../checks/check.ts";
import { importText } from "./registry.ts";

function imported(definitions: object) {
  const { design, notes } = importText(JSON.stringify({ queues: [], exchanges: [], bindings: [], ...definitions }), "definitions.json");
  expect(checkDesign(design).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(hasErrors(checkDesign(design))).toBe(false);
  const nameOf = (id: string) => design.nodes.find((node) => node.id === id)?.name ?? id;
  return {
    design,
    notes,
    node: (name: string) => design.nodes.find((each) => (each.name ?? each.id) === name),
    edges: design.edges.map(({ from, to, settings }) => `${nameOf(from.node)}${from.port === "out" ? "" : `.${from.port}`} > ${nameOf(to.node)}${settings === undefined ? "" : ` ${JSON.stringify(settings)}`}`).toSorted(),
    noted: (place: string) => notes.filter((note) => note.place === place).map(({ what }) => what),
  };
}

const queue = (name: string, given: object = {}, more: object = {}) => ({ name, vhost: "/", durable: true, auto_delete: false, arguments: given, ...more });
const exchange = (name: string, type: string, given: object = {}) => ({ name, vhost: "/", type, durable: true, auto_delete: false, internal: false, arguments: given });
const binding = (source: string, destination: string, routing_key = "", given: object = {}, destination_type = "queue") => ({ source, vhost: "/", destination, destination_type, routing_key, arguments: given });
const policy = (name: string, pattern: string, definition: object, priority = 0, appliesTo = "queues") => ({ vhost: "/", name, pattern, "apply-to": appliesTo, definition, priority });

describe("RabbitMQ definitions import", () => {
  it("X1 X2 X4 draws exchanges with bindings, alternates and dead letters, and who publishes and consumes", () => {
    const { edges, node } = imported({
      rabbit_version: "3.13.1",
      exchanges: [exchange("events", "topic", { "alternate-exchange": "lost" }), exchange("lost", "fanout"), exchange("by-kind", "headers"), exchange("dlx", "direct")],
      queues: [queue("orders", { "x-queue-type": "quorum", "x-delivery-limit": 4, "x-dead-letter-exchange": "dlx", "x-dead-letter-routing-key": "dead" }), queue("audit"), queue("unrouted"), queue("dead", { "x-message-ttl": 60_000 })],
      bindings: [
        binding("events", "orders", "order.*"),
        binding("events", "by-kind", "#", {}, "exchange"),
        binding("by-kind", "audit", "", { "x-match": "any", kind: "a", size: 2 }),
        binding("lost", "unrouted"),
        binding("dlx", "dead", "dead"),
        binding("", "orders", "orders"),
      ],
    });
    expect(node("orders")).toMatchObject({ kind: "queue", settings: { attempts: 5, backoff: { type: "fixed", delayMs: 0 }, deadLetterRoutingKey: "dead" } });
    expect(node("dead")).toMatchObject({ kind: "deadLetter", settings: { retentionMs: 60_000 } });
    expect(edges).toEqual([
      "Publisher to events > events",
      "audit > audit consumer",
      'by-kind > audit {"headers":{"kind":"a","size":2},"match":"any"}',
      'dlx > dead {"bindingKey":"dead"}',
      'events > by-kind {"bindingKey":"#"}',
      'events > orders {"bindingKey":"order.*"}',
      "events.alternate > lost",
      "lost > unrouted",
      "orders > orders consumer",
      "orders.deadLetter > dlx",
      "unrouted > unrouted consumer",
    ]);
    expect([node("Publisher to events")?.settings, node("events")?.settings]).toEqual([{ payload: { routingKey: "{{pick order.any any}}" } }, { type: "topic", routingKey: "event.data.routingKey" }]);
  });

  it("Q6 Q7 applies of the policies that match the one with the highest priority, operators' on top, numbers by the lowest", () => {
    const { node, noted } = imported({
      queues: [queue("shop.a", { "x-message-ttl": 9000, "x-overflow": "reject-publish" }), queue("shop.b"), queue("amq.gen-1"), queue("log", { "x-queue-type": "stream", "x-max-age": "2h" }), queue("else")],
      policies: [
        policy("all", ".*", { "max-length": 10, "ha-mode": "all" }, 0, "all"),
        policy("shop", "^shop\\.", { "max-length": 100, "message-ttl": 60_000, overflow: "drop-head" }, 5),
        policy("not-amq", "^(?!amq\\.|shop|log).*", { "max-length": 7 }, 9, "classic_queues"),
        policy("other-host", ".*", { "max-length": 1 }, 99),
        policy("odd", "(?<=x)y", { "max-length": 2 }, 99),
      ].map((each) => (each.name === "other-host" ? { ...each, vhost: "other" } : each)),
      parameters: [{ component: "operator_policy", vhost: "/", name: "cap", value: { pattern: "^shop", "apply-to": "queues", priority: 0, definition: { "max-length": 50, "message-ttl": 999_999 } } }],
    });
    expect(node("shop.a")?.settings).toMatchObject({ ttlMs: 9000, maxLength: 50, overflow: "reject-publish" });
    expect(node("shop.b")?.settings).toMatchObject({ ttlMs: 60_000, maxLength: 50, overflow: "drop-head" });
    expect(node("amq.gen-1")?.settings).toMatchObject({ maxLength: 10 });
    expect(node("else")?.settings).toMatchObject({ maxLength: 7 });
    expect(node("log")).toMatchObject({ kind: "topic", settings: { partitions: 1, retentionMs: 7_200_000 } });
    expect(noted("/policies/0/definition/ha-mode")).toEqual(['ha-mode is "all".']);
    expect(noted("/policies/4/pattern")).toEqual(["This pattern cannot be evaluated here."]);
  });

  it("draws a queue without consumers where messages wait to be tried again, and publishes to where the retry began", () => {
    const { edges, node, noted } = imported({
      exchanges: [exchange("retry", "direct"), exchange("work", "direct")],
      queues: [queue("work", { "x-dead-letter-exchange": "retry", "x-dead-letter-routing-key": "k" }), queue("wait", { "x-message-ttl": 5000, "x-dead-letter-exchange": "work", "x-dead-letter-routing-key": "k" })],
      bindings: [binding("work", "work", "k"), binding("retry", "wait", "k")],
    });
    expect(edges).toEqual(["Publisher to work > work", "retry > wait {\"bindingKey\":\"k\"}", "wait.deadLetter > work", "work > work consumer", "work > work {\"bindingKey\":\"k\"}", "work.deadLetter > retry"]);
    expect(node("Publisher to work")?.settings).toEqual({ eventType: "k" });
    expect(noted("/queues/1")).toEqual(["Messages expire here and go on as dead letters."]);
  });

  it("takes exchanges of other virtual hosts, built-in ones and those of plugins as they come", () => {
    const { edges, node, noted } = imported({
      exchanges: [{ ...exchange("x", "x-consistent-hash"), vhost: "a" }, { ...exchange("late", "x-delayed-message", { "x-delayed-type": "direct" }), vhost: "a" }, { ...exchange("odd", "x-recent-history"), vhost: "a" }],
      queues: [{ ...queue("q"), vhost: "a" }, queue("q")],
      bindings: [{ ...binding("x", "q", "10"), vhost: "a" }, { ...binding("late", "q", "k"), vhost: "a" }, { ...binding("odd", "q", ""), vhost: "a" }, binding("amq.topic", "q", "sensor.#"), binding("amq.topic", "q", ""), binding("gone", "q")],
    });
    expect(node("a/x")).toMatchObject({ kind: "loadBalancer", settings: { strategy: "consistent-hash" } });
    expect(edges).toEqual(expect.arrayContaining(['a/x > a/q {"weight":10}', 'a/late > a/q {"bindingKey":"k"}', "a/odd > a/q", '/amq.topic > /q {"bindingKey":"sensor.#"}', "Publisher to /amq.topic > /amq.topic"]));
    expect([noted("/exchanges/1/type"), noted("/exchanges/2/type")].flat()).toHaveLength(2);
    expect(noted("/bindings/4")[0]).toContain("matches nothing here");
    expect(noted("/bindings/5")[0]).toContain("the exchange is not in these definitions");
  });

  it("leaves out exchanges in a circle, and tells of it", () => {
    const { notes, edges } = imported({ exchanges: [exchange("a", "fanout"), exchange("b", "fanout")], queues: [queue("q")], bindings: [binding("a", "b", "", {}, "exchange"), binding("b", "a", "", {}, "exchange"), binding("a", "q")] });
    expect(edges).toEqual(["Publisher to a > a", "a > b", "a > q", "q > q consumer"]);
    expect(notes.some(({ place, what }) => place === "/bindings/1" && what.includes("leads back to it"))).toBe(true);
  });

  it("tells of users, permissions and shovels by number and name, never what they hold", () => {
    const secret = "m4cdsWpQyiDgbAOGRYzvzw==";
    const { notes, noted } = imported({
      queues: [queue("q", { "x-expires": 1000, "x-single-active-consumer": true, "x-max-priority": 5, "x-custom": "v" }, { durable: false })],
      users: [{ name: "admin", password_hash: secret, hashing_algorithm: "rabbit_password_hashing_sha256", tags: "administrator" }],
      permissions: [{ user: "admin", vhost: "/", configure: ".*", write: ".*", read: ".*" }],
      parameters: [{ component: "shovel", vhost: "/", name: "move", value: { "src-uri": `amqp://u:${secret}@host`, "dest-uri": "amqp://" } }],
      global_parameters: [{ name: "cluster_name", value: secret }],
    });
    expect(JSON.stringify(notes)).not.toContain(secret);
    expect(noted("/users")).toEqual(["There is a user."]);
    expect(noted("/parameters/0")).toEqual(["A shovel called move."]);
    expect(noted("/queues/0/arguments/x-expires")).toHaveLength(1);
    expect(noted("/queues/0/arguments/x-single-active-consumer")).toEqual(["single-active-consumer is true."]);
    expect(noted("/queues/0/arguments/x-custom")).toEqual(['custom is "v".']);
    expect(noted("/queues/0/arguments/x-max-priority")[0]).toContain("higher priorities first");
    expect(noted("/queues/0/durable")).toHaveLength(1);
  });

  it("refuses definitions of users alone", () => {
    expect(() => importText('{"queues": [], "exchanges": [], "users": []}', "d.json")).toThrow(expect.objectContaining({ code: "import-refused", message: expect.stringContaining("/queues") }));
  });
});
