import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "../errors.ts";
import { importText } from "./registry.ts";

describe("imports", () => {
  it.each([
    ["openapi: 3.1.0\n", /api\.yaml is an OpenAPI document.*Imported are .*RabbitMQ definitions/],
    ['{"format": "spillway"}', /Spillway design already: open it/],
    ["apiVersion: v1\nkind: Pod\n", /Kubernetes/],
    ["a: 1\nb: 2\n", /no document that can be imported: it holds an object with a, b\./],
    ["hello", /holds no object with properties/],
    ["", /holds no object with properties/],
  ])("refuse %j and say what it is", (text, message) => {
    expect(() => importText(text, "api.yaml")).toThrow(expect.objectContaining({ code: "import-refused", message: expect.stringMatching(message) }));
  });

  it("name a design after its file, and give the same design each time", () => {
    const text = '{"queues": [{"name": "orders"}, {"name": "北京"}], "bindings": []}';
    const read = importText(text, "C:\\files\\shop.v2.json");
    expect(read).toMatchObject({ source: "rabbitmq", design: { name: "shop.v2" } });
    expect(read.design.nodes.map(({ id }) => id)).toContain("orders");
    expect(importText(text, "C:\\files\\shop.v2.json")).toEqual(read);
  });

  it("give a design or one clear refusal of whatever text", () => {
    const words = fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "a", "queues", "bindings", "asyncapi", "services", "1", "null", "\n", "- ", "  ", "&a ", "*a ", "!!x ", "<<"), { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), words), fc.constantFrom("a.json", "a.yaml", ""), (text, file) => {
        try {
          importText(text, file);
        } catch (error) {
          if (!isAppError(error)) throw error;
          expect(error.code).toBe("import-refused");
        }
      }),
      { numRuns: 500 },
    );
  });
});
