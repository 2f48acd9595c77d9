import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../checks/check.ts";
import { anyDesign } from "../testing/arbitrary-design.ts";
import { formatDesign } from "./format.ts";
import { loadDesign } from "./load.ts";
import type { Design, Json } from "./schema.ts";

function load(text: string): Design {
  const loaded = loadDesign(text);
  if (!loaded.ok) throw loaded.error;
  return loaded.design;
}

/** The same value with the keys of its named objects in another order. */
function reversed(value: Json, keepOrder = false): Json {
  if (Array.isArray(value)) return value.map((item) => reversed(item, keepOrder));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [key, reversed(inner, keepOrder || key === "payload" || key.startsWith("x-"))]);
  return Object.fromEntries(keepOrder || value["kind"] === "teleporter" ? entries : entries.toReversed());
}

describe("formatting a design", () => {
  it("loading and formatting again gives the same text and an equal design", () => {
    fc.assert(
      fc.property(anyDesign, (design) => {
        const text = formatDesign(design);
        const again = load(text);
        expect(again).toEqual(design);
        expect(formatDesign(again)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order in which properties were set", () => {
    const known = anyDesign.map((design): Design => ({ ...design, nodes: design.nodes.filter((node) => node.kind !== "teleporter") }));
    fc.assert(
      fc.property(known, (design) => {
        expect(formatDesign(reversed(design as unknown as Json) as unknown as Design)).toBe(formatDesign(design));
      }),
    );
  });

  it("writes keys in the schema's order, then x- keys, leaves on one line, one property per line elsewhere", () => {
    const design = {
      "x-b": 1,
      "x-a": [1, 2],
      edges: [],
      nodes: [
        {
          settings: { "x-z": true, backoff: { delayMs: 5, type: "fixed" }, attempts: 2 },
          position: { y: 2, x: 1 },
          kind: "queue",
          id: "q",
          name: undefined,
        },
      ],
      name: "N",
      version: 1,
      format: "spillway",
    } as unknown as Design;
    expect(formatDesign(design)).toBe(`{
  "format": "spillway",
  "version": 1,
  "name": "N",
  "nodes": [
    {
      "id": "q",
      "kind": "queue",
      "position": { "x": 1, "y": 2 },
      "settings": {
        "attempts": 2,
        "backoff": { "type": "fixed", "delayMs": 5 },
        "x-z": true
      }
    }
  ],
  "edges": [],
  "x-a": [
    1,
    2
  ],
  "x-b": 1
}
`);
  });
});

describe("files that come with the product", () => {
  const folder = new URL("../../examples/", import.meta.url);
  const examples = ["", "kinds/", "templates/"].flatMap((within) =>
    readdirSync(new URL(within, folder))
      .filter((file) => file.endsWith(".spillway.json"))
      .map((file) => `${within}${file}`),
  );

  it("include the sample", () => {
    expect(examples).toContain("order-pipeline.spillway.json");
    expect(examples.length).toBeGreaterThanOrEqual(40);
  });

  it.each(examples)("G5 %s has no problems, is formatted, and its cards do not touch", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const design = load(text);
    expect(checkDesign(design)).toEqual([]);
    expect(formatDesign(design)).toBe(text);
    for (const [index, a] of design.nodes.entries())
      for (const b of design.nodes.slice(index + 1))
        expect(Math.abs(a.position.x - b.position.x) >= 208 || Math.abs(a.position.y - b.position.y) >= 104).toBe(true);
  });
});
