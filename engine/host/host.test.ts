import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../design/errors.ts";
import type { RunState } from "../contract/run.ts";
import { fakeFrame } from "./fake-executor.ts";
import { connectScreen, createTestHost, testDesign } from "./test-host.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-host-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const request = { design: testDesign, mode: "forecast" as const };

/** Waits until `condition` holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe("a screen", () => {
  test("learns who it talks to", async () => {
    const { host } = createTestHost(folder, { open: "/designs/a.json" });
    const hello = await connectScreen(host).client.call("hello", {});
    expect(hello).toMatchObject({ version: "1.2.3", platform: process.platform, redis: { status: "ready" }, open: "/designs/a.json", run: null });
  });

  test("that comes later is told at once where the run stands", async () => {
    const { host, executors } = createTestHost(folder);
    await connectScreen(host).client.call("run.start", request);
    executors[0]?.listener.onFrame?.(fakeFrame(1));
    executors[0]?.listener.onFrame?.(fakeFrame(2));
    const late = connectScreen(host);
    expect(late.received).toMatchObject([
      { stream: "redis", item: { status: "ready" } },
      { stream: "state", item: { runId: "run-1", phase: "running" } },
      { stream: "frame", item: { seq: 2 } },
    ]);
    executors[0]?.end();
    await until(() => late.received.some((message) => message.type === "item" && message.stream === "report"));
    await late.client.call("run.start", request);
    expect(connectScreen(host).received).toMatchObject([{ stream: "redis" }, { stream: "state", item: { runId: "run-2" } }]);
  });

  test("that has gone is sent nothing more, and the run goes on for the others", async () => {
    const { host, executors } = createTestHost(folder);
    const [gone, other] = [connectScreen(host), connectScreen(host)];
    await gone.client.call("run.start", request);
    gone.client.close();
    const count = gone.received.length;
    executors[0]?.listener.onFrame?.(fakeFrame(1));
    expect(gone.received).toHaveLength(count);
    expect(other.received.at(-1)).toMatchObject({ stream: "frame", item: { seq: 1 } });
    expect(executors[0]?.done).toEqual(["start"]);
  });

  test("that is slow misses frames and samples, never a state or a report, and then gets the newest frame", async () => {
    const { host, executors } = createTestHost(folder);
    const screen = connectScreen(host);
    await screen.client.call("run.start", request);
    const from = screen.received.length;
    screen.backlog = 50_000_000;
    const [executor] = executors;
    executor?.listener.onSamples?.([]);
    for (let seq = 1; seq <= 100; seq++) executor?.listener.onFrame?.(fakeFrame(seq));
    executor?.listener.onNotice({ level: "info", code: "x", message: "told" });
    executor?.end();
    await until(() => screen.received.some((message) => message.type === "item" && message.stream === "report"));
    const streams = () => screen.received.slice(from).flatMap((message) => (message.type === "item" ? [message.stream] : []));
    expect(streams()).toEqual(["notice", "state", "report"]);
    screen.drain();
    expect(streams()).toEqual(["notice", "state", "report", "frame"]);
    expect(screen.received.at(-1)).toMatchObject({ item: { seq: 100 } });
    screen.drain();
    expect(streams()).toHaveLength(4);
  });
});

describe("runs", () => {
  test("there is one at a time, also while it starts", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    const [first, second] = await Promise.allSettled([client.call("run.start", request), client.call("run.start", request)]);
    expect(first).toMatchObject({ status: "fulfilled", value: { runId: "run-1", phase: "running" } });
    expect(second).toMatchObject({ status: "rejected", reason: { code: "run-active" } });
    expect(executors).toHaveLength(1);
  });

  test("are steered by the calls", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    await client.call("run.start", { ...request, seed: 9, forMs: 5000, speed: 2, paused: true });
    expect(executors[0]?.options).toMatchObject({ seed: 9, forMs: 5000, speed: 2, paused: true, drainMs: 90_000, design: testDesign });
    await client.call("run.step", {});
    await client.call("run.resume", {});
    expect(await client.call("run.speed", { speed: 4 })).toMatchObject({ speed: 4, phase: "running" });
    expect(await client.call("run.pause", {})).toMatchObject({ phase: "paused" });
    expect(await client.call("run.update", { design: testDesign })).toEqual({ applied: ["queue"], later: [] });
    expect(await client.call("run.broker", { topic: "orders", broker: 1, isDown: true, atMs: 700 })).toEqual({ atMs: 700 });
    expect(await client.call("run.startZone", { zone: "east" })).toMatchObject({ phase: "paused" });
    await client.call("run.finish", {});
    await client.call("run.stop", {});
    expect(executors[0]?.done).toEqual(["start", "step", "resume", "setSpeed", "pause", "update", "setBroker orders 1 down", "startZone east", "finish", "stop"]);
  });

  test("leave their report, and make room for the next", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    expect(await client.call("run.report", {})).toEqual({ report: null });
    const reported = new Promise((resolve) => client.on("report", resolve));
    await client.call("run.start", request);
    executors[0]?.end({ seed: 77 });
    expect(await reported).toMatchObject({ report: { seed: 77 } });
    expect(await client.call("run.report", {})).toMatchObject({ report: { seed: 77 } });
    await expect(client.call("run.pause", {})).rejects.toMatchObject({ code: "no-run" });
    expect(await client.call("run.start", request)).toMatchObject({ runId: "run-2" });
    expect((await client.call("hello", {})).run).toMatchObject({ runId: "run-2" });
  });

  test("say whose they are, and no replay is made of them for another document", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    const reported = new Promise((resolve) => client.on("report", resolve));
    const owner = { path: null, document: "d1", name: "test" };
    expect(await client.call("run.start", { ...request, document: "d1" })).toMatchObject({ owner });
    expect(await client.call("run.pause", {})).toMatchObject({ owner });
    expect((await client.call("hello", {})).run).toMatchObject({ owner });
    executors[0]?.end();
    expect(await reported).toMatchObject({ owner });
    expect(await client.call("run.report", {})).toMatchObject({ owner });
    await expect(client.call("run.replay", { of: { path: "/b", document: "d2" } })).rejects.toThrow("The last run was of “test”, not of this design. Run this design, then save its replay.");
  });

  test("leave their report with the design that they ran, also for a host that comes later", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    const told = new Promise((resolve) => client.on("kept", resolve));
    await client.call("run.start", { ...request, document: "d1" });
    executors[0]?.end({ seed: 77 });
    expect(await told).toMatchObject({ owner: { path: null, document: "d1" }, kept: { id: 1, report: { seed: 77 } } });
    const later = connectScreen(createTestHost(folder).host);
    expect(await later.client.call("reports.list", { path: null, document: "d1" })).toMatchObject({ reports: [{ id: 1, report: { seed: 77 } }] });
    expect(await later.client.call("reports.adopt", { path: "/orders", document: "d1" })).toMatchObject({ reports: [{ id: 1 }] });
    expect(await later.client.call("reports.list", { path: "/orders", document: "d2" })).toMatchObject({ reports: [{ id: 1 }] });
  });

  test("a design that is none is refused before anything is started", async () => {
    const { host, executors } = createTestHost(folder);
    const { client } = connectScreen(host);
    await expect(client.call("run.start", { design: 1, mode: "live" })).rejects.toMatchObject({ code: "design-invalid" });
    expect(executors).toHaveLength(0);
    expect(await client.call("run.start", request)).toMatchObject({ phase: "running" });
  });

  test("one that cannot start says why, and the next may try", async () => {
    const { host } = createTestHost(folder, { starting: () => Promise.reject(new AppError("redis-lost", "Redis is gone.")) });
    const screen = connectScreen(host);
    await expect(screen.client.call("run.start", request)).rejects.toMatchObject({ code: "redis-lost" });
    expect(screen.received.find((message) => message.type === "item" && message.stream === "state")).toMatchObject({ item: { phase: "failed", message: "Redis is gone." } });
    await expect(screen.client.call("run.start", request)).rejects.toMatchObject({ code: "redis-lost" });
  });

  test("one that is stopped while it starts has ended, and leaves its report", async () => {
    const { host, executors } = createTestHost(folder, { starting: () => new Promise(() => {}) });
    const { client } = connectScreen(host);
    const started = client.call("run.start", request);
    await until(() => executors.length === 1);
    await client.call("run.stop", {});
    expect(await started).toMatchObject({ phase: "finished" });
    expect(await client.call("run.report", {})).toMatchObject({ report: { ended: "stopped" } });
    await expect(client.call("run.stop", {})).rejects.toMatchObject({ code: "no-run" });
  });

  test("one that breaks is told to every screen, in words", async () => {
    const { host, executors, logged } = createTestHost(folder);
    const screen = connectScreen(host);
    const states: RunState[] = [];
    screen.client.on("state", (state) => states.push(state));
    await screen.client.call("run.start", request);
    executors[0]?.fail(new Error("undefined is not a function"));
    await until(() => states.at(-1)?.phase === "failed");
    expect(screen.received.at(-1)).toMatchObject({ stream: "notice", item: { level: "error", code: "internal" } });
    expect(JSON.stringify(screen.received)).not.toContain("undefined is not");
    expect(logged).toHaveLength(1);
    expect(await screen.client.call("run.start", request)).toMatchObject({ phase: "running" });
  });
});

describe("closing", () => {
  test("ends the run and Redis, then the connections", async () => {
    const order: string[] = [];
    const { host, executors } = createTestHost(folder, {
      redis: { state: () => ({ status: "ready" }), onState: () => {}, url: async () => "", close: async () => void order.push("redis") },
    });
    const { client } = connectScreen(host);
    client.on("report", () => order.push("report"));
    client.onClose(() => order.push("closed"));
    await client.call("run.start", request);
    await Promise.all([host.close(), host.close()]);
    expect(executors[0]?.done).toEqual(["start", "stop"]);
    expect(order).toEqual(["report", "redis", "closed"]);
  });
});

describe("files", () => {
  test("are opened, saved with a conflict noticed, and remembered", async () => {
    const { host } = createTestHost(folder);
    const { client } = connectScreen(host);
    const path = join(folder, "a.spillway.json");
    const saved = await client.call("files.save", { path, text: "{}" });
    expect(await client.call("files.open", { path })).toEqual({ path, name: "a", text: "{}", hash: saved.hash });
    writeFileSync(path, "[]");
    expect(await client.call("files.save", { path, text: "{ }", hash: saved.hash })).toMatchObject({ conflict: true });
    expect(await client.call("files.recent", {})).toEqual({ files: [{ path, name: "a", openedAt: 1000 }] });
    expect((await client.call("files.list", {})).entries.map((entry) => entry.name)).toContain("a.spillway.json");
    await expect(client.call("files.open", { path: join(folder, "none") })).rejects.toMatchObject({ code: "file-not-found" });
  });

  test("unsaved work is there for the next host", async () => {
    const first = createTestHost(folder);
    await connectScreen(first.host).client.call("recovery.write", { key: "k", path: null, text: "{}" });
    const { client } = connectScreen(createTestHost(folder).host);
    expect(await client.call("recovery.list", {})).toEqual({ entries: [{ key: "k", path: null, name: "Untitled", text: "{}", savedAt: 1000 }] });
    await client.call("recovery.clear", { key: "k" });
    expect(await client.call("recovery.list", {})).toEqual({ entries: [] });
  });
});
