import { expect, test } from "vitest";
import type { Slo } from "../document/schema.ts";
import { metricValue, sloSentence } from "./slo-words.ts";

const design = { nodes: [{ id: "a", kind: "producer", name: "Orders", position: { x: 0, y: 0 } }, { id: "b", kind: "sink", position: { x: 0, y: 0 } }] };
const slo: Slo = { id: "s", name: "s", target: { node: "a" }, metric: "waitMs", op: "<=", value: 500 };

test.each<[Partial<Slo>, string]>([
  [{}, "mean wait of Orders at most 500 ms, over the whole run"],
  [{ percentile: 99.9, target: { path: ["a", "b"] }, metric: "endToEndMs", value: 1500 }, "p99.9 end-to-end time of Orders → b at most 1.50 s, over the whole run"],
  [{ metric: "throughputPerSecond", op: ">=", value: 20, target: { all: true }, windowMs: 10_000 }, "throughput of everything at least 20/s, in every window of 10 s"],
  [{ metric: "errorRate", value: 0.05, percentile: 99, windowMs: 1000, forMs: 5000 }, "error rate of Orders at most 5.0 %, in every window of 1 s, missed only after 5 s of it"],
  [{ metric: "lost", op: "==", value: 0, forMs: 0 }, "lost events of Orders exactly 0, over the whole run"],
])("O5 an SLO in words: %j", (changes, words) => expect(sloSentence({ ...slo, ...changes }, design)).toBe(words));

test("a node that is gone goes by its id", () => expect(sloSentence({ ...slo, target: { node: "gone" } }, design)).toContain("of gone at most"));

test("every metric carries its unit", () => {
  expect((["serviceMs", "utilization", "throughputPerSecond", "lag"] as const).map((metric) => metricValue(metric, 0.5))).toEqual(["0.50 ms", "50 %", "0.5/s", "1"]);
});
