import { cpus } from "node:os";

const WINDOW_MS = 1000;

/** How much of this machine's processors was in use over the last second, by whomever. */
export interface MachineLoad {
  readonly cores: number;
  /** 0 to 1. */
  readonly busy: number;
}

/** Processor time of all cores since the machine was started, ms. */
export interface CpuTimes {
  readonly cores: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Measures the machine that the host runs on (rule M3). */
export class MachineMeter {
  private before: CpuTimes;
  private at: number;
  private last: MachineLoad;

  constructor(
    private readonly read: () => CpuTimes = cpuTimes,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.before = read();
    this.at = now();
    this.last = { cores: this.before.cores, busy: 0 };
  }

  load(): MachineLoad {
    const now = this.now();
    if (now - this.at < WINDOW_MS) return this.last;
    const { cores, idleMs, totalMs } = this.read();
    const passedMs = totalMs - this.before.totalMs;
    this.last = { cores, busy: passedMs > 0 ? 1 - (idleMs - this.before.idleMs) / passedMs : 0 };
    this.before = { cores, idleMs, totalMs };
    this.at = now;
    return this.last;
  }
}

function cpuTimes(): CpuTimes {
  const all = cpus();
  const sum = (of: (times: (typeof all)[number]["times"]) => number): number => all.reduce((total, { times }) => total + of(times), 0);
  return { cores: all.length, idleMs: sum(({ idle }) => idle), totalMs: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq) };
}
