import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import type { Report } from "../../engine/contract/report.ts";
import { packageRoot } from "../../engine/host/package-root.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";
import { FROZEN_MS, ordealDesign } from "./design.ts";
import type { Blow, Victim } from "./schedule.ts";

/** How many workers join, as from other machines; one that is killed is replaced at once. */
const JOINED = 2;
/** How long it may take until they have joined, ms: there is load until the last blow. */
const JOIN_MS = 5000;
/** A design that runs for so long after the last blow ends by itself, ms. */
const DRAIN_MS = 400_000;

export interface OrdealOptions {
  readonly appendFsync: "always" | "everysec";
  readonly schedule: readonly Blow[];
  readonly ratePerSecond: number;
  /** Whether channels recognise events by their ids (rule E2). */
  readonly forgetsIds?: boolean;
  readonly tell: (line: string) => void;
}

/** What an ordeal was, and what the run says of it. */
export interface Ordeal {
  readonly blows: Readonly<Record<Victim, number>>;
  readonly report: Report;
  /** How long it took, s. */
  readonly seconds: number;
}

/** Runs the design of the ordeal on real processes and a Redis of its own, and hits them as the schedule says, under load; the run then ends by itself. */
export async function ordeal({ appendFsync, schedule, ratePerSecond, forgetsIds = false, tell }: OrdealOptions): Promise<Ordeal> {
  const began = performance.now();
  const bench = await startLiveBench(appendFsync);
  const blows = { worker: 0, zone: 0, load: 0, redis: 0, freeze: 0 };
  const hitMs = schedule.reduce((sum, { afterMs, victim }) => sum + afterMs + (victim === "freeze" ? FROZEN_MS : 0), JOIN_MS);
  const { executor, heard } = await bench.begin(ordealDesign(ratePerSecond, Math.round((ratePerSecond * hitMs) / 1000)), { audit: true, forgetsIds, drainMs: DRAIN_MS });
  const joined = Array.from({ length: JOINED }, () => joins(bench, executor.state().runId));
  await until("workers have joined", () => heard.notices.filter(({ code }) => code === "worker-joined").length >= JOINED);
  let over = false;
  const finished = executor.finished.finally(() => (over = true));
  finished.catch(() => {});
  for (const [n, { afterMs, victim, choice }] of schedule.entries()) {
    await after(afterMs);
    if (over) break;
    const hit = await strike(bench, joined, executor.state().runId, victim, choice);
    blows[hit]++;
    const { ledger } = heard.frames.at(-1) ?? {};
    heard.frames.splice(0, heard.frames.length - 1);
    heard.samples.length = 0;
    if ((n + 1) % 10 === 0) tell(`${appendFsync}${forgetsIds ? ", ids forgotten" : ""}: ${n + 1} of ${schedule.length} blows; ${ledger?.produced ?? 0} produced, ${ledger?.delivered ?? 0} delivered, ${ledger?.inFlight ?? 0} in flight`);
  }
  const report = await finished;
  for (const child of joined) child.kill("SIGKILL");
  await bench.close();
  return { blows, report, seconds: (performance.now() - began) / 1000 };
}

/** A worker joins over Redis, in a process of its own. */
function joins({ redis, environment }: LiveBench, runId: string): ChildProcess {
  const env = { ...process.env, SPILLWAY_RUN_TOKEN: environment.joinToken };
  return fork(join(packageRoot(), "dist", "node", "cli.js"), ["worker", "--redis", redis.url, "--run", runId], { stdio: "ignore", execArgv: [], env });
}

/** Hits who is meant, or a worker that joined where that one is down already; tells who it was. */
async function strike(bench: LiveBench, joined: ChildProcess[], runId: string, victim: Victim, choice: number): Promise<Victim> {
  if (victim === "redis" && bench.redis.pid !== undefined) {
    await bench.redis.kill("SIGKILL");
    return "redis";
  }
  const processes = bench.processes.filter(({ entry, process: { pid } }) => (entry === "load") === (victim === "load") && typeof pid === "number" && isAlive(pid));
  const own = processes[Math.floor(choice * processes.length)]?.process;
  if (victim !== "worker" && victim !== "redis" && own && typeof own.pid === "number") {
    if (victim !== "freeze") own.kill("SIGKILL");
    else {
      const { pid } = own;
      process.kill(pid, "SIGSTOP");
      await after(FROZEN_MS);
      if (isAlive(pid)) process.kill(pid, "SIGCONT");
    }
    return victim;
  }
  const at = Math.floor(choice * joined.length);
  joined[at]?.kill("SIGKILL");
  joined[at] = joins(bench, runId);
  return "worker";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

