import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import type { PortLike, PortMessage, StartDesktopHost } from "../engine/contract/desktop-process.ts";
import { runEngineProcess } from "./engine-entry.ts";
import { createWorkerSpawner, type WorkerSpawner } from "./worker-spawner.ts";

class FakeWorker extends EventEmitter {
  pid: number | undefined;
  readonly posted: { message: unknown; ports: PortLike[] }[] = [];
  readonly kill = vi.fn(() => true);
  postMessage(message: unknown, ports: PortLike[] = []): void {
    this.posted.push({ message, ports });
  }
  spawned(pid: number): void {
    this.pid = pid;
    this.emit("spawn");
  }
}

interface Forked {
  entry: string;
  args: string[];
  worker: FakeWorker;
}

/** The app's side and the engine process's side, joined without processes. */
function setUp(): { parentPort: EventEmitter & { postMessage(message: unknown): void }; forked: Forked[]; spawner: WorkerSpawner<PortLike> } {
  const forked: Forked[] = [];
  const spawner = createWorkerSpawner<PortLike>({
    fork(entry, args) {
      const worker = new FakeWorker();
      forked.push({ entry, args, worker });
      return worker;
    },
    createChannel: () => ({ port1: { name: "host's" } as unknown as PortLike, port2: { name: "worker's" } as unknown as PortLike }),
  });
  const engine = new FakeWorker();
  engine.postMessage = (data: unknown, ports?: PortLike[]) =>
    void parentPort.emit("message", { data, ports: ports ?? [] } satisfies PortMessage);
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => spawner.handle(engine, message) });
  return { parentPort, forked, spawner };
}

async function startHost(parentPort: Parameters<typeof runEngineProcess>[1], end: () => void = () => undefined): Promise<Parameters<StartDesktopHost>[0]> {
  const start = vi.fn<StartDesktopHost>(async () => undefined);
  await runEngineProcess(start, parentPort, ["--user-data=/data", "--redis=redis://localhost:7000"], end);
  const options = start.mock.calls[0]?.[0];
  if (options === undefined) throw new Error("The host was not started.");
  return options;
}

test("a worker that the host asks for is forked by the app and answers on a port of its own", async () => {
  const { parentPort, forked } = setUp();
  const { spawnWorker } = await startHost(parentPort);
  const asked = spawnWorker("load", ["--run=1"]);
  expect(forked).toMatchObject([{ entry: "load", args: ["--run=1"] }]);
  forked[0]?.worker.spawned(123);
  const worker = await asked;
  expect(worker).toMatchObject({ pid: 123, port: { name: "host's" } });
  expect(forked[0]?.worker.posted).toEqual([{ message: { type: "host-port" }, ports: [{ name: "worker's" }] }]);
});

test("the host hears of a worker's end, also when it asks afterwards", async () => {
  const { parentPort, forked } = setUp();
  const { spawnWorker } = await startHost(parentPort);
  const asked = spawnWorker("worker", []);
  forked[0]?.worker.spawned(1);
  const worker = await asked;
  const early = vi.fn();
  worker.onExit(early);
  forked[0]?.worker.emit("exit", 137);
  const late = vi.fn();
  worker.onExit(late);
  expect(early.mock.calls).toEqual([[137]]);
  expect(late.mock.calls).toEqual([[137]]);
});

test("asking fails when the worker ends before it is up", async () => {
  const { parentPort, forked } = setUp();
  const { spawnWorker } = await startHost(parentPort);
  const asked = spawnWorker("worker", []);
  forked[0]?.worker.emit("exit", 1);
  await expect(asked).rejects.toMatchObject({ code: "engine-lost" });
});

test("the app ends workers whose host is gone, and tells nobody", () => {
  const { parentPort, forked, spawner } = setUp();
  const heard = vi.fn();
  parentPort.on("message", heard);
  parentPort.postMessage({ type: "spawn-worker", id: "a", entry: "worker", args: [] });
  spawner.killAll();
  expect(forked[0]?.worker.kill).toHaveBeenCalledOnce();
  forked[0]?.worker.spawned(1);
  forked[0]?.worker.emit("exit", 15);
  expect(heard).not.toHaveBeenCalled();
});

test("only known entries are forked", () => {
  const { parentPort, forked } = setUp();
  for (const entry of ["../../etc/passwd", "engine", 1]) parentPort.postMessage({ type: "spawn-worker", id: "a", entry, args: [] });
  expect(forked).toEqual([]);
});

test("window ports that come before the host listens are kept for it, worker reports are not its business", async () => {
  const { parentPort } = setUp();
  const ended = vi.fn();
  const options = await startHost(parentPort, ended);
  expect(options).toMatchObject({ userDataPath: "/data", redisUrl: "redis://localhost:7000" });
  parentPort.emit("message", { data: { type: "window-port" }, ports: [{}] });
  parentPort.emit("message", { data: { type: "exited", id: "unknown", code: 1 }, ports: [] });
  const heard: unknown[] = [];
  options.parentPort.on("message", ({ data }) => heard.push(data));
  options.parentPort.start();
  parentPort.emit("message", { data: { type: "shutdown" }, ports: [] });
  expect(heard).toEqual([{ type: "window-port" }, { type: "shutdown" }]);
  expect(ended).not.toHaveBeenCalled();
  options.parentPort.postMessage({ type: "stopped" });
  expect(ended).toHaveBeenCalledOnce();
});
