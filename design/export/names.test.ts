import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWS_NAME, AZURE_NAME, CODE_IDENTIFIER, DNS_LABEL, KAFKA_TOPIC, NameScope, PUBSUB_NAME, RABBITMQ_NAME, TERRAFORM_IDENTIFIER, type NameRule } from "./names.ts";

/** Each rule with the pattern of its vendor's page. */
const RULES: readonly [string, NameRule, RegExp][] = [
  ["RFC 1123 label", DNS_LABEL, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/],
  ["Terraform identifier", TERRAFORM_IDENTIFIER, /^[a-z_][a-z0-9_]{0,63}$/],
  ["Kafka topic", KAFKA_TOPIC, /^[a-zA-Z0-9._-]{1,249}$/],
  ["SQS name", AWS_NAME, /^[A-Za-z0-9_-]{1,75}$/],
  ["Pub/Sub name", PUBSUB_NAME, /^(?!goog)[A-Za-z][A-Za-z0-9-_.~+%]{2,254}$/],
  ["Azure name", AZURE_NAME, /^[A-Za-z0-9]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/],
  ["RabbitMQ name", RABBITMQ_NAME, /^(?!amq\.)[\x21-\x7E]{1,255}$/],
  ["TypeScript identifier", CODE_IDENTIFIER, /^[A-Za-z_$][A-Za-z0-9_$]{0,59}$/],
];

const HOSTILE = ['"', "'; DROP", "${var.x}", "a\nb: c", "{{ x }}", "Überweisung", "北京", "a".repeat(300), "", "---", "123", "amq.direct", "goog", "A b", "a-b", "%{if}", "\\u0000\0", "🙂"];

describe.each(RULES)("%s", (_name, rule, pattern) => {
  it("is met by every name, and no two are the same but for their case", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 320 }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (called) => {
        const scope = new NameScope(rule);
        const names = called.map((each, index) => scope.of(String(index), each));
        for (const name of names) expect(name).toMatch(pattern);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        expect(called.map((each, index) => scope.of(String(index), each))).toEqual(names);
      }),
    );
  });
});

describe("names", () => {
  it("keep what can be kept", () => {
    expect(new NameScope(DNS_LABEL).of("a", "Order service")).toBe("order-service");
    expect(new NameScope(TERRAFORM_IDENTIFIER).of("a", "3rd Überweisung!")).toBe("n_3rd_uberweisung");
    expect(new NameScope(CODE_IDENTIFIER).of("a", "order inbox-2")).toBe("orderInbox2");
    expect(new NameScope(AWS_NAME).of("a", "Orders inbox")).toBe("Orders-inbox");
  });

  it("are told apart by a number, also at their longest, and avoid what is reserved", () => {
    const scope = new NameScope(DNS_LABEL, ["redis"]);
    expect([scope.of("a", "Billing"), scope.of("b", "billing"), scope.of("c", "Redis")]).toEqual(["billing", "billing-2", "redis-2"]);
    const long = new NameScope(DNS_LABEL);
    expect([long.of("a", "x".repeat(100)).length, long.of("b", "x".repeat(100))]).toEqual([63, `${"x".repeat(61)}-2`]);
  });
});
