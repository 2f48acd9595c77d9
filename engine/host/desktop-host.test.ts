import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PortLike, PortMessage, SpawnedWorker } from "../contract/desktop-process.ts";
import { startDesktopHost } from "./desktop-host.ts";
import { spawnThroughDesktop } from "./desktop-worker.ts";

/** One end of a channel: what the test hears, and what it says. Silent until it is started. */
interface TestPort extends PortLike {
  readonly posted: unknown[];
  arrive(data: unknown, ports?: PortLike[]): void;
  vanish(): void;
}

function createPort(): TestPort {
  const posted: unknown[] = [];
  const waiting: PortMessage[] = [];
  const listeners = { message: [] as ((message: PortMessage) => void)[], close: [] as (() => void)[] };
  let isStarted = false;
  return {
    posted,
    postMessage: (message) => void posted.push(message),
    on: (event: "message" | "close", listener: never) => void listeners[event].push(listener),
    start() {
      isStarted = true;
      for (const message of waiting.splice(0)) for (const listener of listeners.message) listener(message);
    },
    close: () => {},
    arrive(data, ports = []) {
      if (!isStarted) waiting.push({ data, ports });
      else for (const listener of listeners.message) listener({ data, ports });
    },
    vanish: () => listeners.close.forEach((listener) => listener()),
  };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-desktop-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the host in a desktop app", () => {
  test("serves each window's port until it closes, and ends when it is told to", async () => {
    const parentPort = createPort();
    const window = createPort();
    parentPort.arrive({ type: "window-port" }, [window]);
    const spawnWorker = () => Promise.reject(new Error("no worker is needed"));
    await startDesktopHost({ parentPort, userDataPath: folder, redisUrl: "redis://127.0.0.1:1", spawnWorker });
    window.arrive({ type: "call", id: 1, name: "hello", request: {} });
    window.arrive({ type: "call", id: 2, name: "files.examples", request: {} });
    await expect.poll(() => window.posted).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "item", stream: "redis" }),
        expect.objectContaining({ type: "answer", id: 1, response: expect.objectContaining({ version: expect.stringMatching(/^\d/) }) }),
        expect.objectContaining({ type: "answer", id: 2, response: { files: expect.arrayContaining([expect.objectContaining({ path: expect.stringContaining("order-pipeline") })]) } }),
      ]),
    );
    await expect.poll(() => window.posted).toContainEqual(expect.objectContaining({ stream: "redis", item: expect.objectContaining({ status: "failed" }) }));
    window.vanish();
    const count = window.posted.length;
    parentPort.arrive({ type: "shutdown" });
    await expect.poll(() => parentPort.posted).toEqual([{ type: "stopped" }]);
    expect(window.posted).toHaveLength(count);
  });
});

describe("a worker process that the desktop app starts", () => {
  /** Asks for a worker; the test plays the app. */
  function ask() {
    const port = createPort();
    const asked: unknown[] = [];
    const exitListeners: ((code: number) => void)[] = [];
    let resolve: (worker: SpawnedWorker) => void = () => {};
    let reject: (error: Error) => void = () => {};
    const spawnWorker = spawnThroughDesktop((entry, args) => {
      asked.push([entry, ...args]);
      return new Promise((onUp, onFailure) => {
        resolve = onUp;
        reject = onFailure;
      });
    });
    const worker = spawnWorker("worker", { runId: "r1", zone: "eu west" });
    return {
      port,
      asked,
      worker,
      up: (pid: number) => resolve({ pid, port, onExit: (listener) => void exitListeners.push(listener) }),
      fail: () => reject(new Error("it did not start")),
      exit: (code: number) => exitListeners.forEach((listener) => listener(code)),
    };
  }

  test("is told what waited for it, heard from the start, and its end is known", async () => {
    const { port, asked, worker, up, exit } = ask();
    expect(asked).toEqual([["worker", "--run=r1", "--zone=eu west"]]);
    const heard: unknown[] = [];
    const exits: unknown[] = [];
    worker.onMessage((message) => heard.push(message));
    worker.onExit((code, signal) => exits.push([code, signal]));
    worker.send("early");
    port.arrive("ready");
    up(42);
    expect(await worker.pid).toBe(42);
    await expect.poll(() => heard).toEqual(["ready"]);
    worker.send("late");
    expect(port.posted).toEqual(["early", "late"]);
    exit(3);
    expect(exits).toEqual([[3, null]]);
  });

  test("that does not come up counts as ended", async () => {
    const { worker, fail } = ask();
    const exit = new Promise((resolve) => worker.onExit((code, signal) => resolve([code, signal])));
    worker.kill("SIGKILL");
    fail();
    expect(await exit).toEqual([null, null]);
    await expect(worker.pid).rejects.toThrow("it did not start");
  });
});
