import { describe, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { parseMetric, parseVary } from "./vary.ts";

const design = orderPipeline();

describe("--vary", () => {
  it("F5 takes a range with steps, a range of whole numbers, and a list", () => {
    expect(parseVary("billing.replicas=1:4", design)).toEqual({ node: "billing", path: ["replicas"], values: [1, 2, 3, 4] });
    expect(parseVary("billing.serviceTime.meanMs=10ms:1s:3", design)).toEqual({ node: "billing", path: ["serviceTime", "meanMs"], values: [10, 505, 1000] });
    expect(parseVary("billing.failureRate=0%:50%:2", design).values).toEqual([0, 0.5]);
    expect(parseVary("billing.replicas=1,2,8", design).values).toEqual([1, 2, 8]);
    expect(parseVary("orders.arrivals.ratePerSecond=10:90", design).values).toHaveLength(9);
  });

  it.each(["billing=1:4", "billing.replicas", "billing.replicas=1:2:3:4", "billing.replicas=a:4", "billing.replicas=1:4:0", "billing.replicas=1:4:x"])("F5 refuses %s", (text) => {
    expect(() => parseVary(text, design)).toThrow(/--vary/);
  });
});

describe("--metric", () => {
  it("F5 takes a figure, of a node or of all, and a statistic", () => {
    expect(parseMetric("endToEndMs", design)).toEqual({ figure: "endToEndMs", node: null, statistic: "mean" });
    expect(parseMetric("billing.waitMs.p99", design)).toEqual({ figure: "waitMs", node: "billing", statistic: "p99" });
    expect(parseMetric("depth", design)).toEqual({ figure: "depth", node: null, statistic: "max" });
    expect(() => parseMetric("speed", design)).toThrow(/endToEndMs/);
    expect(() => parseMetric("biling.waitMs", design)).toThrow(/no node or edge "biling"/);
  });
});
