import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EngineState } from "../engine/contract/desktop.ts";
import { createEngineLink, restartDelayMs, type EngineLink } from "./engine-link.ts";

class FakeProcess extends EventEmitter {
  pid: number | undefined;
  readonly posted: { message: unknown; ports: string[] }[] = [];
  readonly kill = vi.fn(() => true);

  postMessage(message: unknown, ports: string[] = []): void {
    this.posted.push({ message, ports });
  }
  spawned(pid: number): void {
    this.pid = pid;
    this.emit("spawn");
  }
}

interface Scene {
  link: EngineLink;
  processes: FakeProcess[];
  delivered: string[];
  states: EngineState[];
  onExit: ReturnType<typeof vi.fn>;
}

function setUp(): Scene {
  const processes: FakeProcess[] = [];
  const delivered: string[] = [];
  const states: EngineState[] = [];
  const onExit = vi.fn();
  let channels = 0;
  const link = createEngineLink<string>({
    fork() {
      const forked = new FakeProcess();
      processes.push(forked);
      return forked;
    },
    createChannel() {
      channels += 1;
      return { port1: `engine ${channels}`, port2: `window ${channels}` };
    },
    deliverPort: (port) => delivered.push(port),
    report: (state) => states.push(state),
    onMessage: () => undefined,
    onExit,
    now: () => Date.now(),
  });
  return { link, processes, delivered, states, onExit };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the engine link", () => {
  test("joins page and engine once the engine is up, however early the page asks", () => {
    const { link, processes, delivered, states } = setUp();
    link.start();
    link.connectWindow();
    expect(delivered).toEqual([]);
    processes[0]?.spawned(41);
    expect(delivered).toEqual(["window 1"]);
    expect(processes[0]?.posted).toEqual([{ message: { type: "window-port" }, ports: ["engine 1"] }]);
    expect(states).toEqual([{ state: "running", pid: 41 }]);
  });

  test("restarts after a death, says so, and joins them again", () => {
    const { link, processes, delivered, states, onExit } = setUp();
    link.start();
    processes[0]?.spawned(41);
    link.connectWindow();
    processes[0]?.emit("exit", 9);
    expect(onExit).toHaveBeenCalledOnce();
    expect(states.at(-1)).toMatchObject({ state: "restarting", attempt: 1, delayMs: 500, message: expect.stringContaining("exit code 9") });
    vi.advanceTimersByTime(499);
    expect(processes).toHaveLength(1);
    vi.advanceTimersByTime(1);
    processes[1]?.spawned(42);
    expect(states.at(-1)).toEqual({ state: "running", pid: 42 });
    expect(delivered).toEqual(["window 1", "window 2"]);
  });

  test("waits longer after each death in a row, and forgets them once one has lived", () => {
    const { link, processes, states } = setUp();
    link.start();
    for (let death = 0; death < 7; death += 1) {
      processes.at(-1)?.spawned(death);
      processes.at(-1)?.emit("exit", 1);
      vi.advanceTimersByTime(10_000);
    }
    const delays = states.flatMap((state) => (state.state === "restarting" ? [state.delayMs] : []));
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    processes.at(-1)?.spawned(99);
    vi.advanceTimersByTime(30_000);
    processes.at(-1)?.emit("exit", 1);
    expect(states.at(-1)).toMatchObject({ attempt: 1, delayMs: restartDelayMs(1) });
  });

  test("gives no port to a page that is gone", () => {
    const { link, processes, delivered } = setUp();
    link.start();
    processes[0]?.spawned(1);
    link.connectWindow();
    link.disconnectWindow();
    processes[0]?.emit("exit", 1);
    vi.advanceTimersByTime(500);
    processes[1]?.spawned(2);
    expect(delivered).toEqual(["window 1"]);
  });

  test("stops when asked, without a restart", async () => {
    const { link, processes, states } = setUp();
    link.start();
    processes[0]?.spawned(1);
    const stopped = link.stop();
    expect(processes[0]?.posted).toEqual([{ message: { type: "shutdown" }, ports: [] }]);
    processes[0]?.emit("exit", 0);
    await stopped;
    vi.advanceTimersByTime(60_000);
    expect(processes).toHaveLength(1);
    expect(processes[0]?.kill).not.toHaveBeenCalled();
    expect(states).toHaveLength(1);
  });

  test("kills an engine that does not stop within ten seconds", async () => {
    const { link, processes } = setUp();
    link.start();
    processes[0]?.spawned(1);
    const stopped = link.stop();
    expect(link.stop()).toBe(stopped);
    vi.advanceTimersByTime(10_000);
    expect(processes[0]?.kill).toHaveBeenCalledOnce();
    processes[0]?.emit("exit", 15);
    await stopped;
  });

  test("stops at once while it waits to restart", async () => {
    const { link, processes } = setUp();
    link.start();
    processes[0]?.emit("exit", 1);
    await link.stop();
    vi.advanceTimersByTime(60_000);
    expect(processes).toHaveLength(1);
  });
});
