import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { formatDesign } from "../../design/document/format.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { until } from "../support/until.ts";
import { runCli, startCli } from "./cli-process.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "spillway-logs-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Line = Readonly<Record<string, unknown>>;

function linesOf(stderr: string): Line[] {
  return stderr.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

describe("logs of a real run", () => {
  it("are lines of JSON of every process, with run, node, event, zone and pid, and hold neither a token nor what is in an event", async () => {
    const drawn = designOf(
      { h: ["httpSource", { path: "/in" }], p: evenly(50, 60, { payload: { card: "4111111111111111" } }), c: service(1, { failureRate: 0.4 }), s: SINK },
      ["h > c", ["p > c", { attempts: 1 }], "c > s"],
      { name: "Logged", zones: [{ id: "east", name: "East" }] },
    );
    const path = join(folder, "logged.spillway.json");
    await writeFile(path, formatDesign({ ...drawn, nodes: drawn.nodes.map((node) => (node.id === "c" ? { ...node, zone: "east" } : node)) }));
    const token = "0123456789abcdef0123456789abcdef";
    const run = startCli(["run", path, "--log", "json", "--log-level", "debug", "--metrics-port", "0", "--for", "10m"], { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "", SPILLWAY_TOKEN: token });
    onTestFinished(() => void run.child.kill("SIGKILL"));
    let stderr = "";
    run.child.stderr?.on("data", (text: string) => (stderr += text));
    await until("events have failed and others were served", () => /"outcome":"failed"/.test(stderr) && /"outcome":"(done|delivered)"/.test(stderr));
    run.child.kill("SIGINT");
    const lines = linesOf((await run.ended).stderr);

    for (const line of lines) {
      expect(line).toMatchObject({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown, level: expect.stringMatching(/^(debug|info|warn|error)$/) as unknown, pid: expect.any(Number) as unknown, msg: expect.any(String) as unknown });
    }
    const runId = lines.find(({ msg }) => msg === "run begins")?.run;
    expect(runId).toMatch(/^run-/);
    const of = (name: string): Line[] => lines.filter(({ process }) => process === name);
    expect(new Set(lines.map(({ pid }) => pid)).size).toBe(3);
    for (const name of ["load", "worker"]) {
      expect(of(name).map(({ msg }) => msg)).toEqual(expect.arrayContaining(["process starts", "process is ready", "process ends"]));
      expect(of(name).every(({ run: own }) => own === runId)).toBe(true);
    }
    const failed = of("worker").find(({ outcome }) => outcome === "failed");
    expect(failed).toMatchObject({ level: "warn", run: runId, node: "c", zone: "east", event: expect.stringMatching(/^e[0-9a-f]{16}$/) as unknown, root: expect.stringMatching(/^e[0-9a-f]{16}$/) as unknown, attempt: 1 });
    expect(of("load").some(({ node, outcome, level }) => node === "p" && outcome === "emitted" && level === "debug")).toBe(true);
    expect(of("engine").filter(({ phase }) => phase !== undefined).map(({ phase }) => phase)).toEqual(expect.arrayContaining(["running", "finished"]));
    expect(of("engine").find(({ code }) => code === "listening")?.msg).toMatch(/listens at http:\/\/127\.0\.0\.1:\d+$/);

    expect(stderr).not.toContain(token);
    expect(stderr).not.toMatch(/token=\w/);
    expect(stderr).not.toContain("4111111111111111");
  });

  it("show no password of a Redis, also in why a run cannot start", async () => {
    const path = join(folder, "small.spillway.json");
    await writeFile(path, formatDesign(designOf({ p: evenly(1, 1), s: SINK }, ["p > s"])));
    const { code, stderr } = await runCli(["run", path, "--log", "json", "--redis", "redis://me:s3cret@127.0.0.1:9"], { SPILLWAY_DATA: join(folder, "data") });
    expect(code).not.toBe(0);
    expect(stderr).not.toContain("s3cret");
    expect(linesOf(stderr).at(-1)).toMatchObject({ level: "error", process: "engine" });
    const wrong = await runCli(["run", path, "--log", "xml"]);
    expect(wrong.stderr).toMatch(/--log must be json or text/);
  });
});
