import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDesign } from "../../../tests/support/arbitrary-design.ts";
import { kindOf, type KindType } from "../../kinds/registry.ts";
import { topologyOf } from "../../topology/resolve.ts";
import { exportTo, targetNamed } from "../registry.ts";

/** What a target writes of a kind's settings, where it can: these are not in the report when they are written as drawn. */
const WRITTEN: Record<string, Partial<Record<KindType, readonly string[]>>> = {
  "terraform-aws": {
    queue: ["attempts", "lockMs", "delayMs", "ttlMs", "overflow", "backoff"],
    topic: ["partitions", "retentionMs", "replicationFactor", "unkeyed"],
    exchange: ["type", "routingKey"],
    consumer: ["replicas", "concurrency"],
    webhook: ["concurrency"],
    schedule: ["cron", "everyMs", "timezone", "payload", "eventType"],
    deadLetter: ["retentionMs"],
    cache: ["policy", "pattern"],
    database: ["flavor", "replicationFactor", "partitions"],
    autoscaler: ["metric", "threshold", "minReplicas", "maxReplicas", "stabilizationUpMs", "metricAgeMs", "tolerance", "pollingMs", "cooldownMs", "activationThreshold"],
  },
  "terraform-azure": {
    queue: ["attempts", "lockMs", "ttlMs", "delayMs", "overflow", "backoff", "deduplicate"],
    topic: ["partitions", "retentionMs", "acks", "unkeyed"],
    exchange: ["type", "routingKey"],
    deadLetter: ["retentionMs"],
  },
  "terraform-google": {
    queue: ["attempts", "lockMs", "ttlMs", "delayMs", "overflow", "backoff"],
    topic: ["retentionMs", "acks", "unkeyed"],
    exchange: ["type", "routingKey"],
    deadLetter: ["retentionMs"],
  },
};

describe.each(Object.keys(WRITTEN))("an export to %s", { timeout: 120_000 }, (target) => {
  it("leaves out no setting that is drawn without a word, but for what it writes", () => {
    const { kinds } = targetNamed(target);
    let told = 0;
    fc.assert(
      fc.property(arbitraryDesign, (design) => {
        const lost = exportTo(target, topologyOf(design)).losses;
        for (const { id, kind, settings = {} } of design.nodes) {
          const of = lost.filter((loss) => loss.id === id).map(({ property }) => property);
          if (typeof kinds[kind as KindType] !== "string" || of.includes("kind") || (of.includes("metric") && kind === "autoscaler")) continue;
          const defaults = kindOf(kind as KindType).settings.safeParse({}).data as Record<string, unknown> | undefined;
          for (const [property, value] of Object.entries(settings)) {
            if (JSON.stringify(value) === JSON.stringify(defaults?.[property]) || WRITTEN[target]![kind as KindType]?.includes(property)) continue;
            told++;
            expect([kind, property, of.some((each) => each === property || each.startsWith(`${property}.`))]).toEqual([kind, property, true]);
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(told).toBeGreaterThan(12);
  });
});
