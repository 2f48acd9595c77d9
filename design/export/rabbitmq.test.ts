import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../tests/support/examples.ts";
import type { Design, Json } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import type { Definitions } from "./rabbitmq-definitions.ts";
import { exportTo } from "./registry.ts";

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("rabbitmq", topologyOf(design), options);
  const definitions = JSON.parse(files[0]!.text) as Definitions;
  return {
    definitions,
    queue: (name: string) => definitions.queues.find((each) => each.name === name)?.arguments,
    bindings: definitions.bindings.map(({ source, destination, destination_type, routing_key }) => `${source} -${routing_key}-> ${destination_type} ${destination}`),
    lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property),
  };
}

const oneQueue = (settings: Record<string, Json>, options?: Record<string, unknown>) => exported(designOf({ p: ["producer"], q: ["queue", settings], c: ["consumer"] }, ["p > q", "q > c"]), options);

describe("RabbitMQ definitions", () => {
  it("Q3 Q6 Q7 say attempts, time to live and length of a quorum queue", () => {
    const { queue, lost } = oneQueue({ attempts: 5, ttlMs: 1500, maxLength: 10, overflow: "reject-publish" });
    expect(queue("q")).toEqual({ "x-queue-type": "quorum", "x-delivery-limit": 4, "x-message-ttl": 1500, "x-max-length": 10, "x-overflow": "reject-publish" });
    expect(lost("q")).toEqual(["backoff", "order", "lockMs", "stalledCheckMs", "maxStalled"]);
    expect(lost("c")).toEqual(["kind"]);
  });

  it("say that a classic queue counts no attempts, and one attempt is never put back", () => {
    const { queue, lost } = oneQueue({ attempts: 1 }, { queueType: "classic" });
    expect(queue("q")).toEqual({ "x-queue-type": "classic" });
    expect(lost("q")).toEqual(["attempts", "lockMs", "stalledCheckMs", "maxStalled"]);
  });

  it("Q2 Q7 make a queue classic for what quorum queues lack, and say so", () => {
    const priorities = oneQueue({ priorities: true });
    expect(priorities.queue("q")).toEqual({ "x-queue-type": "classic", "x-max-priority": 10 });
    expect(priorities.lost("q").filter((property) => property === "priorities")).toHaveLength(2);
    const overflow = oneQueue({ maxLength: 3, overflow: "reject-publish-dlx" });
    expect(overflow.queue("q")).toEqual({ "x-queue-type": "classic", "x-max-length": 3, "x-overflow": "reject-publish-dlx" });
    expect(overflow.lost("q")).toContain("overflow");
  });

  it("lose what no queue of RabbitMQ does", () => {
    expect(oneQueue({ maxLength: 3 }).lost("q")).toEqual(expect.arrayContaining(["maxLength", "overflow"]));
    expect(oneQueue({ maxLength: 3 }).queue("q")).not.toHaveProperty("x-max-length");
    expect(oneQueue({ order: "lifo" }).lost("q").filter((property) => property === "order")).toHaveLength(2);
    const { lost } = oneQueue({ delayMs: 5, rateLimit: { max: 1, durationMs: 1000 }, deduplicate: { windowMs: 1000 } });
    expect(lost("q")).toEqual(expect.arrayContaining(["delayMs", "rateLimit", "deduplicate"]));
  });

  it("X4 lead dead letters to a queue, to an exchange with a key, or to several by a fanout", () => {
    const { queue, bindings, lost, definitions } = exported(
      designOf(
        { p: ["producer"], a: ["queue"], b: ["queue", { deadLetterRoutingKey: "dead" }], c: ["queue"], w: ["consumer"], d: ["deadLetter", { retentionMs: 60_000 }], x: ["exchange", { type: "direct" }], e: ["queue"] },
        ["p > a", "p > b", "p > c", "a > w", "b > w", "c > w", "e > w", "a.deadLetter > d", "b.deadLetter > x", ["x > e", { bindingKey: "dead" }], "c.deadLetter > d", "c.deadLetter > e", "d.redrive > a"],
      ),
    );
    expect(queue("a")).toMatchObject({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "d" });
    expect(queue("b")).toMatchObject({ "x-dead-letter-exchange": "x", "x-dead-letter-routing-key": "dead" });
    expect(queue("c")).toMatchObject({ "x-dead-letter-exchange": "c.dead-letters" });
    expect(queue("c")).not.toHaveProperty("x-dead-letter-routing-key");
    expect(queue("d")).toEqual({ "x-queue-type": "quorum", "x-message-ttl": 60_000 });
    expect(bindings.toSorted()).toEqual(["c.dead-letters --> queue d", "c.dead-letters --> queue e", "x -dead-> queue e"]);
    expect(definitions.exchanges.map(({ name, type }) => `${name} ${type}`)).toEqual(["c.dead-letters fanout", "x direct"]);
    expect(lost("d")).toEqual(["redrive"]);
  });

  it("X1 X2 say exchanges bound to exchanges, headers, alternates, and what is bound to no queue", () => {
    const { definitions, bindings, lost } = exported(
      designOf(
        { p: ["producer"], x: ["exchange"], h: ["exchange", { type: "headers" }], q: ["queue"], f: ["filter", { when: "true" }], r: ["queue"], c: ["consumer"], s: ["sink"] },
        ["p > x", ["x > h", { bindingKey: "#" }], ["x > s", { bindingKey: "s" }], ["x > f", { bindingKey: "f.*" }], "f > r", ["h > q", { headers: { kind: "a", size: 2.5 }, match: "any" }], ["h > r", { headers: { kind: "a", there: null } }], "x.alternate > r", "q > c", "r > c"],
      ),
      { vhost: "shop" },
    );
    expect(bindings.toSorted()).toEqual(["h --> queue q", "x -#-> exchange h", "x -f.*-> queue r", "x.alternate --> queue r"]);
    expect(definitions.exchanges.find(({ name }) => name === "x")?.arguments).toEqual({ "alternate-exchange": "x.alternate" });
    expect(definitions.bindings.find(({ source }) => source === "h")?.arguments).toEqual({ kind: "a", size: 2.5, "x-match": "any" });
    expect([...definitions.queues, ...definitions.exchanges, ...definitions.bindings].every(({ vhost }) => vhost === "shop")).toBe(true);
    expect([lost("e3"), lost("e4"), lost("e7"), lost("f"), lost("x")]).toEqual([["to"], ["steps"], ["headers"], ["kind"], ["routingKey"]]);
  });

  it("make a topic a stream, and name an implicit queue after its edge", () => {
    const { queue, lost, definitions } = exported(
      designOf({ p: ["producer"], t: ["topic", { retentionMs: 1500, retentionBytes: 100, partitions: 3, acks: "0" }], c: ["consumer", { group: "g" }], d: ["consumer"] }, ["p > t", ["t > c", { backoffMs: 5 }], "p > d"]),
    );
    expect(queue("t")).toEqual({ "x-queue-type": "stream", "x-max-age": "2s", "x-max-length-bytes": 300, "x-initial-cluster-size": 3 });
    expect(lost("t")).toEqual(["retentionMs", "partitions", "minInsyncReplicas", "acks"]);
    expect(lost("e2")).toEqual(["group", "attempts", "backoffMs"]);
    expect(definitions.queues.map(({ name }) => name)).toEqual(["p-d", "t"]);
  });

  it("can be read back: every queue's settings but for those that the report names, whatever it is called", () => {
    const settings = fc.record(
      {
        attempts: fc.integer({ min: 1, max: 1000 }),
        ttlMs: fc.oneof(fc.integer({ min: 1, max: 1e10 }), fc.double({ min: 1, max: 1e6, noNaN: true })),
        maxLength: fc.integer({ min: 1, max: 1e8 }),
        overflow: fc.constantFrom("block", "drop-head", "reject-publish", "reject-publish-dlx"),
        priorities: fc.boolean(),
      },
      { requiredKeys: ["attempts"] },
    );
    fc.assert(
      fc.property(fc.array(settings, { minLength: 1, maxLength: 5 }), fc.constantFrom(...HOSTILE_NAMES), fc.constantFrom("quorum", "classic"), (all, called, queueType) => {
        const design = designOf({ p: ["producer"], c: ["consumer"], ...Object.fromEntries(all.map((each, n) => [`q${n}`, ["queue", each as Record<string, Json>] as [string, Record<string, Json>]])) }, all.flatMap((_, n) => [`p > q${n}`, `q${n} > c`]));
        const { definitions, lost } = exported({ ...design, nodes: design.nodes.map((node) => ({ ...node, name: called })) }, { queueType });
        expect(new Set(definitions.queues.map(({ name }) => name)).size).toBe(all.length);
        for (const [n, wanted] of all.entries()) {
          const given = definitions.queues[n]!.arguments;
          const read = { attempts: Number(given["x-delivery-limit"]) + 1, ttlMs: given["x-message-ttl"], maxLength: given["x-max-length"], overflow: given["x-overflow"], priorities: given["x-max-priority"] !== undefined };
          for (const [property, value] of Object.entries(wanted)) {
            if (property === "overflow" && wanted.maxLength === undefined) continue;
            if (!lost(`q${n}`).includes(property)) expect([property, read[property as keyof typeof read]]).toEqual([property, value]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
