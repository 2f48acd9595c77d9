import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ProcessFrame } from "../contract/frame.ts";

/** Resolution of the event-loop delay's timer, ms: what an idle loop shows. */
const RESOLUTION_MS = 10;
const WINDOW_MS = 1000;

/** Measures this process (rule M3): processor time, memory, how late its event loop runs; each over the last second. */
export class ProcessMeter {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private cpu = process.cpuUsage();
  private at = performance.now();
  private last: Pick<ProcessFrame, "cpuPercent" | "memoryMb" | "loopDelayMs"> = { cpuPercent: 0, memoryMb: 0, loopDelayMs: 0 };

  constructor(private readonly name: string) {
    this.delay.enable();
  }

  frame(): ProcessFrame {
    const now = performance.now();
    if (now - this.at >= WINDOW_MS) {
      const used = process.cpuUsage(this.cpu);
      this.last = {
        cpuPercent: (used.user + used.system) / 10 / (now - this.at),
        memoryMb: process.memoryUsage.rss() / 2 ** 20,
        loopDelayMs: Math.max(0, this.delay.percentile(99) / 1e6 - RESOLUTION_MS),
      };
      this.cpu = process.cpuUsage();
      this.at = now;
      this.delay.reset();
    }
    return { name: this.name, pid: process.pid, ...this.last };
  }

  stop(): void {
    this.delay.disable();
  }
}
