import { describe, expect, it } from "vitest";
import { kindOf } from "../../../design/kinds/registry.ts";
import { fieldsOf, type VariantsField } from "./field-model.ts";
import { initialValue } from "./values.ts";
import { switchVariant } from "./variant-values.ts";

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
