import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import { kindTypes } from "../../design/kinds/registry.ts";
import { forecast } from "../support/run.ts";

const FOLDER = fileURLToPath(new URL("../../examples/kinds/", import.meta.url));
const LONGEST_MS = 30_000;

/** The examples of one kind each. */
const EXAMPLES = readdirSync(FOLDER).filter((file) => file.endsWith(".spillway.json"));

/** The kind that a file is named after; what follows it tells examples of one kind apart (`producer-burst`). */
function kindIn(file: string): string | undefined {
  const name = file.replace(".spillway.json", "");
  const kebab = (kind: string): string => kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kindTypes.filter((kind) => name === kebab(kind) || name.startsWith(`${kebab(kind)}-`)).toSorted((a, b) => b.length - a.length)[0];
}

describe("the examples of kinds", () => {
  it("has one for each kind", () => {
    const shown = new Set(EXAMPLES.map(kindIn));
    expect(kindTypes.filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it.each(EXAMPLES)("%s says what to look at", (file) => {
    expect((JSON.parse(readFileSync(FOLDER + file, "utf8")) as { description?: string }).description ?? "").toMatch(/^.{60,}\.$/);
  });

  it.each(EXAMPLES)("%s uses its kind, has no problem, and runs to an end by itself", async (file) => {
    const text = readFileSync(FOLDER + file, "utf8");
    const loaded = loadDesign(text);
    if (!loaded.ok) throw loaded.error;
    const { design } = loaded;
    // Zones are no kind: theirs is a design that has some.
    if (file.startsWith("zones")) expect(new Set(design.nodes.map((node) => node.zone)).size).toBeGreaterThan(1);
    else expect(design.nodes.map((node) => node.kind)).toContain(kindIn(file));
    expect(checkDesign(design)).toEqual([]);
    expect(formatDesign(design)).toBe(text);
    const { report } = await forecast(design, { forMs: LONGEST_MS });
    expect(report.ended).toBe("drained");
    expect(report.durationMs + report.drainedMs).toBeLessThan(LONGEST_MS);
    expect(report.ledger).toMatchObject({ balanced: true, inFlight: 0, lost: 0 });
    expect(report.ledger.produced).toBeGreaterThan(0);
  });
});
