import { describe, expect, it } from "vitest";
import type { ProcessFrame } from "../contract/frame.ts";
import { SaturationWatch } from "./saturation.ts";

function process(name: string, loopDelayMs: number): ProcessFrame {
  return { name, loopDelayMs, cpuPercent: 97.6, memoryMb: 80 } as ProcessFrame;
}

/** What is said after each of so many frames with this delay. */
function observed(watch: SaturationWatch, frames: number, loopDelayMs: number): string[] {
  return Array.from({ length: frames }, () => watch.observe([process("load", loopDelayMs), process("zone east", 2)])).flatMap((said) => said.map(({ what, by }) => `${what}: ${by}`));
}

describe("M3 a process that cannot keep up", () => {
  it("M3 is named, with how late it is, once it has been late for more than two seconds", () => {
    const watch = new SaturationWatch();
    expect(observed(watch, 24, 80.4)).toEqual([]);
    expect(observed(watch, 1, 80.4)).toEqual(["load: its event loop runs 80 ms late (p99) at 98 % of a core"]);
    expect(observed(watch, 3, 80.4)).toHaveLength(3);
  });

  it("M3 a hiccup begins the count anew, and what is on time is not named", () => {
    const watch = new SaturationWatch();
    expect([...observed(watch, 24, 80), ...observed(watch, 1, 50), ...observed(watch, 24, 80)]).toEqual([]);
  });
});
