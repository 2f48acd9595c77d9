import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../design/errors.ts";
import type { Design } from "../../design/document/schema.ts";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { Report } from "../contract/report.ts";
import type { Mode } from "../contract/run.ts";
import { createFakeExecutor, type FakeExecutor } from "../host/fake-executor.ts";
import { execute } from "./execute.ts";

const design: Design = { format: "spillway", version: 1, name: "Shop", seed: 5, nodes: [], edges: [] };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-execute-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  readonly mode?: Mode;
  readonly report?: string;
  readonly html?: string;
  readonly starting?: () => Promise<void>;
}

/** Executes on a fake executor, which `act` gets once it is made. */
async function executed(given: Given, act: (executor: FakeExecutor) => void) {
  const { mode = "live", report, html } = given;
  const written = { out: "", note: "" };
  const made: FakeExecutor[] = [];
  const code = await execute(
    { mode, design, seed: undefined, forMs: 1000, drainMs: 0, speed: 1, report, html, outputTaken: report === "-" },
    (options, listener) => {
      const executor = createFakeExecutor(mode, options, listener, given.starting);
      made.push(executor);
      setImmediate(act, executor);
      return executor;
    },
    { out: (text) => void (written.out += text), note: (text) => void (written.note += text), isInteractive: false, columns: () => 80, hasColors: false },
  );
  return { code, ...written, executor: made[0] };
}

const slo = { id: "s", name: "s", value: 2, op: "<=", target: 1 } as const;

describe("an execution", () => {
  test.each<[string, Partial<Report>, number]>([
    ["that is done", {}, 0],
    ["whose drain was cut short", { ended: "drain-timeout" }, 0],
    ["whose rest waits for events that will not come", { ended: "nothing-due" }, 0],
    ["that met its SLOs", { slos: [{ ...slo, passed: true }] }, 0],
    ["that missed one SLO of two", { slos: [{ ...slo, passed: true }, { ...slo, passed: false }] }, 1],
    ["whose ledger does not close", { ledger: { ...emptyLedgerEntry(), produced: 5, unsettled: 5, balanced: false, lost: 5 } }, 1],
    ["whose engine failed, whatever the SLOs", { ended: "failed", slos: [{ ...slo, passed: false }] }, 3],
  ])("%s", async (_, report, code) => {
    const ended = await executed({}, (executor) => executor.end(report));
    expect(ended.code).toBe(code);
    expect(ended.out).toMatch(/^Shop · live run/);
  });

  test("takes the design's seed, and computes a forecast to its end", async () => {
    const { executor } = await executed({ mode: "forecast" }, (each) => each.end());
    expect(executor?.options).toMatchObject({ seed: 5, forMs: 1000, paused: false });
    expect(executor?.done).toEqual(["start", "finish"]);
  });

  test("writes its report where it is told", async () => {
    const path = join(folder, "out.json");
    const { out } = await executed({ report: path }, (executor) => executor.end());
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ format: "spillway-report", seed: 5 });
    expect(out).toMatch(/^Shop/);
    const piped = await executed({ report: "-" }, (executor) => executor.end());
    expect(JSON.parse(piped.out)).toMatchObject({ format: "spillway-report" });
    expect(piped.note).toContain("Shop · live run");
  });

  test("writes its report as a page where it is told", async () => {
    const path = join(folder, "out.html");
    const { out } = await executed({ html: path }, (executor) => executor.end());
    expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>[\s\S]*<h1>Shop<\/h1>[\s\S]*<\/html>\n$/);
    expect(out).toMatch(/^Shop/);
  });

  test("that cannot start, or loses its engine, rejects with the reason", async () => {
    const lost = new AppError("redis-lost", "Redis is gone.");
    await expect(executed({ starting: () => Promise.reject(lost) }, () => {})).rejects.toBe(lost);
    await expect(executed({}, (executor) => executor.fail(lost))).rejects.toBe(lost);
  });
});

describe("an interruption", () => {
  test("stops the run, which is reported", async () => {
    const ended = await executed({}, () => process.emit("SIGHUP"));
    expect(ended.executor?.done).toEqual(["start", "stop"]);
    expect(ended.out).toContain("· stopped");
    expect(ended.code).toBe(0);
    expect(ended.note).toContain("Press Ctrl+C again");
  });

  test("while it starts ends it without waiting for the start", async () => {
    const ended = await executed({ starting: () => new Promise(() => {}) }, () => process.emit("SIGHUP"));
    expect(ended.out).toContain("· stopped");
  });

  test("leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT");
    await executed({}, (executor) => executor.end());
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
