import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { spillway } from "../../tests/support/spillway.ts";

const EXAMPLE = "examples/order-pipeline.spillway.json";
const folder = mkdtempSync(join(tmpdir(), "spillway-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function changed(name: string, change: (design: Design) => void): string {
  const design = JSON.parse(readFileSync(EXAMPLE, "utf8")) as Design;
  change(design);
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(design));
  return path;
}

const [first, other] = [join(folder, "first.json"), join(folder, "other.json")];
beforeAll(async () => {
  await spillway("forecast", EXAMPLE, "--report", first);
  await spillway("forecast", EXAMPLE, "--seed", "8", "--report", other);
});

describe("spillway diff", () => {
  test("of designs ends with 1 and says what changed, with 0 when nothing did", async () => {
    const faster = changed("faster.json", ({ nodes }) => (nodes[2]!.settings!.replicas = 3));
    expect(await spillway("diff", EXAMPLE, faster)).toMatchObject({ code: 1, out: "Nodes\n  ~ Billing: replicas 2 → 3\n" });
    expect(JSON.parse((await spillway("diff", EXAMPLE, faster, "--json")).out)).toMatchObject({ format: "spillway-diff", of: "design", same: false, changes: [{ part: "node", id: "billing" }] });
    const moved = changed("moved.json", ({ nodes }) => (nodes[2]!.position.x += 9));
    expect(await spillway("diff", EXAMPLE, moved)).toMatchObject({ code: 0, out: "No difference in what the designs do.\nMoved on the canvas: Billing.\n" });
  });

  test("of reports shows figures with their change, in tables", async () => {
    const { code, out } = await spillway("diff", first, other);
    expect(code).toBe(1);
    expect(out).toMatch(/^Orders \(forecast\) → Orders \(forecast\)\n\nExecuted otherwise\n {2}seed {2}7 {2}→ {2}8\n/);
    expect(out).toMatch(/Whole\n(.*\n)*? {2}end to end p95 +[\d.]+ m?s +→ +[\d.]+ m?s +[+−][\d.]+ m?s +[+−][\d.]+ %\n/);
    expect(out).toMatch(/billing\n(.*\n)*? {2}utilisation .* points /);
    expect(out).toMatch(/Ledger\n {2}delivered /);
    expect(await spillway("diff", first, first)).toMatchObject({ code: 0, out: expect.stringContaining("No difference beyond noise.") });
    expect(JSON.parse((await spillway("diff", first, other, "--json")).out)).toMatchObject({ of: "report", same: false, headline: expect.any(Array) });
  });

  test.each([
    [() => ["diff", EXAMPLE, first], /is a design and .* a report/],
    [() => ["diff", EXAMPLE], /Missing required positional argument: AFTER/],
    [() => ["diff", "-", "-"], /holds one file/],
    [() => ["diff", EXAMPLE, join(folder, "none.json")], /none\.json/],
    [() => ["diff", EXAMPLE, "README.md"], /README\.md is neither a design nor a report: line 1/],
  ] as const)("ends with 2 for what it cannot compare", async (given, message) => {
    const ended = await spillway(...given());
    expect(ended.code).toBe(2);
    expect(ended.notes).toMatch(message);
  });
});
