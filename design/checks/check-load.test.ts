import { describe, expect, it } from "vitest";
import { designOf, SINK } from "../../tests/support/designs.ts";
import type { LoadStep } from "../load/planned-load.ts";
import { checkDesign } from "./check.ts";

function messages(...load: LoadStep[]): { message: string; path: string | undefined }[] {
  const design = designOf(
    {
      p: ["producer", {}],
      t: ["producer", { arrivals: { process: "trace", events: [{ atMs: 1 }] } }],
      h: ["httpSource", {}],
      c: ["schedule", { everyMs: 1000 }],
      s: SINK,
    },
    ["p > s", "t > s", "h > s", "c > s"],
    { scenario: { load } },
  );
  return checkDesign(design).filter(({ severity }) => severity === "error").map(({ message, path }) => ({ message, path: path?.join(".") }));
}

describe("P7 checks of the planned load", () => {
  it("P7 G5 steps and ramps of a producer are fine, and factors of a trace", () => {
    expect(messages({ atMs: 0, node: "p", rateFactor: 2 }, { atMs: 5, node: "p", ratePerSecond: 9, durationMs: 5, shape: "ramp" }, { atMs: 5, node: "t", rateFactor: 0 })).toEqual([]);
  });

  it.each<[LoadStep, string, RegExp]>([
    [{ atMs: 1000, node: "nobody", rateFactor: 2 }, "node", /"nobody" that does not exist/],
    [{ atMs: 1000, node: "s", rateFactor: 2 }, "node", /^The load step at 1 s for s cannot be carried out: it emits nothing by itself/],
    [{ atMs: 1000, node: "h", rateFactor: 2 }, "node", /come from outside/],
    [{ atMs: 1000, node: "c", rateFactor: 2 }, "node", /set times and has no rate/],
    [{ atMs: 1000, node: "t", ratePerSecond: 2 }, "node", /times of its own. Give a factor/],
    [{ atMs: -1, node: "p", rateFactor: 2 }, "atMs", /begins before the run/],
    [{ atMs: 0, node: "p" }, "rateFactor", /says no rate/],
    [{ atMs: 0, node: "p", rateFactor: 2, ratePerSecond: 3 }, "rateFactor", /two rates/],
    [{ atMs: 0, node: "p", rateFactor: -2 }, "rateFactor", /below 0/],
    [{ atMs: 0, node: "p", rateFactor: 10_001 }, "rateFactor", /above 10,000/],
    [{ atMs: 0, node: "p", ratePerSecond: 2e6 }, "ratePerSecond", /above 1,000,000/],
    [{ atMs: 0, node: "p", rateFactor: 2, shape: "ramp" }, "durationMs", /needs a duration/],
    [{ atMs: 0, node: "p", rateFactor: 2, durationMs: 0 }, "durationMs", /lasts no time/],
  ])("P7 G5 %j is refused", (step, property, words) => {
    const problems = messages(step);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(words);
    expect(problems[0]?.path).toBe(`scenario.load.0.${property}`);
  });
});
