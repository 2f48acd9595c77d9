import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkerProcess } from "../core/environment.ts";
import { wallNow } from "../core/run-clock.ts";
import { Crew } from "./crew.ts";
import type { RunInit } from "./messages.ts";
import { workerStates, zoneStates } from "./zone-states.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process that is what the test says. */
function fakeProcess() {
  const messages: ((message: unknown) => void)[] = [];
  const exits: ((code: number | null, signal: string | null) => void)[] = [];
  const process: WorkerProcess = {
    pid: 1,
    send: () => {},
    onMessage: (listener) => void messages.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: (signal) => exits.forEach((listener) => listener(null, signal)),
  };
  return { process, ready: () => messages.forEach((listener) => listener({ type: "ready", pid: 1 })), die: () => exits.forEach((listener) => listener(1, null)) };
}

function crewOf() {
  const started: ReturnType<typeof fakeProcess>[] = [];
  let changes = 0;
  const crew = new Crew(
    "run",
    () => {
      const next = fakeProcess();
      started.push(next);
      return next.process;
    },
    [{ id: "east", name: "East", nodes: ["a"] }],
    { onMessage: () => {}, onNotice: () => {}, onGone: () => {}, onChange: () => void changes++, init: () => ({}) as RunInit },
  );
  crew.start();
  const newest = () => started.at(-1)!;
  return { crew, newest, state: () => zoneStates(crew.members)[0], changes: () => changes };
}

describe("the state of a zone", () => {
  it("O2 follows its process: at once again the first time, then after a back-off that is told and can be cut short", () => {
    const { crew, newest, state, changes } = crewOf();
    expect(state()).toEqual({ zone: "east", phase: "starting", deaths: 0 });
    newest().ready();
    expect(state()).toMatchObject({ phase: "running" });
    newest().die();
    vi.advanceTimersByTime(0);
    newest().ready();
    expect(state()).toEqual({ zone: "east", phase: "running", deaths: 1 });
    newest().die();
    const { restartsAt = 0, ...rest } = state()!;
    expect(rest).toEqual({ zone: "east", phase: "restarting", deaths: 2 });
    expect(restartsAt - wallNow()).toBeCloseTo(10_000, -2);
    const before = changes();
    crew.startNow("east");
    expect(state()).toEqual({ zone: "east", phase: "starting", deaths: 2 });
    expect(changes()).toBeGreaterThan(before);
    newest().ready();
    vi.advanceTimersByTime(20_000);
    expect(state()).toEqual({ zone: "east", phase: "running", deaths: 2 });
    expect(() => crew.startNow("west")).toThrow(expect.objectContaining({ code: "wrong-use" }) as Error);
  });

  it("O2 O4 is held down until it is started, and stands still while it is frozen", () => {
    const { crew, newest, state } = crewOf();
    newest().ready();
    crew.noteFrozen(crew.members[1]!, true);
    expect(state()).toMatchObject({ phase: "frozen" });
    crew.noteFrozen(crew.members[1]!, false);
    crew.stop("east", { graceful: true, hold: true });
    expect(state()).toMatchObject({ phase: "stopping" });
    newest().die();
    expect(state()).toEqual({ zone: "east", phase: "stopped", deaths: 0 });
    crew.startNow("east");
    expect(state()).toMatchObject({ phase: "starting" });
  });

  it("O3 names the worker that runs it elsewhere, beside those that only add slots", () => {
    const { crew, newest, state } = crewOf();
    newest().ready();
    const here = newest();
    const [far, more] = [fakeProcess(), fakeProcess()];
    crew.adopt(far.process, "far", "east");
    here.die();
    crew.adopt(more.process, "more", undefined);
    expect(state()).toEqual({ zone: "east", phase: "starting", worker: "far", deaths: 0 });
    far.ready();
    expect(state()).toMatchObject({ phase: "running", worker: "far" });
    expect(workerStates(crew.members)).toEqual([{ name: "far", zone: "east" }, { name: "more" }]);
    far.die();
    expect(state()).toEqual({ zone: "east", phase: "starting", deaths: 0 });
  });
});
