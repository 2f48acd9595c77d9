import { describe, expect, it } from "vitest";
import { kindOf } from "../../../design/kinds/registry.ts";
import { fieldsOf, type VariantsField } from "./field-model.ts";
import { initialValue, valueAt, withValueAt } from "./values.ts";
import { switchVariant } from "./variant-values.ts";

describe("values in settings", () => {
  it("replaces one value and leaves the others as they are", () => {
    const before = { a: { b: 1, c: [1, 2] } };
    expect(withValueAt(before, ["a", "c", 1], 5)).toEqual({ a: { b: 1, c: [1, 5] } });
    expect(before).toEqual({ a: { b: 1, c: [1, 2] } });
    expect(valueAt(before, ["a", "c", 0])).toBe(1);
  });

  it("takes a container that is not written yet from the effective settings", () => {
    const effective = { backoff: { type: "exponential", delayMs: 1000 } };
    expect(withValueAt({}, ["backoff", "delayMs"], 50, effective)).toEqual({ backoff: { type: "exponential", delayMs: 50 } });
  });

  it("removes properties and list entries", () => {
    expect(withValueAt({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
    expect(withValueAt({ list: [1, 2, 3] }, ["list", 1], undefined)).toEqual({ list: [1, 3] });
  });
});

describe("variants", () => {
  function variants(kind: "producer" | "consumer", name: string): VariantsField {
    const field = fieldsOf(kindOf(kind).settings).find((each) => each.name === name)?.field;
    if (field?.type !== "variants") throw new Error("not variants");
    return field;
  }

  it.each(["constant", "poisson", "ramp", "spike"])("switches the arrivals to a valid %s and keeps the rate", (word) => {
    const next = switchVariant(variants("producer", "arrivals"), { process: "poisson", ratePerSecond: 42 }, word);
    expect(next).toMatchObject({ process: word, ratePerSecond: 42 });
    expect(kindOf("producer").settings.safeParse({ arrivals: next }).success).toBe(true);
  });

  it.each(["constant", "exponential", "uniform", "lognormal", "gamma", "pareto", "empirical"])("switches the service time to a valid %s", (word) => {
    const field = variants("consumer", "serviceTime");
    const next = switchVariant(field, { distribution: "exponential", meanMs: 20 }, word);
    expect(kindOf("consumer").settings.safeParse({ serviceTime: next }).success).toBe(true);
    expect(switchVariant(field, next, "exponential")).toMatchObject({ meanMs: 20 });
  });

  it("begins every field with a value that fits", () => {
    const rules = fieldsOf(kindOf("router").settings).find((each) => each.name === "rules")?.field;
    if (rules?.type !== "list") throw new Error("not a list");
    expect(initialValue(rules.item)).toEqual({ port: "", when: "true" });
  });
});
