import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asFileError, defaultDataFolder, makePrivateFolder } from "./data-folder.ts";

let folder = "";
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "spillway-test-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["linux", {}, "/home/a", "/home/a/.local/share/spillway/redis"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/home/a", "/data/spillway/redis"],
  ["darwin", {}, "/Users/a", "/Users/a/Library/Application Support/Spillway/redis"],
  ["win32", { APPDATA: "C:\\Users\\a\\AppData\\Roaming" }, "C:\\Users\\a", "C:\\Users\\a\\AppData\\Roaming\\Spillway\\redis"],
] as const)("on %s with %j the data lies where that system keeps such things", (platform, environment, home, expected) => {
  expect(defaultDataFolder({ platform, environment, home })).toBe(expected);
});

test.skipIf(process.platform === "win32")("a new data folder is its owner's alone", () => {
  makePrivateFolder(join(folder, "a", "b"));
  expect(statSync(join(folder, "a", "b")).mode & 0o777).toBe(0o700);
});

test("a data folder that cannot be made is refused with its path", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => makePrivateFolder(join(folder, "file", "b"))).toThrow(expect.objectContaining({ code: "file-not-writable", message: expect.stringContaining(join(folder, "file")) as string }) as Error);
});

test("a full disk is told as one", () => {
  expect(asFileError(Object.assign(new Error("no space"), { code: "ENOSPC" }), "/data").code).toBe("disk-full");
});
