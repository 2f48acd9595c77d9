import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { channelPrefix } from "../redis/keys.ts";
import { publishGroups, storedKey } from "./publish-groups.ts";

const FANOUT = ["exchange", { type: "fanout" }] as const;
const QUEUE = ["queue"] as const;
const flow = flowOf(
  designOf(
    { p: evenly(1, 1), x: FANOUT, y: FANOUT, z: FANOUT, other: FANOUT, a: QUEUE, b: QUEUE, c: QUEUE, d: DEAD_LETTER, e: QUEUE, lonely: QUEUE, w: service(1), s: SINK },
    ["p > x", "p > y", "p > other", "x > a", "x > z", "z > b", "y > b", "y > c", "y.alternate > d", "other > e", ["other > w", {}], "p > lonely", "a > w", "x > s"],
  ),
);

describe("X3 groups of queues that one publish may reach", () => {
  it("X3 exchanges that share a queue or lead to one another make one group", () => {
    const groups = publishGroups(flow);
    const first = groups.get("node:a");
    expect(["node:b", "node:c", "node:d"].map((key) => groups.get(key))).toEqual([first, first, first]);
    expect(groups.get("node:e")).toBe("publish:other");
    expect(groups.get("edge:e11")).toBe("publish:other");
    expect(groups.get("node:e")).not.toBe(first);
    expect(groups.has("node:lonely")).toBe(false);
  });

  it("X3 a group's keys share a hash tag, and each channel has its own", () => {
    const prefixes = ["node:a", "node:b", "node:e", "node:lonely"].map((key) => channelPrefix("r", storedKey(flow, key)));
    const tags = prefixes.map((prefix) => /^\{(.*?)\}/.exec(prefix)?.[1]);
    expect(tags[0]).toBe(tags[1]);
    expect(new Set(tags).size).toBe(3);
    expect(new Set(prefixes).size).toBe(4);
    expect(prefixes[3]).toBe("{spillway.r.node:lonely}");
    expect(prefixes.every((prefix) => prefix.startsWith("{spillway.r."))).toBe(true);
  });
});
