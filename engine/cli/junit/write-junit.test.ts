import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { spillway } from "../../../tests/support/spillway.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-junit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  nodes: { settings?: Record<string, unknown> }[];
  slos?: object[];
}

/** A copy of the sample with changes. */
function variant(name: string, change: (design: Given) => void): string {
  const design = JSON.parse(readFileSync("examples/order-pipeline.spillway.json", "utf8")) as Given;
  change(design);
  const path = join(folder, `${name}.spillway.json`);
  writeFileSync(path, JSON.stringify(design));
  return path;
}

test("O5 a missed SLO is a failed test case and ends with 1", async () => {
  const slo = { id: "fast", name: "Fast", target: { node: "billing" }, metric: "waitMs", op: "<=", value: 0.001 };
  const path = join(folder, "out.xml");
  expect(await spillway("forecast", variant("slow", (design) => (design.slos = [slo])), "--junit", path)).toMatchObject({ code: 1 });
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(/<testsuite [^>]*tests="3" failures="1" errors="0"/);
  expect(text).toMatch(/<failure type="slo" message="The mean wait of Billing was \d.*; it must be at most 0 ms\."/);
  expect(text).toContain('<property name="mode" value="forecast"/>');
  expect(text).toMatch(/<system-out>Orders · forecast of/);
});

test("--junit - leaves standard output to the test report", async () => {
  const { code, out, notes } = await spillway("forecast", "examples/order-pipeline.spillway.json", "--for", "1s", "--junit", "-");
  expect(code).toBe(0);
  expect(out).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites>\n/);
  expect(notes).toContain("Ledger (balanced)");
});

test("a design that cannot be executed is an error that lists its problems", async () => {
  const path = join(folder, "broken.xml");
  const broken = variant("broken", ({ nodes }) => nodes.forEach((node) => (node.settings = { ...node.settings, attempts: -1 })));
  expect(await spillway("forecast", broken, "--junit", path)).toMatchObject({ code: 1 });
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(/tests="1" failures="0" errors="1"/);
  expect(text).toMatch(/<error type="design-has-problems" .*>(error .*\n){2}/);
  expect(await spillway("forecast", join(folder, "none.json"), "--junit", path)).toMatchObject({ code: 2 });
  expect(readFileSync(path, "utf8")).toContain('<error type="file-not-found"');
});

test.each([
  [["--junit", "-", "--report", "-"], "both write to standard output"],
  [["--junit", "/nowhere/out.xml"], "there is no folder /nowhere"],
  [["--junit"], "--junit needs a value"],
])("%j is refused", async (given, message) => {
  const { code, notes } = await spillway("forecast", "examples/order-pipeline.spillway.json", ...given);
  expect(code).toBe(2);
  expect(notes).toContain(message);
});
