import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../../tests/support/designs.ts";
import { readBack } from "../../../tests/support/terraform.ts";
import type { Design, Json } from "../../document/schema.ts";
import { isoDuration } from "./azure-queues.ts";

const exported = (design: Design, options?: Record<string, unknown>) => readBack("terraform-azure", design, options);
const QUEUE = "azurerm_servicebus_queue";

/** `P1DT2H3M4S` in ms. */
function msOf(duration: unknown): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(String(duration)) ?? [];
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

describe("Terraform for Azure", () => {
  it("Q3 Q4 says attempts, lock, time to live and deduplication of a queue, and forwards its dead letters", async () => {
    const { of, lost, text } = await exported(
      designOf({ p: ["producer"], q: ["queue", { attempts: 5, lockMs: 90_000, ttlMs: 86_400_000, deduplicate: { by: "key", windowMs: 600_000 } }], c: ["consumer"], d: ["deadLetter", { retentionMs: 3_600_000 }] }, ["p > q", "q > c", "q.deadLetter > d"]),
    );
    expect(of(QUEUE, "q")).toEqual({
      name: "q",
      namespace_id: "${azurerm_servicebus_namespace.test.id}",
      lock_duration: "PT1M30S",
      max_delivery_count: 5,
      default_message_ttl: "P1D",
      dead_lettering_on_message_expiration: true,
      forward_dead_lettered_messages_to: "${azurerm_servicebus_queue.d.name}",
      requires_duplicate_detection: true,
      duplicate_detection_history_time_window: "PT10M",
    });
    expect(of(QUEUE, "d")).toMatchObject({ default_message_ttl: "PT1H" });
    expect(lost("q")).toEqual(["backoff", "stalledCheckMs", "maxStalled", "order", "deduplicate.by"]);
    expect([lost("d"), lost("c")]).toEqual([[], ["kind"]]);
    expect(text).not.toMatch(/enable_partitioning|password|connection_string/);
  });

  it("keeps values within what Service Bus and Event Hubs take, and says so", async () => {
    const { of, lost } = await exported(designOf({ p: ["producer"], q: ["queue", { lockMs: 3_600_000, deduplicate: { windowMs: 1 } }], c: ["consumer"], t: ["topic", { partitions: 100, retentionMs: 2_592_000_000 }] }, ["p > q", "p > t", "q > c", "t > c"]));
    expect(of(QUEUE, "q")).toMatchObject({ lock_duration: "PT5M", duplicate_detection_history_time_window: "PT20S" });
    expect(of("azurerm_eventhub", "t")).toMatchObject({ partition_count: 32, retention_description: [{ cleanup_policy: "Delete", retention_time_in_hours: 168 }] });
    expect(lost("q")).toEqual(expect.arrayContaining(["lockMs", "deduplicate.windowMs", "deadLetters"]));
    expect(lost("t")).toEqual(expect.arrayContaining(["partitions", "retentionMs"]));
    const premium = await exported(designOf({ p: ["producer"], t: ["topic", { partitions: 100, retentionMs: 2_592_000_000 }] }, ["p > t"]), { sku: "Premium" });
    expect(premium.lost("t")).toEqual(["replicationFactor", "minInsyncReplicas"]);
  });

  it("Q3 forwards dead letters to a topic, and never in a circle", async () => {
    const { of, lost } = await exported(
      designOf({ p: ["producer"], a: ["queue"], b: ["queue"], e: ["queue"], x: ["exchange", { type: "fanout" }], c: ["consumer"] }, ["p > a", "p > e", "a > c", "b > c", "e > c", "a.deadLetter > b", "b.deadLetter > a", "e.deadLetter > x", "x > a"]),
    );
    expect([of(QUEUE, "a"), of(QUEUE, "b"), of(QUEUE, "e")].map((queue) => queue!["forward_dead_lettered_messages_to"])).toEqual(["${azurerm_servicebus_queue.b.name}", undefined, "${azurerm_servicebus_topic.x.name}"]);
    expect(lost("b")).toContain("deadLetters");
  });

  it("X1 X2 R1 makes bindings subscriptions that forward, with rules of equal properties or SQL", async () => {
    const { of, names, lost } = await exported(
      designOf(
        { p: ["producer"], x: ["exchange"], h: ["exchange", { type: "headers" }], y: ["exchange", { type: "direct" }], f: ["filter", { when: "event.priority < 3 && event.headers.country in ['DE', \"O'Brien\"]" }], g: ["filter", { when: "event.data.total > 1" }], a: ["queue"], b: ["queue"], c: ["queue"], w: ["consumer"], t: ["topic"] },
        ["p > x", "p > h", ["x > a", { bindingKey: "order_50%.#" }], ["x > b", { bindingKey: "a.*.z" }], ["x > y", { bindingKey: "#" }], ["x > f", { bindingKey: "#" }], "f > c", ["h > a", { headers: { kind: "a", there: null }, match: "any" }], ["h > g", { headers: {} }], "g > b", ["y > a", { bindingKey: "k" }], ["y > t", { bindingKey: "k" }], "a > w", "b > w", "c > w"],
      ),
    );
    const rule = (name: string) => of("azurerm_servicebus_subscription_rule", name);
    expect(of("azurerm_servicebus_subscription", "x_y")).toMatchObject({ topic_id: "${azurerm_servicebus_topic.x.id}", forward_to: "${azurerm_servicebus_topic.y.name}" });
    expect(rule("x_a")).toMatchObject({ filter_type: "SqlFilter", sql_filter: "(user.routingKey = 'order_50%') OR (user.routingKey LIKE 'order\\_50\\%.%' ESCAPE '\\')" });
    expect(rule("x_b")).toMatchObject({ sql_filter: "user.routingKey LIKE 'a.%' AND user.routingKey LIKE '%.z'" });
    expect(rule("x_c")).toMatchObject({ sql_filter: "user.eventPriority < 3 AND user.country IN ('DE', 'O''Brien')" });
    expect(rule("h_a")).toMatchObject({ sql_filter: "(user.kind = 'a') OR (EXISTS(user.there))" });
    expect(rule("y_a")).toEqual({ name: "binding", subscription_id: "${azurerm_servicebus_subscription.y_a.id}", filter_type: "CorrelationFilter", correlation_filter: [{ properties: { routingKey: "k" } }] });
    expect(names("azurerm_servicebus_subscription_rule")).toEqual(["h_a", "x_a", "x_b", "x_c", "y_a"]);
    expect([lost("e4"), lost("e9"), lost("e12"), lost("f"), lost("g")]).toEqual([["bindingKey"], ["headers", "steps"], ["to"], ["when"], ["when"]]);
  });

  it("T3 makes topics event hubs with the groups that read them", async () => {
    const { of, names, lost } = await exported(designOf({ p: ["producer"], t: ["topic", { partitions: 6 }], a: ["consumer", { group: "audit" }], b: ["consumer", { group: "audit" }], c: ["consumer"] }, ["p > t", "t > a", "t > b", "t > c"]));
    expect(of("azurerm_eventhub", "t")).toMatchObject({ namespace_id: "${azurerm_eventhub_namespace.test.id}", partition_count: 6 });
    expect(names("azurerm_eventhub_consumer_group")).toEqual(["t_audit", "t_c"]);
    expect(of("azurerm_eventhub_consumer_group", "t_audit")).toMatchObject({ name: "audit", eventhub_name: "${azurerm_eventhub.t.name}" });
    expect(lost("e2")).toEqual(["attempts"]);
  });

  it("writes durations as Azure does", () => {
    expect([1, 60, 90, 300, 3600, 86_400, 93_784].map(isoDuration)).toEqual(["PT1S", "PT1M", "PT1M30S", "PT5M", "PT1H", "P1D", "P1DT2H3M4S"]);
  });

  it("can be read back: every setting of queues and topics but for those that the report names", { timeout: 60_000 }, async () => {
    const ms = fc.oneof(fc.integer({ min: 100, max: 2e9 }), fc.integer({ min: 1, max: 50_000 }).map((seconds) => seconds * 1000));
    const queue = fc.record({ attempts: fc.integer({ min: 1, max: 1000 }), lockMs: ms, ttlMs: ms, delayMs: ms }, { requiredKeys: [] });
    const topic = fc.record({ partitions: fc.integer({ min: 1, max: 1000 }), retentionMs: fc.oneof(ms, fc.integer({ min: 1, max: 8760 }).map((hours) => hours * 3_600_000)) }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(queue, topic, fc.boolean(), fc.constantFrom("Standard", "Premium"), async (wanted, log, dead, sku) => {
        const { of, lost } = await exported(designOf({ p: ["producer"], q: ["queue", wanted as Record<string, Json>], c: ["consumer"], d: ["deadLetter"], t: ["topic", log as Record<string, Json>] }, ["p > q", "p > t", "q > c", ...(dead ? ["q.deadLetter > d"] : [])]), { sku });
        const given = of(QUEUE, "q")!;
        const read = { attempts: given["max_delivery_count"], lockMs: msOf(given["lock_duration"]), ttlMs: msOf(given["default_message_ttl"]), delayMs: 0 };
        for (const [property, value] of Object.entries(wanted)) if (!lost("q").includes(property)) expect([property, read[property as keyof typeof read]]).toEqual([property, value]);
        const hub = of("azurerm_eventhub", "t")!;
        const [retention] = hub["retention_description"] as [{ retention_time_in_hours: number }];
        const kept = { partitions: hub["partition_count"], retentionMs: retention.retention_time_in_hours * 3_600_000 };
        for (const [property, value] of Object.entries(log)) if (!lost("t").includes(property)) expect([property, kept[property as keyof typeof kept]]).toEqual([property, value]);
      }),
      { numRuns: 20 },
    );
  });
});
