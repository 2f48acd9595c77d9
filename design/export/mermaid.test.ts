// @vitest-environment happy-dom
import fc from "fast-check";
import mermaidParser from "mermaid";
import { describe, expect, it } from "vitest";
import type { Design } from "../document/schema.ts";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { designOf } from "../../tests/support/designs.ts";
import { examples, HOSTILE_NAMES, type Example } from "../../tests/support/examples.ts";
import { topologyOf } from "../topology/resolve.ts";
import { exportTo } from "./registry.ts";

/** Mermaid's own parser says what kind of diagram it is; it throws at what is none. */
async function typeOf(design: Design): Promise<string> {
  const [file] = exportTo("mermaid", topologyOf(design)).files;
  const parsed = await mermaidParser.parse(file?.text ?? "");
  return parsed ? parsed.diagramType : "none";
}

describe("Mermaid", () => {
  it("is read by its own parser, for every example", async () => {
    for (const { design } of examples()) expect(await typeOf(design)).toMatch(/^flowchart/);
  });

  it("is not broken by hostile names", async () => {
    const [{ design }] = examples() as [Example];
    for (const name of HOSTILE_NAMES) expect(await typeOf({ ...design, nodes: design.nodes.map((node) => ({ ...node, name })) })).toMatch(/^flowchart/);
  });
});

describe("Mermaid of whatever is drawn", { timeout: 60_000 }, () => {
  it("is read by its own parser", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign, async (design) => {
        expect(await typeOf(design)).toMatch(/^flowchart/);
      }),
      { numRuns: 5 },
    );
  });
});

describe("Mermaid's shapes", () => {
  it("draw as a cylinder what holds data, and not what only stands before it", () => {
    const design = designOf({ p: ["producer"], c: ["consumer"], b: ["circuitBreaker"], k: ["cache"], d: ["database"] }, ["p > c", "c.call > b.call", "b.target > k.call", "k.origin > d.call"]);
    const text = exportTo("mermaid", topologyOf(design)).files[0]!.text;
    expect(text.match(/\[\("[a-z]<br>/g)).toEqual(['[("k<br>', '[("d<br>']);
  });
});
