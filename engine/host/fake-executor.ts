import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { Frame } from "../contract/frame.ts";
import type { Report } from "../contract/report.ts";
import type { Mode, RunState } from "../contract/run.ts";
import { NO_STATS } from "../contract/stats.ts";
import type { Executor, RunListener, RunOptions } from "../core/executor.ts";

/** An executor that does what the test says; `done` holds the names of the methods called. */
export interface FakeExecutor extends Executor {
  readonly options: RunOptions;
  readonly listener: RunListener;
  readonly done: string[];
  end(report?: Partial<Report>): void;
  fail(error: unknown): void;
}

/** A run that ends when the test, or `stop`, ends it. It is up when `starting` resolves, at once without it. */
export function createFakeExecutor(mode: Mode, options: RunOptions, listener: RunListener, starting?: () => Promise<void>): FakeExecutor {
  const done: string[] = [];
  let phase: RunState["phase"] = "starting";
  let speed = options.speed;
  let resolveReport: (report: Report) => void = () => {};
  let rejectReport: (error: unknown) => void = () => {};
  const finished = new Promise<Report>((resolve, reject) => {
    resolveReport = resolve;
    rejectReport = reject;
  });

  function state(): RunState {
    return { runId: options.runId, mode, phase, atMs: 0, forMs: options.forMs, speed, seed: options.seed };
  }

  function enter(next: RunState["phase"]): void {
    phase = next;
    listener.onState(state());
  }

  async function record(method: string, next?: RunState["phase"]): Promise<void> {
    done.push(method);
    if (next) enter(next);
  }

  function end(report: Partial<Report> = {}): void {
    enter("finished");
    resolveReport(fakeReport(mode, options, report));
  }

  return {
    mode,
    options,
    listener,
    done,
    finished,
    state,
    timeSums: () => ({ nodes: {}, channels: {}, endToEndMs: { count: 0, sum: 0 } }),
    async start() {
      await starting?.();
      await record("start", options.paused ? "paused" : "running");
    },
    pause: () => record("pause", "paused"),
    resume: () => record("resume", "running"),
    step: () => record("step"),
    async setSpeed(next) {
      speed = next;
      await record("setSpeed");
    },
    async update() {
      await record("update");
      return { applied: ["queue"], later: [] };
    },
    async redrive(node) {
      await record(`redrive ${node}`);
      return 3;
    },
    async setBroker({ topic, broker, isDown }, atMs = 0) {
      await record(`setBroker ${topic} ${broker} ${isDown ? "down" : "up"}`);
      return atMs;
    },
    startZone: (zone) => record(`startZone ${zone}`),
    chaos: {
      async begin({ experiment, target, atMs = 0, durationMs = 0 }) {
        await record(`begin ${experiment}`);
        return { id: "by-hand-1", experiment, target, by: "hand", phase: "active", atMs, endMs: atMs + durationMs };
      },
      async end(id) {
        await record(`end ${id}`);
        return { id, experiment: "spike", target: { redis: true }, by: "hand", phase: "over", atMs: 0, endMs: 0 };
      },
    },
    async stop() {
      await record("stop");
      end({ ended: "stopped" });
    },
    finish: () => record("finish"),
    end,
    fail: (error) => rejectReport(error),
  };
}

/** A report of a run in which nothing happened. */
export function fakeReport(mode: Mode, options: RunOptions, changes: Partial<Report> = {}): Report {
  return {
    format: "spillway-report",
    version: 1,
    mode,
    design: { name: options.design.name, hash: "0" },
    seed: options.seed,
    durationMs: options.forMs ?? 0,
    drainedMs: 0,
    ended: "drained",
    machine: { cpus: 1, memoryMb: 1, platform: "linux", node: "20" },
    saturated: [],
    nodes: {},
    channels: {},
    endToEndMs: { all: NO_STATS, bySink: {} },
    ledger: { ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0 },
    slos: [],
    problems: [],
    bottleneck: null,
    ...changes,
  };
}

/** A frame in which nothing happened. */
export function fakeFrame(seq: number, changes: Partial<Frame> = {}): Frame {
  return {
    seq,
    atMs: seq * 100,
    intervalMs: 100,
    nodes: {},
    channels: {},
    edges: {},
    endToEndMs: NO_STATS,
    ledger: { ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0 },
    processes: [],
    saturated: [],
    sampling: 1,
    ...changes,
  };
}
