import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import { formatDesign } from "../../design/document/format.ts";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
import { forecast } from "../support/run.ts";

const FOLDER = fileURLToPath(new URL("../../examples/templates/", import.meta.url));
const TEMPLATES = readdirSync(FOLDER).filter((file) => file.endsWith(".spillway.json"));
/** Objectives that a template fails on purpose, as its description says. */
const MEANT_TO_FAIL: Readonly<Record<string, readonly string[]>> = { "thin-or-fat-events.spillway.json": ["thin"] };
const FOR_MS = 30_000;

function designIn(file: string): { text: string; design: Design } {
  const text = readFileSync(FOLDER + file, "utf8");
  const loaded = loadDesign(text);
  if (!loaded.ok) throw loaded.error;
  return { text, design: loaded.design };
}

describe("templates", () => {
  it.each(TEMPLATES)("%s says what it shows, what is promised and what to try", (file) => {
    const { text, design } = designIn(file);
    expect(design.description ?? "").toMatch(/^.{100,}\.$/);
    expect(design.slos?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(design.annotations?.map((note) => note.text)).toEqual([expect.stringMatching(/^Try: .{60,}/)]);
    expect(checkDesign(design)).toEqual([]);
    expect(formatDesign(design)).toBe(text);
  });

  it.each(TEMPLATES)("%s runs, loses nothing and keeps what it promises", async (file) => {
    const { report } = await forecast(designIn(file).design, { forMs: FOR_MS });
    expect(report.ended).toBe("drained");
    expect(report.ledger).toMatchObject({ balanced: true, inFlight: 0, lost: 0 });
    expect(report.problems.filter(({ code }) => code === "unstable")).toEqual([]);
    expect(report.slos.filter((slo) => !slo.passed).map((slo) => slo.id)).toEqual(MEANT_TO_FAIL[file] ?? []);
  });

  it("O6 self-healing heals itself: what crashed is back at once, and the spike leaves no backlog", async () => {
    const { design } = designIn("self-healing.spillway.json");
    const { report } = await forecast(design, { forMs: FOR_MS });
    const said = report.alerts!.log.map(({ alert, actions, resolvedBy }) => [alert, ...actions.map(({ result, note }) => `${result} ${note}`), resolvedBy]);
    expect(said).toEqual([["gone", "done 2 replicas restarted", "back"], ["spike", "done 2 → 6 replicas", "back"]]);
    const left = await forecast({ ...design, alerts: [] }, { forMs: FOR_MS });
    expect(left.report.nodes["inbox"]!.depth.max).toBeGreaterThan(5 * report.nodes["inbox"]!.depth.max);
  });
});
