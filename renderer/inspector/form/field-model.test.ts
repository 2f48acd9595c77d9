import { describe as group, expect, it } from "vitest";
import { z } from "zod";
import { kindOf, kindTypes } from "../../../design/kinds/registry.ts";
import { fieldsOf, type Field, type NamedField } from "./field-model.ts";

function fieldNamed(fields: readonly NamedField[], name: string): Field {
  const found = fields.find((each) => each.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found.field;
}

group("form fields from a schema", () => {
  const consumer = fieldsOf(kindOf("consumer").settings);
  const producer = fieldsOf(kindOf("producer").settings);
  const queue = fieldsOf(kindOf("queue").settings);

  it("reads range, unit and default of a number", () => {
    expect(fieldNamed(consumer, "replicas")).toMatchObject({ type: "number", title: "Replicas", unit: "replicas", integer: true, min: 1, max: 1000, defaultValue: 1 });
    expect(fieldNamed(consumer, "failureRate")).toMatchObject({ type: "number", unit: "%", min: 0, max: 1, integer: false });
    expect(fieldNamed(consumer, "timeoutMs")).toMatchObject({ type: "number", unit: "ms", optional: true, defaultValue: undefined });
  });

  it("reads a strict lower bound", () => {
    const [field] = fieldsOf(z.object({ cv: z.number().positive().max(100) }));
    expect(field?.field).toMatchObject({ min: 0, max: 100 });
  });

  it("turns a discriminated union into variants without their telling word", () => {
    const arrivals = fieldNamed(producer, "arrivals");
    if (arrivals.type !== "variants") throw new Error("not variants");
    expect(arrivals.discriminator).toBe("process");
    expect(arrivals.variants.map((variant) => variant.word)).toContain("poisson");
    const ramp = arrivals.variants.find((variant) => variant.word === "ramp");
    expect(ramp?.fields.map((each) => each.name)).toEqual(["ratePerSecond", "toRatePerSecond", "overMs"]);
  });

  it("nests objects, lists and choices", () => {
    expect(fieldNamed(queue, "backoff")).toMatchObject({ type: "group", title: "Backoff" });
    expect(fieldNamed(queue, "overflow")).toMatchObject({ type: "choice", defaultValue: "block" });
    expect(fieldNamed(queue, "priorities")).toMatchObject({ type: "flag", defaultValue: false });
    const rules = fieldNamed(fieldsOf(kindOf("router").settings), "rules");
    expect(rules).toMatchObject({ type: "list", most: 50, item: { type: "group" } });
  });

  it("knows code editors", () => {
    expect(fieldNamed(fieldsOf(kindOf("filter").settings), "when")).toMatchObject({ type: "text", editor: "condition" });
    expect(fieldNamed(producer, "payload")).toMatchObject({ type: "json", optional: true });
    expect(fieldNamed(producer, "priority")).toMatchObject({ type: "either" });
  });

  it.each(kindTypes)("gives each setting of the kind %s a title and help", (type) => {
    for (const { name, field } of fieldsOf(kindOf(type).settings)) {
      expect(field.title, name).not.toBe("");
      expect(field.help, name).not.toBe("");
    }
  });
});
