import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import type { Json } from "../../design/document/schema.ts";
import { kinds, kindTypes } from "../../design/kinds/registry.ts";
import { designOf, SINK } from "../support/designs.ts";

/** Numbers of which a machine would have to make something: what is there as often, or kept as long. */
const COUNTED = ["replicas", "concurrency", "partitions", "simulatedClients", "replicationFactor", "pool"];

describe("a design from a stranger", () => {
  it("asks for more than a machine has, and is refused with every reason at once", () => {
    const huge = (names: readonly string[]): Record<string, Json> => Object.fromEntries(names.map((name) => [name, 1e9]));
    const nodes = Object.fromEntries(
      kindTypes.flatMap((kind) => {
        const shape = (kinds[kind].settings as { shape?: Record<string, unknown> }).shape ?? {};
        const counted = COUNTED.filter((name) => name in shape);
        return counted.length === 0 ? [] : [[kind, [kind, huge(counted)] as const]];
      }),
    );
    expect(Object.keys(nodes)).toEqual(expect.arrayContaining(["consumer", "topic", "webSocketGateway"]));
    const problems = checkDesign(designOf({ ...nodes, p: ["producer", { arrivals: { process: "constant", ratePerSecond: 1e12 } }], s: SINK }, ["p > s"]));
    const refused = new Set(problems.filter(({ severity, message }) => severity === "error" && message.includes("must be at most")).map(({ node }) => node));
    expect([...Object.keys(nodes), "p"].filter((id) => !refused.has(id))).toEqual([]);
  });
});
