import { describe, expect, it } from "vitest";
import { Throughput } from "./throughput.ts";

describe("throughput", () => {
  it("M1 leaves out what is only drained: a place that takes 30 a second is not told to take 50", () => {
    const throughput = new Throughput();
    for (let second = 1; second <= 10; second++) throughput.add(30, second * 1000, true);
    for (let second = 11; second <= 17; second++) throughput.add(second === 17 ? 20 : 30, second * 1000, false);
    expect(throughput.perSecond(10_000)).toBe(30);
  });

  it("M1 is not diluted by a retry that is done long after the others", () => {
    const throughput = new Throughput();
    for (let second = 1; second <= 10; second++) throughput.add(20, second * 1000, true);
    throughput.add(1, 60_000, false);
    expect(throughput.perSecond(10_000)).toBe(20);
  });

  it("M1 of a batch that comes in at once is the rate at which it was worked off", () => {
    const throughput = new Throughput();
    for (let second = 1; second <= 8; second++) throughput.add(100, second * 1000, second === 1);
    expect(throughput.perSecond(10)).toBe(100);
  });

  it("M1 is 0 where nothing left", () => {
    expect(new Throughput().perSecond(0)).toBe(0);
    expect(new Throughput().perSecond(1000)).toBe(0);
  });
});
