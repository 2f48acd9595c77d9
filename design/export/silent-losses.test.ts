import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { examples } from "../../tests/support/examples.ts";
import { silentLosses } from "../../tests/support/silent-losses.ts";
import type { Design } from "../document/schema.ts";

/** What a target says without a word of its own for it, because it is always so there. */
const ALWAYS_SO: Readonly<Record<string, RegExp>> = {
  // DynamoDB keeps three copies; without a step to zero nothing is polled, and no cooldown waited for.
  "terraform-aws": /^database replicationFactor 3$|^autoscaler (pollingMs|cooldownMs) /,
};

function expectNoneSilent(target: string, design: Design, asked?: Set<string>): void {
  expect(silentLosses(target, design, {}, asked).filter((each) => !ALWAYS_SO[target]?.test(each))).toEqual([]);
}

// Compose and Kubernetes have such tests beside their own options.
describe("an export drops no setting in silence", { timeout: 60_000 }, () => {
  it.each(["mermaid", "svg", "prometheus", "asyncapi", "rabbitmq", "kafka-topics", "bullmq", "terraform-aws", "terraform-azure", "terraform-google"])("of the examples: %s", (target) => {
    const asked = new Set<string>();
    for (const { design } of examples()) expectNoneSilent(target, design, asked);
    expect(asked.size).toBeGreaterThan(20);
  });

  it.each(["asyncapi", "rabbitmq", "kafka-topics"])("of whatever is drawn: %s", (target) => {
    fc.assert(
      fc.property(arbitraryDesign, (design) => expectNoneSilent(target, design)),
      { numRuns: 4 },
    );
  });
});
