import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot, packageVersion, unpacked } from "./package-root.ts";
import { formatWorkerArguments, parseWorkerArguments } from "./worker-arguments.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-root-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the package is found above the build, past packages inside it", () => {
  const build = join(folder, "dist", "node", "inner");
  mkdirSync(build, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"name":"spillway","version":"9.8.7"}');
  writeFileSync(join(folder, "dist", "node", "package.json"), '{"type":"module"}');
  expect(packageRoot(build)).toBe(folder);
  expect(packageVersion(folder)).toBe("9.8.7");
  expect(() => packageRoot("/")).toThrow("No package.json of Spillway");
});

test("what another process runs is taken from outside an app's archive, where it was unpacked", () => {
  const inside = join(folder, "app.asar", "dist", "node", "worker.js");
  const outside = join(folder, "app.asar.unpacked", "dist", "node", "worker.js");
  expect(unpacked(inside)).toBe(inside);
  mkdirSync(join(outside, ".."), { recursive: true });
  writeFileSync(outside, "");
  expect(unpacked(inside)).toBe(outside);
});

test("a worker's arguments arrive as they were given", () => {
  const given = { runId: "run-1", zone: "--eu west=1" };
  expect(parseWorkerArguments(formatWorkerArguments(given))).toEqual(given);
  expect(() => parseWorkerArguments(["--run=1"])).toThrow(expect.objectContaining({ code: "wrong-use" }));
});
