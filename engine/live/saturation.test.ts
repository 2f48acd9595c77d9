import { describe, expect, it } from "vitest";
import type { ProcessFrame } from "../contract/frame.ts";
import { MachineMeter, type CpuTimes } from "./machine-meter.ts";
import { SaturationWatch, type Looked } from "./saturation.ts";

const IDLE: Looked = { processes: [], sources: [], machine: { cores: 2, busy: 0.3 }, redis: { cpuPercent: 20, answerMs: 1, operationsPerSecond: 5000, connected: true }, ownDelayMs: 2 };

function process(name: string, loopDelayMs: number): ProcessFrame {
  return { name, loopDelayMs, cpuPercent: 97.6, memoryMb: 80 } as ProcessFrame;
}

let now = 0;

/** What is said after each of so many frames of 100 ms that look like this. */
function observed(watch: SaturationWatch, frames: number, looked: Partial<Looked>): string[] {
  return Array.from({ length: frames }, () => watch.observe({ ...IDLE, ...looked }, (now += 100))).flatMap((said) => said.map(({ what, by }) => `${what}: ${by}`));
}

const late = (loopDelayMs: number): Partial<Looked> => ({ processes: [process("load", loopDelayMs), process("zone east", 2)] });

describe("M3 what cannot keep up", () => {
  it("M3 a process is named, with how late it is, once it has been late for more than two seconds", () => {
    const watch = new SaturationWatch();
    expect(observed(watch, 24, late(80.4))).toEqual([]);
    expect(observed(watch, 1, late(80.4))).toEqual(["load: its event loop runs 80 ms late (p99) at 98 % of a core"]);
    expect(observed(watch, 3, late(80.4))).toHaveLength(3);
  });

  it("M3 a hiccup begins the count anew, and what is on time is not named", () => {
    const watch = new SaturationWatch();
    expect([...observed(watch, 24, late(80)), ...observed(watch, 1, late(50)), ...observed(watch, 24, late(80))]).toEqual([]);
    expect(observed(new SaturationWatch(), 60, late(50))).toEqual([]);
  });

  it("M3 E3 a generator that emits later than intended is named, with how much later", () => {
    expect(observed(new SaturationWatch(), 25, { sources: [{ name: "Orders", lateMs: 320.4 }, { name: "Visits", lateMs: 3 }] })).toEqual([
      "generator of Orders: it emits 320 ms later than intended; latencies count from the intended time all the same",
    ]);
  });

  it("M3 a machine without a core left is named, with the run's own share of it", () => {
    expect(observed(new SaturationWatch(), 25, { processes: [process("load", 3)], machine: { cores: 2, busy: 0.985 } })).toEqual(["machine: its 2 cores are 99 % busy, 49 % with this run's processes"]);
    expect(observed(new SaturationWatch(), 60, { machine: { cores: 2, busy: 0.96 } })).toEqual([]);
  });

  it("M3 a Redis whose thread is busy, or that answers late although the asker is on time, is named; one that is away is not", () => {
    const redis = { ...IDLE.redis, cpuPercent: 97 };
    const said = "Redis: its thread for commands is 97 % busy at 5000 commands/s, and it answers after 1 ms";
    expect(observed(new SaturationWatch(), 25, { redis })).toEqual([said]);
    expect(observed(new SaturationWatch(), 25, { redis: { ...IDLE.redis, answerMs: 180 } })).toHaveLength(1);
    expect(observed(new SaturationWatch(), 60, { redis: { ...IDLE.redis, answerMs: 180 }, ownDelayMs: 150 })).toEqual([]);
    expect(observed(new SaturationWatch(), 60, { redis: { ...redis, connected: false } })).toEqual([]);
  });

  it("M3 the machine's load is that of the last second, over all cores", () => {
    let times: CpuTimes = { cores: 2, idleMs: 1000, totalMs: 5000 };
    let atMs = 0;
    const meter = new MachineMeter(() => times, () => atMs);
    times = { cores: 2, idleMs: 1100, totalMs: 7000 };
    atMs = 999;
    expect(meter.load()).toEqual({ cores: 2, busy: 0 });
    atMs = 1000;
    expect(meter.load()).toEqual({ cores: 2, busy: 0.95 });
  });
});
