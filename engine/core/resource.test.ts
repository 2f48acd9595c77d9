import { describe, expect, it } from "vitest";
import { Resource } from "./resource.ts";

function never(): never {
  throw new Error("A resource sets no timers.");
}

/** A resource on a clock that is set by hand. */
function of(size: number) {
  let nowMs = 0;
  const resource = new Resource({ now: () => nowMs, at: never, again: never }, size);
  return { resource, at: (ms: number) => void (nowMs = ms) };
}

describe("C1 C5 what calls wait for", () => {
  it("gives it out first come, first served; who left the line is passed over", () => {
    const { resource } = of(1);
    const order: string[] = [];
    expect(resource.take(0)).toBe(0);
    const [, b] = ["a", "b", "c"].map((name) => resource.wait(() => order.push(name)));
    resource.leave(b!);
    expect([resource.waiting, resource.inUse]).toEqual([2, 1]);
    resource.release(10);
    resource.release(20);
    expect(order).toEqual(["a", "c"]);
    resource.release(30);
    expect(resource.inUse).toBe(0);
  });

  it("is free again from when it should have been, however late that is noticed", () => {
    const { resource } = of(1);
    resource.take(0);
    const granted: number[] = [];
    resource.wait((ms) => granted.push(ms));
    resource.release(100);
    expect(granted).toEqual([100]);
    resource.release(200);
    expect([resource.take(150), resource.take(150)]).toEqual([200, undefined]);
  });

  it("what was never in use is free at once", () => {
    const { resource } = of(2);
    resource.take(0);
    resource.release(500);
    expect(resource.take(100)).toBe(100);
    expect(resource.take(100)).toBe(500);
  });

  it("serves a long line without going deeper with each", () => {
    const { resource } = of(1);
    resource.take(0);
    let served = 0;
    for (let n = 0; n < 50_000; n++)
      resource.wait((ms) => {
        served++;
        resource.release(ms);
      });
    resource.release(1);
    expect([served, resource.waiting, resource.inUse]).toEqual([50_000, 0, 0]);
  });

  it("M1 counts the time that it was in use and could have been", () => {
    const { resource, at } = of(2);
    resource.take(0);
    at(100);
    expect(resource.usage()).toEqual({ busyMs: 100, capacityMs: 200 });
    resource.resize(4);
    at(150);
    resource.release(150);
    expect(resource.usage()).toEqual({ busyMs: 50, capacityMs: 200 });
  });

  it("a larger one serves who waits at once", () => {
    const { resource, at } = of(1);
    const granted: number[] = [];
    resource.take(0);
    resource.wait((ms) => granted.push(ms));
    at(70);
    resource.resize(2);
    expect(granted).toEqual([70]);
  });
});
