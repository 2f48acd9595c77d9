import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkerProcess } from "../../engine/core/environment.ts";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-workers-"));
  // Echoes what it gets, says what it was given, and ends when told to or when its host has gone.
  const source = `
    process.on("disconnect", () => process.exit(0));
    process.on("message", (message) => (message === "end" ? process.exit(7) : process.send({ echo: message })));
    process.send({ args: process.argv.slice(2), flags: process.execArgv, group: process.pid });`;
  writeFileSync(join(folder, "worker.js"), source);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const args = { runId: "r1", zone: "eu" };

function exitOf(worker: WorkerProcess): Promise<unknown> {
  return new Promise((resolve) => worker.onExit((code, signal) => resolve([code, signal])));
}

test("a worker is told who it is, and messages keep their types and their order", async () => {
  const worker = createSpawnWorker(folder)("worker", args);
  const heard: unknown[] = [];
  worker.onMessage((message) => heard.push(message));
  const sent = [new Map([["a", 1n]]), new Float64Array([1, 2]), { at: new Date(0), none: undefined }];
  for (const message of sent) worker.send(message);
  await expect.poll(() => heard).toEqual([{ args: ["--run=r1", "--zone=eu"], flags: [], group: worker.pid }, ...sent.map((echo) => ({ echo }))]);
  const exit = exitOf(worker);
  worker.send("end");
  expect(await exit).toEqual([7, null]);
  // Both are known to those who ask late, and neither a message nor a signal does harm.
  expect(await exitOf(worker)).toEqual([7, null]);
  worker.send("too late");
  worker.kill("SIGKILL");
});

test("a killed worker is told by its signal", async () => {
  const worker = createSpawnWorker(folder)("worker", args);
  const exit = exitOf(worker);
  worker.kill("SIGKILL");
  expect(await exit).toEqual([null, "SIGKILL"]);
});

test("a build that lacks the worker is said to, with the way out", () => {
  expect(() => createSpawnWorker(folder)("load", args)).toThrow(expect.objectContaining({ code: "engine-lost", hint: "Build it: npm run build" }));
});
