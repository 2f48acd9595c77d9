import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ExportFile } from "../../../design/export/target.ts";
import { compareExport, writeExport } from "./write-export.ts";
import { createWrittenExports } from "./written-exports.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-export-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (text: string, path = "deep/a.yaml"): ExportFile => ({ path, language: "yaml", text });

/** Writes a file as the screen does: as it was seen a moment before. */
async function write(text: string) {
  const memory = createWrittenExports(join(folder, "data"));
  const out = join(folder, "out");
  const [compared] = await compareExport(out, [file(text)], await memory.hashes());
  const result = await writeExport(out, [{ ...file(text), seen: compared!.hash }]);
  await memory.remember(result.hashes);
  return { out, memory, result };
}

describe("an export beside what lies there", () => {
  test("tells what is new, the same, merely old, changed by hand, and somebody else's", async () => {
    const { out, memory } = await write("a: 1\n");
    const place = join(out, "deep", "a.yaml");
    const stateOf = async (text: string) => (await compareExport(out, [file(text)], await memory.hashes()))[0];
    expect(await stateOf("a: 1\n")).toMatchObject({ state: "same", present: "a: 1\n" });
    expect(await stateOf("a: 2\n")).toMatchObject({ state: "outdated", present: "a: 1\n" });
    writeFileSync(place, "a: by hand\n");
    expect(await stateOf("a: 2\n")).toMatchObject({ state: "edited", present: "a: by hand\n" });
    expect(await stateOf("a: by hand\n")).toMatchObject({ state: "same" });
    writeFileSync(join(out, "b.yaml"), "mine\n");
    const [other] = await compareExport(out, [file("a: 1\n", "b.yaml")], await memory.hashes());
    expect(other).toMatchObject({ state: "foreign", present: "mine\n" });
    expect((await compareExport(join(folder, "none"), [file("x")], new Map()))[0]).toEqual({ path: "deep/a.yaml", state: "new", hash: null, present: null });
  });

  test("is remembered by the next start, and a broken memory makes every file somebody else's", async () => {
    const { out } = await write("a: 1\n");
    const again = createWrittenExports(join(folder, "data"));
    expect((await compareExport(out, [file("a: 2\n")], await again.hashes()))[0]?.state).toBe("outdated");
    writeFileSync(join(folder, "data", "written-exports.json"), "{ broken");
    expect((await compareExport(out, [file("a: 2\n")], await again.hashes()))[0]?.state).toBe("foreign");
  });

  test("shows no text of what is none", async () => {
    writeFileSync(join(folder, "a.yaml"), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await compareExport(folder, [file("x", "a.yaml")], new Map()))[0]).toMatchObject({ state: "foreign", present: null });
  });
});

describe("writing an export", () => {
  test("leaves a file alone that has changed since it was looked at, and says so", async () => {
    const { out } = await write("a: 1\n");
    const place = join(out, "deep", "a.yaml");
    const [seen] = await compareExport(out, [file("a: 2\n")], new Map());
    writeFileSync(place, "a: meanwhile\n");
    expect(await writeExport(out, [{ ...file("a: 2\n"), seen: seen!.hash }])).toMatchObject({ written: [], conflicts: ["deep/a.yaml"] });
    expect(readFileSync(place, "utf8")).toBe("a: meanwhile\n");
    expect(await writeExport(out, [{ ...file("a: 2\n"), seen: null }])).toMatchObject({ conflicts: ["deep/a.yaml"] });
  });

  test("stays inside the folder, also beside one whose name begins the same", async () => {
    for (const path of ["../x", "../out-2/x", "a/../../x"]) {
      await expect(writeExport(join(folder, "out"), [{ ...file("x", path), seen: null }])).rejects.toMatchObject({ code: "file-not-writable" });
    }
    expect(existsSync(join(folder, "out-2"))).toBe(false);
  });
});
