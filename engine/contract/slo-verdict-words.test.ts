import { expect, it } from "vitest";
import { sloVerdictWords } from "./slo-verdict-words.ts";

it("O5 a verdict is told in the unit of its objective", () => {
  const slo = { id: "fast", name: "Fast", target: { all: true as const }, metric: "endToEndMs" as const, percentile: 95, op: "<=" as const, value: 2000 };
  const verdict = { id: "fast", name: "Fast", passed: true, value: 720, op: "<=" as const, target: 2000 };
  expect(sloVerdictWords(verdict, { slos: [slo] })).toEqual({ value: "720 ms", wanted: "at most 2.00 s" });
  expect(sloVerdictWords({ ...verdict, id: "gone" }, { slos: [slo] })).toEqual({ value: "720", wanted: "≤ 2,000" });
});
