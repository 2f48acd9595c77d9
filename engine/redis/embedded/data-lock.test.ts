import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDataFolder } from "./data-lock.ts";

let folder = "";
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "spillway-test-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lockPath(): string {
  return join(folder, "spillway.lock");
}

function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

test("a data folder has one holder, who is named to the second", () => {
  expect(lockDataFolder(folder).taken).toBe(true);
  expect(lockDataFolder(folder)).toEqual({ taken: false, holder: process.pid });
});

test("it is free again after its release, and nothing is left", () => {
  const lock = lockDataFolder(folder);
  if (lock.taken) lock.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(lockDataFolder(folder).taken).toBe(true);
});

test.each([
  ["of a process that is gone", () => JSON.stringify({ pid: deadPid() })],
  ["of an earlier process with the same id", () => JSON.stringify({ pid: process.pid, startTime: "1" })],
  ["that is damaged", () => "{"],
])("a lock %s is taken over", (_, content) => {
  writeFileSync(lockPath(), content());
  expect(lockDataFolder(folder).taken).toBe(true);
  expect(JSON.parse(readFileSync(lockPath(), "utf8"))).toMatchObject({ pid: process.pid });
});

test("while one process takes it over, another does not", () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: deadPid() }));
  mkdirSync(`${lockPath()}.takeover`);
  expect(lockDataFolder(folder).taken).toBe(false);
});

test("a takeover that was cut short does not block for ever", () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: deadPid() }));
  mkdirSync(`${lockPath()}.takeover`);
  utimesSync(`${lockPath()}.takeover`, new Date(0), new Date(0));
  expect(lockDataFolder(folder).taken).toBe(true);
});

test("a release after another process took the lock leaves that one's alone", () => {
  const lock = lockDataFolder(folder);
  writeFileSync(lockPath(), JSON.stringify({ pid: 1 }));
  if (lock.taken) lock.release();
  expect(existsSync(lockPath())).toBe(true);
});
