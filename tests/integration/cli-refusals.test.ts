import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./cli-process.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Drawing {
  nodes?: object[];
  edges?: object[];
}

const producer = { id: "orders", kind: "producer", position: { x: 0, y: 0 }, settings: { arrivals: { process: "constant", ratePerSecond: 10 } } };
const sink = { id: "done", kind: "sink", position: { x: 200, y: 0 } };
const edge = { id: "e1", from: { node: "orders", port: "out" }, to: { node: "done", port: "in" } };

/** Writes a file and returns its path. */
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function design(name: string, { nodes = [producer, sink], edges = [edge] }: Drawing = {}): string {
  return file(name, JSON.stringify({ format: "spillway", version: 1, name, nodes, edges }));
}

/** Whatever is wrong, it is said without a stack trace. */
function expectPlain(text: string): void {
  expect(text).not.toMatch(/\n\s+at |\.(ts|js):\d+|This is a bug|undefined|\[object/);
}

const commands = ["check", "forecast", "run"] as const;

describe.each(commands)("%s of a file that is no sound design", (command) => {
  /** One of each sort goes through all commands, the rest through one: each takes a process. */
  const cases: [string, () => string, number, RegExp][] = [
    ["missing", () => join(folder, "none.json"), 2, /There is no file .*none\.json/],
    ["a folder", () => folder, 1, /is a folder/],
    ["broken JSON", () => file("broken.json", '{ "format": "spillway",\n  "version": 1,,\n}'), 1, /line 2, column 16/],
    ["cut off", () => file("cut.json", '{ "format": "spillway", "nodes": ['), 1, /ends too early/],
    ["empty", () => file("empty.json", ""), 1, /not a design file/],
    ["not UTF-8", () => file("latin1.json", Buffer.from([0x7b, 0xe4, 0x7d])), 1, /UTF-8/],
    ["something else", () => file("package.json", '{"name":"x"}'), 1, /not a Spillway design/],
    ["of a future version", () => file("future.json", '{"format":"spillway","version":99,"name":"x","nodes":[],"edges":[]}'), 1, /version 99|newer|99/],
    ["with an unknown kind", () => design("kind.json", { nodes: [producer, { ...sink, kind: "teleporter" }] }), 1, /done.*teleporter/],
    ["with an edge to nowhere", () => design("edge.json", { edges: [{ ...edge, to: { node: "nobody", port: "in" } }] }), 1, /nobody/],
    ["with NaN", () => file("nan.json", '{"format":"spillway","version":1,"name":"x","nodes":[],"edges":[],"seed":NaN}'), 1, /line 1, column/],
    ["with a number beyond all bounds", () => file("large.json", '{"format":"spillway","version":1,"name":"x","nodes":[],"edges":[],"seed":1e999}'), 1, /too large/],
    ["with a negative rate", () => design("negative.json", { nodes: [{ ...producer, settings: { arrivals: { process: "constant", ratePerSecond: -5 } } }, sink] }), 1, /orders/],
    ["with an absurd rate", () => design("absurd.json", { nodes: [{ ...producer, settings: { arrivals: { process: "constant", ratePerSecond: 1e300 } } }, sink] }), 1, /orders/],
    ["with a text for a number", () => design("text.json", { nodes: [{ ...producer, settings: { arrivals: { process: "constant", ratePerSecond: "fast" } } }, sink] }), 1, /orders/],
    ["too deep", () => file("deep.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`), 1, /100 deep/],
  ];

  const shared = ["missing", "broken JSON", "with an unknown kind"];
  test.each(cases.filter(([name]) => command === "check" || shared.includes(name)))("%s", async (_, make, code, message) => {
    const ended = await runCli([command, make(), ...(command === "check" ? [] : ["--for", "1s"])]);
    expect(ended.stdout + ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
    if (command !== "check") expect(ended.stdout).toBe("");
    expectPlain(ended.stderr);
  });
});

test("a file of 100 MB is refused at once", async () => {
  const path = file("huge.json", "");
  truncateSync(path, 100 * 1024 * 1024);
  const ended = await runCli(["check", path]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/100 MB.*50 MB at most/);
});

test("check says everything at once (rule G5), as text and as JSON", async () => {
  const path = design("several.json", { nodes: [{ ...producer, kind: "teleporter" }, { ...sink, settings: { colour: 1 } }], edges: [{ ...edge, to: { node: "nobody", port: "in" } }] });
  const text = await runCli(["check", path]);
  expect(text.code).toBe(1);
  for (const word of ["teleporter", "colour", "nobody"]) expect(text.stdout).toContain(word);
  const json = await runCli(["check", path, "--json"]);
  expect(json.code).toBe(1);
  const result = JSON.parse(json.stdout) as { ok: boolean; problems: { severity: string; node?: string; message: string }[] };
  expect(result.ok).toBe(false);
  expect(result.problems.filter(({ severity }) => severity === "error").length).toBeGreaterThanOrEqual(3);
  const sound = await runCli(["check", design("sound.json"), "--json"]);
  expect(sound).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(sound.stdout)).toMatchObject({ ok: true });
});

test("G5 check knows what only a parser knows: cron expressions and handlers", async () => {
  const clock = { id: "clock", kind: "schedule", position: { x: 0, y: 0 }, settings: { cron: "99 * * * *" } };
  const code = { id: "code", kind: "consumer", position: { x: 200, y: 0 }, settings: { handler: "function handler(event) {" } };
  const ended = await runCli(["check", design("parsed.json", { nodes: [clock, code], edges: [{ id: "e1", from: { node: "clock", port: "out" }, to: { node: "code", port: "in" } }] })]);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/clock: .*cron expression cannot be used: .*99/);
  expect(ended.stdout).toMatch(/code: .*handler cannot be used: SyntaxError/);
});

describe("wrong use", () => {
  const path = () => design("sound.json");

  test.each<[() => string[], RegExp]>([
    [() => [], /Say what to do: run, forecast, .*check/],
    [() => ["fly"], /no command "fly"/],
    [() => ["run"], /file/i],
    [() => ["run", path()], /orders produces without a limit.*--for 20s/],
    [() => ["forecast", path()], /orders produces without a limit/],
    [() => ["forecast", path(), "--for", "soon"], /--for takes a duration \(500ms, 20s, 10m, 1h; a plain number is seconds\), not "soon"/],
    [() => ["forecast", path(), "--for", "0"], /longer than 0/],
    [() => ["forecast", path(), "--for", "1s", "--seed", "-1"], /--seed takes a whole number/],
    [() => ["run", path(), "--for", "1s", "--speed", "1000"], /--speed takes a number from 0.1 to 10/],
    [() => ["run", path(), "--for", "1s", "--redis", "localhost:6379"], /redis:\/\/host:6379/],
    [() => ["run", path(), "--fro", "1s"], /no option --fro. Did you mean --for/],
    [() => ["forecast", path(), "--for", "1s", "--report", join(folder, "none", "out.json")], /no folder .*none/],
    [() => ["forecast", path(), "--for", "1s", "--report", folder], /is a folder/],
    [() => ["serve", join(folder, "none.json")], /There is no file/],
    [() => ["serve", "--port", "70000"], /--port takes a whole number from 0 to 65535/],
  ])("%# ends with 2 and one message", async (parameters, message) => {
    const ended = await runCli(parameters(), { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe("");
    expectPlain(ended.stderr);
  });
});

test("an engine that cannot start ends with 3 and says why", async () => {
  const path = design("sound.json");
  const refused = await runCli(["run", path, "--for", "1s", "--redis", "redis://127.0.0.1:1"]);
  expect(refused.stderr).toMatch(/Redis at 127\.0\.0\.1:1 is not there/);
  expect(refused.code).toBe(3);
  const missing = await runCli(["run", path, "--for", "1s"], { SPILLWAY_REDIS_BINARY: "/nowhere/redis-server", SPILLWAY_REDIS_URL: "", SPILLWAY_DATA: join(folder, "data") });
  expect(missing.stderr).toMatch(/\/nowhere\/redis-server is not a Redis/);
  expect(missing.code).toBe(3);
  expectPlain(refused.stderr + missing.stderr);
});

test("help and version go to standard output, without colours where nobody sees them", async () => {
  const help = await runCli(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const command of [...commands, "serve"]) expect(help.stdout).toContain(command);
  expect(help.stdout).not.toContain("\u001B");
  const own = await runCli(["run", "--help"]);
  expect(own).toMatchObject({ code: 0, stderr: "" });
  for (const option of ["--for", "--drain", "--seed", "--report", "--redis", "--speed"]) expect(own.stdout).toContain(option);
  expect((await runCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("a refused command leaves nothing behind", async () => {
  const data = join(folder, "untouched");
  mkdirSync(data);
  await runCli(["check", design("sound.json")], { SPILLWAY_DATA: data });
  await runCli(["forecast", design("sound.json"), "--for", "1s"], { SPILLWAY_DATA: data });
  expect(readdirSync(data)).toEqual([]);
  expect(existsSync(join(folder, "none"))).toBe(false);
});
