import { describe, expect, it } from "vitest";
import { schemaOfTemplate } from "./payload-schema.ts";

describe("the schema of a payload template", () => {
  it("P4 says what each placeholder draws, and constants as such", () => {
    expect(
      schemaOfTemplate({ id: "{{uuid}}", n: "{{seq}}", total: "{{int 5 9}}", share: "{{number}}", color: "{{pick red green}}", at: "{{time}}", key: "{{ key }}", note: "no {{seq}}", kind: "order", ok: true, none: null }),
    ).toEqual({
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        n: { type: "integer", minimum: 0 },
        total: { type: "integer", minimum: 5, maximum: 9 },
        share: { type: "number", minimum: 0, maximum: 1 },
        color: { type: "string", enum: ["red", "green"] },
        at: { type: "number", minimum: 0, description: "Time since the start, in ms." },
        key: { type: "string" },
        note: { type: "string" },
        kind: { const: "order" },
        ok: { const: true },
        none: { const: null },
      },
      required: ["id", "n", "total", "share", "color", "at", "key", "note", "kind", "ok", "none"],
    });
  });

  it("says lists by their items, and takes unknown or empty placeholders for text", () => {
    expect(schemaOfTemplate(["{{seq}}", "{{seq}}"])).toEqual({ type: "array", items: { type: "integer", minimum: 0 }, minItems: 2, maxItems: 2 });
    expect(schemaOfTemplate([1, "{{uuid}}"])).toEqual({ type: "array", items: [{ const: 1 }, { type: "string", format: "uuid" }], minItems: 2, maxItems: 2 });
    expect([[], {}, "{{nothing 1}}", "{{pick}}", "{{int a b}}"].map((template) => schemaOfTemplate(template))).toEqual([
      { type: "array", minItems: 0, maxItems: 0 },
      { type: "object" },
      { const: "{{nothing 1}}" },
      { const: "{{pick}}" },
      { type: "integer" },
    ]);
  });
});
