import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { connectEngine, type WebSocketConstructor } from "../../engine/contract/websocket-transport.ts";
import { until } from "../support/until.ts";
import { runCli, startCli } from "./cli-process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let folder = "";
let cli = "";
let environment: NodeJS.ProcessEnv = {};

/** A package of its own, with the real command line and a screen that needs no build. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-served-"));
  cpSync(join(ROOT, "dist", "node"), join(folder, "dist", "node"), { recursive: true });
  cpSync(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "dist", "renderer"));
  writeFileSync(join(folder, "dist", "renderer", "index.html"), "<!doctype html><title>Spillway</title>");
  cli = join(folder, "dist", "node", "cli.js");
  environment = { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function connect(port: string, token: string) {
  class PageSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin: `http://127.0.0.1:${port}` });
    }
  }
  return connectEngine(`ws://127.0.0.1:${port}/engine`, token, () => {}, { WebSocket: PageSocket as unknown as WebSocketConstructor });
}

test("serve opens the design that it is given, runs it for real, and ends with Ctrl+C", async () => {
  const design = join(folder, "examples", "order-pipeline.spillway.json");
  const started = join(folder, "started");
  const browser = join(folder, "browser");
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$*" > ${started}.tmp && mv ${started}.tmp ${started}\n`, { mode: 0o755 });
  const served = startCli(["serve", design, "--open"], { ...environment, BROWSER: browser }, cli);
  const [, url, port = "", token = ""] = await served.wrote("stdout", /Spillway is at (http:\/\/127\.0\.0\.1:(\d+)\/#token=([0-9a-f]{64}))\n/);
  expect(await (await fetch(url ?? "")).text()).toContain("<title>Spillway</title>");
  // Everybody on the machine sees what a browser was started with: that lets in once, and does not hold the token.
  await until("the browser is started", () => existsSync(started));
  const opened = readFileSync(started, "utf8");
  expect(opened).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/open/[0-9a-f]{64}$`));
  expect(opened).not.toContain(token);
  const first = await fetch(opened, { redirect: "manual" });
  expect([first.status, first.headers.get("location"), first.headers.get("cache-control")]).toEqual([303, `/#token=${token}`, "no-store"]);
  expect((await fetch(opened, { redirect: "manual" })).status).toBe(401);
  const client = connect(port, token);
  expect(await client.call("hello", {})).toMatchObject({ open: design, run: null });
  const { text } = await client.call("files.open", { path: design });
  const states: string[] = [];
  const reported = new Promise((resolve) => client.on("report", resolve));
  client.on("state", ({ phase }) => states.push(phase));
  await client.call("run.start", { design: JSON.parse(text), mode: "live", forMs: 1500, speed: 2 });
  expect(await reported).toMatchObject({ report: { mode: "live", ended: "drained", ledger: { balanced: true, lost: 0 } } });
  expect(states).toEqual(expect.arrayContaining(["running", "finished"]));

  const second = await runCli(["serve", "--port", port], environment, cli);
  expect(second.stderr).toMatch(new RegExp(`Port ${port} is in use.*--port`));
  expect(second.code).toBe(2);

  served.child.kill("SIGINT");
  const ended = await served.ended;
  expect(ended.code).toBe(0);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  await expect(fetch(url ?? "")).rejects.toThrow("fetch failed");
  client.close();
});

test("serve without a screen says how to build it", async () => {
  rmSync(join(folder, "dist", "renderer"), { recursive: true });
  const ended = await runCli(["serve"], environment, cli);
  expect(ended.stderr).toMatch(/npm run build/);
  expect(ended.code).toBe(2);
  expect(existsSync(join(folder, "data", "redis", "spillway.lock"))).toBe(false);
});
