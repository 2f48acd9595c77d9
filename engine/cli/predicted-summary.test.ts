import { describe, expect, it } from "vitest";
import { designOf, SINK } from "../../tests/support/designs.ts";
import { predict } from "../../tests/support/run.ts";
import type { Report } from "../contract/report.ts";
import { Shadow } from "../forecast/shadow.ts";
import { predictedPart } from "./predicted-summary.ts";

const design = designOf(
  { p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 80 } }], q: ["queue"], c: ["consumer", { serviceTime: { distribution: "constant", meanMs: 10 } }], s: SINK },
  ["p > q", "q > c", "c > s"],
);

describe("the forecast beside what was measured", () => {
  it("F4 F2 shows both of each consumer and its formula; what differs is marked", async () => {
    const measured = await predict(design, { seed: 5, forMs: 20_000 });
    const predicted = new Shadow({ runId: "r", design, seed: 5, forMs: 20_000 }).report(measured.durationMs, measured.drainedMs);
    const same = predictedPart({ ...measured, predicted }, design);
    expect(same).toMatch(/^ {2}c .*\d\/s \/ \d.*10 ms \/ 10 ms$/m);
    expect(same).not.toContain(" !\n");
    expect(same).toMatch(/c as M\/D\/1: mean wait 20 ms, 80 % busy in the steady state, by .*Pollaczek/);
    const { c } = measured.nodes;
    const slower: Report = { ...measured, predicted, nodes: { ...measured.nodes, c: { ...c!, serviceMs: { ...c!.serviceMs, mean: 14 } } } };
    expect(predictedPart(slower, design)).toContain("14 ms / 10 ms !");
    expect(predictedPart(measured, design)).toBe("");
  });
});
