import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../../tests/support/designs.ts";
import { readBack } from "../../../tests/support/terraform.ts";
import type { Design, Json } from "../../document/schema.ts";

const exported = (design: Design, options?: Record<string, unknown>) => readBack("terraform-google", design, options);
const SUBSCRIPTION = "google_pubsub_subscription";

describe("Terraform for Google Cloud", () => {
  it("Q3 Q4 says attempts, backoff, lock and time to live of a queue, where dead letters go, and lets Pub/Sub put them there", async () => {
    const { of, lost, names, text } = await exported(
      designOf({ p: ["producer"], q: ["queue", { attempts: 7, lockMs: 60_000, ttlMs: 86_400_000, backoff: { type: "fixed", delayMs: 12_500 } }], c: ["consumer"], d: ["deadLetter"] }, ["p > q", "q > c", "q.deadLetter > d"]),
      { ordering: true },
    );
    expect(of(SUBSCRIPTION, "q")).toEqual({
      name: "q-x",
      topic: "${google_pubsub_topic.q.id}",
      ack_deadline_seconds: 60,
      message_retention_duration: "86400s",
      enable_message_ordering: true,
      expiration_policy: [{ ttl: "" }],
      dead_letter_policy: [{ dead_letter_topic: "${google_pubsub_topic.d.id}", max_delivery_attempts: 7 }],
      retry_policy: [{ minimum_backoff: "12.5s", maximum_backoff: "12.5s" }],
    });
    expect(of("google_pubsub_topic_iam_member", "d")).toEqual({ topic: "${google_pubsub_topic.d.name}", role: "roles/pubsub.publisher", member: "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com" });
    expect(of("google_pubsub_subscription_iam_member", "q")).toMatchObject({ subscription: "${google_pubsub_subscription.q.name}", role: "roles/pubsub.subscriber" });
    expect(names(SUBSCRIPTION)).toEqual(["d", "q"]);
    expect(lost("q")).toEqual(["ttlMs", "stalledCheckMs", "maxStalled", "order"]);
    expect(lost("d")).toEqual(["retentionMs"]);
    expect(text).toContain('data "google_project" "this" {}');
  });

  it("keeps values within what Pub/Sub takes, and says so", async () => {
    const { of, lost } = await exported(designOf({ p: ["producer"], q: ["queue", { attempts: 3, lockMs: 1000, ttlMs: 1000, backoff: { type: "fixed", delayMs: 3_600_000 } }], c: ["consumer"], d: ["deadLetter"], t: ["topic", { retentionMs: 31_536_000_000 }] }, ["p > q", "p > t", "q > c", "q.deadLetter > d"]));
    expect(of(SUBSCRIPTION, "q")).toMatchObject({ ack_deadline_seconds: 10, message_retention_duration: "600s", dead_letter_policy: [{ max_delivery_attempts: 5 }], retry_policy: [{ minimum_backoff: "600s", maximum_backoff: "600s" }] });
    expect(of("google_pubsub_topic", "t")).toMatchObject({ message_retention_duration: "2678400s" });
    expect(lost("q")).toEqual(expect.arrayContaining(["attempts", "lockMs", "ttlMs", "backoff"]));
    expect(lost("t")).toContain("retentionMs");
  });

  it("Q3 never lets a subscription's dead letters go to its own topic, and takes several places for what they are", async () => {
    const { of, lost } = await exported(designOf({ p: ["producer"], a: ["queue"], b: ["queue"], c: ["consumer"], d: ["deadLetter"] }, ["p > a", "p > b", "a > c", "b > c", "a.deadLetter > a", "b.deadLetter > a", "b.deadLetter > d"]));
    expect([of(SUBSCRIPTION, "a"), of(SUBSCRIPTION, "b")].map((each) => each!["dead_letter_policy"])).toEqual([undefined, undefined]);
    expect([lost("a"), lost("b")].every((each) => each.includes("deadLetters") && each.includes("attempts"))).toBe(true);
  });

  it("X1 X2 R1 makes bindings subscriptions of the exchange's topic, with filters over attributes", async () => {
    const { of, names, lost } = await exported(
      designOf(
        { p: ["producer"], x: ["exchange"], h: ["exchange", { type: "headers" }], f: ["filter", { when: 'event.type != "test" && event.headers["a b"] == "ü\\""' }], a: ["queue"], b: ["queue"], c: ["queue"], w: ["consumer"], y: ["exchange"] },
        ["p > x", "p > h", "p > a", ["x > a", { bindingKey: "order.#" }], ["x > b", { bindingKey: "*.late" }], ["x > f", { bindingKey: "#" }], "f > c", ["h > b", { headers: { size: 2, there: null } }], ["x > y", { bindingKey: "#" }], "a > w", "b > w", "c > w"],
      ),
    );
    expect(names(SUBSCRIPTION)).toEqual(["a", "h_b", "x_a", "x_b", "x_c"]);
    expect(names("google_pubsub_topic")).toEqual(["a", "h", "x", "y"]);
    expect(of(SUBSCRIPTION, "x_a")).toMatchObject({ topic: "${google_pubsub_topic.x.id}", filter: 'attributes.routingKey = "order" OR hasPrefix(attributes.routingKey, "order.")' });
    expect(of(SUBSCRIPTION, "x_b")).not.toHaveProperty("filter");
    expect(of(SUBSCRIPTION, "x_c")).toMatchObject({ filter: 'attributes.eventType != "test" AND attributes."a b" = "\\u00fc\\""' });
    expect(of(SUBSCRIPTION, "h_b")).toMatchObject({ filter: 'attributes.size = "2" AND attributes:there' });
    expect([lost("e4"), lost("e5"), lost("e9"), lost("f")]).toEqual([[], ["bindingKey"], ["to"], ["when"]]);
    expect([lost("a").includes("in"), lost("b").includes("in"), lost("c").includes("in")]).toEqual([true, true, false]);
  });

  it("T3 T5 makes topics topics that keep, with a subscription for each group", async () => {
    const { of, names, lost } = await exported(designOf({ p: ["producer"], t: ["topic"], a: ["consumer", { group: "audit" }], b: ["consumer", { group: "audit" }], c: ["consumer"] }, ["p > t", ["t > a", { backoffMs: 2000 }], "t > b", "t > c"]));
    expect(names(SUBSCRIPTION)).toEqual(["t_audit", "t_c"]);
    expect(of(SUBSCRIPTION, "t_audit")).toMatchObject({ name: "t-audit", enable_message_ordering: true, message_retention_duration: "604800s", retry_policy: [{ minimum_backoff: "2s", maximum_backoff: "2s" }] });
    expect([lost("t"), lost("e2")]).toEqual([["partitions", "replicationFactor", "minInsyncReplicas"], ["attempts"]]);
  });

  it("can be read back: every setting of queues and topics but for those that the report names", { timeout: 60_000 }, async () => {
    const ms = fc.oneof(fc.integer({ min: 100, max: 4e9 }), fc.integer({ min: 1, max: 50_000 }).map((seconds) => seconds * 1000));
    const backoff = fc.record({ type: fc.constantFrom("fixed", "exponential"), delayMs: fc.oneof(fc.integer({ min: 0, max: 700_000 }), fc.double({ min: 0, max: 1000, noNaN: true })) });
    const queue = fc.record({ attempts: fc.integer({ min: 1, max: 120 }), lockMs: ms, ttlMs: ms, delayMs: ms, backoff }, { requiredKeys: [] });
    const secondsIn = (text: unknown): number => Number(/^([\d.]+)s$/.exec(String(text))?.[1]) * 1000;
    await fc.assert(
      fc.asyncProperty(queue, fc.record({ retentionMs: ms }), fc.boolean(), async (wanted, log, dead) => {
        const { of, lost } = await exported(designOf({ p: ["producer"], q: ["queue", wanted as Record<string, Json>], c: ["consumer"], d: ["deadLetter"], t: ["topic", log] }, ["p > q", "p > t", "q > c", ...(dead ? ["q.deadLetter > d"] : [])]));
        const given = of(SUBSCRIPTION, "q")! as Record<string, unknown> & { dead_letter_policy?: [{ max_delivery_attempts: number }]; retry_policy?: [{ minimum_backoff: string }] };
        const read = { attempts: given.dead_letter_policy?.[0].max_delivery_attempts, lockMs: Number(given["ack_deadline_seconds"]) * 1000, ttlMs: secondsIn(given["message_retention_duration"]), delayMs: 0, backoff: { type: "fixed", delayMs: secondsIn(given.retry_policy?.[0].minimum_backoff) } };
        for (const [property, value] of Object.entries(wanted)) {
          if (property === "backoff" && wanted.attempts === 1) continue;
          if (!lost("q").includes(property)) expect([property, read[property as keyof typeof read]]).toEqual([property, value]);
        }
        if (!lost("t").includes("retentionMs")) expect(secondsIn(of("google_pubsub_topic", "t")!["message_retention_duration"])).toBe(log.retentionMs);
      }),
      { numRuns: 20 },
    );
  });
});
