import { describe, expect, it } from "vitest";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { checkDesign } from "./check.ts";

type Nodes = Parameters<typeof designOf>[0];

function said(nodes: Nodes, edges: Parameters<typeof designOf>[1]): string[] {
  return checkDesign(designOf(nodes, edges)).map(({ severity, message }) => `${severity}: ${message}`);
}

const PLAIN = ["p > t", "t > c", "c > s"];

describe("T3 T7 what cannot work with a topic", () => {
  it("T7 refuses more in-sync replicas than there are replicas", () => {
    expect(said({ p: evenly(10, 1), t: ["topic", { replicationFactor: 1 }], c: service(1), s: SINK }, PLAIN)).toEqual([
      expect.stringMatching(/^error: .*2 in-sync replicas can never be met with a replication factor of 1/),
    ]);
    expect(said({ p: evenly(10, 1), t: ["topic", { replicationFactor: 1, minInsyncReplicas: 1 }], c: service(1), s: SINK }, PLAIN)).toEqual([]);
  });

  it("T3 warns of replicas that no partition is left for, over all consumers of a group", () => {
    const nodes = (replicas: number): Nodes => ({ p: evenly(10, 1), t: ["topic", { partitions: 3 }], c: service(1, { replicas, group: "g" }), d: service(1, { group: "g" }), s: SINK });
    const edges = [...PLAIN, "t > d", "d > s"];
    expect(said(nodes(2), edges)).toEqual([]);
    expect(said(nodes(4), edges)).toEqual([expect.stringMatching(/^warning: The group g has 5 replicas, but .* has 3 partitions: 2 of them will be idle/)]);
  });

  it("T3 refuses two assignors in one group", () => {
    const nodes: Nodes = { p: evenly(10, 1), t: ["topic"], c: service(1, { group: "g" }), d: service(1, { group: "g", assignor: "sticky" }), s: SINK };
    expect(said(nodes, [...PLAIN, "t > d", "d > s"])).toEqual([expect.stringMatching(/^error: .* share its partitions by sticky and by range/)]);
  });

  it("T6 refuses a retention of nothing", () => {
    expect(said({ p: evenly(10, 1), t: ["topic", { retentionMs: 0 }], c: service(1), s: SINK }, PLAIN)).toEqual([expect.stringMatching(/^error: /)]);
  });
});
