import { describe, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { numericSettings, withNumber } from "./numeric-settings.ts";

describe("numbers that can be varied", () => {
  it("F5 are all numbers of all nodes, with title, unit, range and what they are now", () => {
    const found = numericSettings(orderPipeline());
    const at = (node: string, path: string) => found.find((each) => each.node === node && each.path.join(".") === path);
    expect(at("billing", "replicas")).toMatchObject({ title: "Replicas", unit: "replicas", integer: true, least: 1, most: 1000, value: 2, nodeName: "Billing" });
    expect(at("billing", "serviceTime.meanMs")).toMatchObject({ title: "Service time · Mean", unit: "ms", integer: false, value: 15 });
    expect(at("orders", "arrivals.ratePerSecond")).toMatchObject({ value: 100, unit: "/s" });
    // An optional one that is not set, and a default.
    expect(at("billing", "timeoutMs")).toMatchObject({ value: undefined });
    expect(at("inbox", "backoff.jitter")).toMatchObject({ value: 0, unit: "%" });
    expect(at("paid", "anything")).toBeUndefined();
  });

  it("F5 changes one and leaves the design as it was", () => {
    const design = orderPipeline();
    const changed = withNumber(design, { node: "billing", path: ["serviceTime", "meanMs"] }, 30);
    expect(changed.nodes.find(({ id }) => id === "billing")?.settings?.serviceTime).toEqual({ distribution: "exponential", meanMs: 30 });
    expect(design).toEqual(orderPipeline());
  });

  it("F5 refuses what is not there and what does not fit, and says what would", () => {
    const design = orderPipeline();
    expect(() => withNumber(design, { node: "biling", path: ["replicas"] }, 2)).toThrow("Did you mean billing?");
    expect(() => withNumber(design, { node: "billing", path: ["replica"] }, 2)).toThrow(/no number "replica".*replicas/);
    expect(() => withNumber(design, { node: "billing", path: ["replicas"] }, 0)).toThrow(/billing.replicas cannot be 0/);
    expect(() => withNumber(design, { node: "billing", path: ["replicas"] }, 1.5)).toThrow(/cannot be 1.5/);
    expect(() => withNumber(design, { node: "billing", path: ["permanentFailureRate"] }, 0.9)).toThrow("add up to more than 100 %");
  });
});
