import type { Frame, ProcessFrame } from "../contract/frame.ts";
import type { MachineLoad } from "./machine-meter.ts";

/** Event loops, and generators, later than this make waits and rates doubtful, ms; of loops at p99 over a second. */
const LATE_MS = 50;
/** Shares from which on there is nothing left: of all cores, and of the one core that Redis has for commands. */
const MACHINE_BUSY = 0.97;
const REDIS_BUSY = 0.9;
/** Redis answers a question later than this only when many others wait, ms. */
const ANSWER_MS = 50;
/** A single late second is a hiccup; so long at a stretch is not, ms. */
const AT_A_STRETCH_MS = 2400;

/** What one frame shows of those that may be the limit. */
export interface Looked {
  readonly processes: readonly ProcessFrame[];
  /** How late each source last emitted what nothing held back, ms on the wall clock, and how far it is behind. */
  readonly sources: readonly { readonly name: string; readonly lateMs: number }[];
  readonly machine: MachineLoad;
  readonly redis: { readonly cpuPercent: number; readonly answerMs: number; readonly operationsPerSecond: number; readonly connected: boolean };
  /** How late the loop of the asker itself runs, ms: as long as it cannot tell whether Redis is. */
  readonly ownDelayMs: number;
}

type Named = Frame["saturated"][number];

/** Notices what cannot keep up, so that times are its own rather than the design's (rule M3). */
export class SaturationWatch {
  private readonly since = new Map<string, number>();

  /** Takes a frame's look at `nowMs`, any clock's, and names those that have been a limit for more than two seconds, and by how much. */
  observe(looked: Looked, nowMs: number): Named[] {
    return [...processesIn(looked), ...sourcesIn(looked), machineIn(looked), redisIn(looked)].flatMap(({ what, by, isLimit }) => {
      const sinceMs = this.since.get(what) ?? nowMs;
      if (isLimit) this.since.set(what, sinceMs);
      else this.since.delete(what);
      return isLimit && nowMs - sinceMs >= AT_A_STRETCH_MS ? [{ what, by }] : [];
    });
  }
}

interface Suspect extends Named {
  readonly isLimit: boolean;
}

function processesIn({ processes }: Looked): Suspect[] {
  return processes.map(({ name, loopDelayMs, cpuPercent }) => ({
    what: name,
    by: `its event loop runs ${Math.round(loopDelayMs)} ms late (p99) at ${Math.round(cpuPercent)} % of a core`,
    isLimit: loopDelayMs > LATE_MS,
  }));
}

function sourcesIn({ sources }: Looked): Suspect[] {
  return sources.map(({ name, lateMs }) => ({
    what: `generator of ${name}`,
    by: `it emits ${Math.round(lateMs)} ms later than intended; latencies count from the intended time all the same`,
    isLimit: lateMs > LATE_MS,
  }));
}

function machineIn({ machine: { cores, busy }, processes }: Looked): Suspect {
  const own = processes.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0) / cores;
  return { what: "machine", by: `its ${cores} cores are ${Math.round(busy * 100)} % busy, ${Math.round(own)} % with this run's processes`, isLimit: busy >= MACHINE_BUSY };
}

function redisIn({ redis, ownDelayMs }: Looked): Suspect {
  const { cpuPercent, answerMs, operationsPerSecond, connected } = redis;
  const isSlow = answerMs - ownDelayMs > ANSWER_MS;
  return {
    what: "Redis",
    by: `its thread for commands is ${Math.round(cpuPercent)} % busy at ${Math.round(operationsPerSecond)} commands/s, and it answers after ${Math.round(answerMs)} ms`,
    isLimit: connected && (cpuPercent >= REDIS_BUSY * 100 || isSlow),
  };
}
