import { describe, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { forecast, type Heard, hear } from "../../tests/support/run.ts";
import { Digest } from "./digest.ts";

/** A digest whose clock stands at `at`, with what it told; a timer goes off when time is let pass. */
function digest(): { digest: Digest; told: Heard; pass: (ms: number) => void } {
  const told = hear();
  let at = 0;
  let timers: { atMs: number; action: () => void }[] = [];
  const clock = {
    now: () => at,
    after(ms: number, action: () => void) {
      const timer = { atMs: at + ms, action };
      timers.push(timer);
      return () => void (timers = timers.filter((each) => each !== timer));
    },
  };
  return {
    digest: new Digest(told.listener, clock),
    told,
    pass(ms) {
      at += ms;
      const due = timers.filter(({ atMs }) => atMs <= at);
      timers = timers.filter(({ atMs }) => atMs > at);
      for (const { action } of due) action();
    },
  };
}

const whole = await forecast({ ...orderPipeline(), nodes: orderPipeline().nodes.map((node) => (node.id === "orders" ? { ...node, settings: { arrivals: { process: "poisson", ratePerSecond: 20 } } } : node)) }, { forMs: 200_000 });
const sum = (heard: Pick<Heard, "frames">): number => heard.frames.reduce((total, { nodes }) => total + (nodes.paid?.in ?? 0), 0);

describe("what screens are told of a run", () => {
  it("is everything, as it comes, at the pace of a run", () => {
    const { digest: each, told, pass } = digest();
    each.begin("forecast", 200_000);
    for (const frame of whole.frames.slice(0, 10)) {
      each.listener.onFrame?.(frame);
      each.listener.onSamples?.(whole.samples.slice(0, 3));
      pass(100);
    }
    expect(told.frames).toEqual(whole.frames.slice(0, 10));
    expect(told.samples).toHaveLength(30);
  });

  it("is as many frames as a chart has points where it is computed at once, with every count, to the last frame", () => {
    const { digest: each, told, pass } = digest();
    each.begin("forecast", 200_000);
    each.listener.onState({ ...whole.executor.state(), phase: "running" });
    for (const frame of whole.frames) {
      each.listener.onFrame?.(frame);
      pass(1);
    }
    each.listener.onState(whole.executor.state());
    expect(whole.frames.length).toBeGreaterThan(2000);
    expect(told.frames.length).toBeGreaterThan(990);
    expect(told.frames.length).toBeLessThan(1050);
    expect(sum(told)).toBe(sum(whole));
    expect(told.frames.at(-1)).toMatchObject({ atMs: whole.frames.at(-1)?.atMs, ledger: whole.frames.at(-1)?.ledger });
    expect(told.states.map(({ phase }) => phase)).toEqual(["running", "finished"]);
  });

  it("is the newest samples meanwhile, twice a second and at the end", () => {
    const { digest: each, told, pass } = digest();
    each.begin("forecast", 200_000);
    const samples = Array.from({ length: 20_000 }, (_, n) => ({ ...whole.samples[0]!, event: `e${n}` }));
    for (const [index, frame] of whole.frames.slice(0, 200).entries()) {
      each.listener.onFrame?.(frame);
      each.listener.onSamples?.(samples.slice(index * 100, (index + 1) * 100));
      pass(1);
    }
    // The first batch came before it was known to hurry; one more after 100 ms.
    expect(told.samples.length).toBeLessThan(10_000);
    each.listener.onState(whole.executor.state());
    expect(told.samples.length).toBeLessThan(15_000);
    expect(told.samples.at(-1)).toMatchObject({ event: "e19999" });
  });

  it("is held for no longer than a moment, and never of a live run", () => {
    const { digest: each, told, pass } = digest();
    const [first, second] = whole.frames.slice(0, 2);
    each.begin("forecast", 200_000);
    each.listener.onFrame?.(first!);
    each.listener.onFrame?.(second!);
    expect(told.frames).toHaveLength(1);
    pass(100);
    expect(told.frames).toEqual([first, second]);
    each.begin("live", 200_000);
    each.listener.onFrame?.(first!);
    each.listener.onFrame?.(second!);
    expect(told.frames).toHaveLength(4);
  });
});
