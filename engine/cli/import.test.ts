import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadDesign } from "../../design/document/load.ts";
import { readText } from "./read-text.ts";
import { spillway } from "../../tests/support/spillway.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const definitions = file("definitions.json", {
  vhosts: [{ name: "/" }],
  queues: [{ name: "orders", vhost: "/", durable: true, auto_delete: false, arguments: {} }, { vhost: "/" }],
  exchanges: [],
  bindings: [],
});

describe("spillway import", () => {
  test("writes a design that can be opened, and tells by place what was not understood", async () => {
    const out = join(folder, "orders.spillway.json");
    const { code, notes } = await spillway("import", definitions, "--out", out);
    expect(code).toBe(0);
    expect(loadDesign(readFileSync(out, "utf8")).ok).toBe(true);
    expect(notes).toMatch(/^note {5}\/queues\/1: A queue without a name\. Left out\.$/m);
    expect(notes).toMatch(/Read as RabbitMQ.*: \d+ notes?\./);
  });

  test("overwrites nothing without --force", async () => {
    const out = file("mine.spillway.json", "mine");
    expect(await spillway("import", definitions, "--out", out)).toMatchObject({ code: 2, notes: expect.stringContaining("is there already") });
    expect(readFileSync(out, "utf8")).toBe('"mine"');
    expect(await spillway("import", definitions, "--out", out, "--force")).toMatchObject({ code: 0 });
  });

  test("without --out writes to standard output; --strict ends with 1 when there are notes", async () => {
    const { code, out } = await spillway("import", definitions, "--strict");
    expect(code).toBe(1);
    expect(loadDesign(out).ok).toBe(true);
  });

  test.each([
    [["import", "README.md"], 1],
    [["import", "examples/order-pipeline.spillway.json"], 1],
    [["import", "/nowhere/definitions.json"], 2],
    [["import"], 2],
    [["import", definitions, "--out", folder], 2],
  ])("refuses %j in words", async (given, code) => {
    const ended = await spillway(...given);
    expect(ended.code).toBe(code);
    expect(ended.notes).not.toContain("This is a bug");
  });
});

test("standard input is read like a file, up to the same size", async () => {
  const pieces = async function* (count: number, size: number) {
    for (let index = 0; index < count; index++) yield new Uint8Array(size).fill(97);
  };
  expect(await readText("-", () => pieces(2, 3))).toBe("aaaaaa");
  await expect(readText("-", () => pieces(60, 1024 * 1024))).rejects.toMatchObject({ code: "design-too-large" });
});
