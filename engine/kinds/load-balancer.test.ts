import { describe, expect, it } from "vitest";
import { contextWith, eventOf } from "../../tests/support/behaviours.ts";
import { settingsOf } from "../../design/document/settings.ts";
import type { Json } from "../../design/document/schema.ts";
import type { OutEdge, Standing } from "./behaviour.ts";
import { HashRing } from "./hash-ring.ts";
import { loadBalancer } from "./load-balancer.ts";
import { TargetHealth } from "./target-health.ts";

const IDLE: Standing = { waiting: 0, served: 0, isCalled: false, open: 0, isUp: true };

/** The targets of events 0, 1, 2, … of a balancer over `weights.length` edges called a, b, c, … */
function targetsOf(settings: Record<string, Json>, weights: readonly number[], count: number, standing: (edge: OutEdge) => Standing = () => IDLE): string {
  const edges = weights.map((weight, index) => ({ id: "abcdef"[index]!, settings: { weight } }));
  const { receive } = loadBalancer(settingsOf({ settings }, "loadBalancer"), contextWith({ edges: () => edges, standing }));
  return Array.from({ length: count }, (_, n) => {
    const [step] = receive(eventOf(n));
    return step?.do === "emit" ? step.edges?.[0] : "?";
  }).join("");
}

describe("R5 the strategies of a load balancer", () => {
  it("R5 round robin: in turn", () => expect(targetsOf({}, [1, 1, 1], 7)).toBe("abcabca"));

  it("R5 weighted: nginx' smooth weighted round robin, 5 : 1 : 1", () => expect(targetsOf({ strategy: "weighted" }, [5, 1, 1], 14)).toBe("aabacaaaabacaa"));

  it("R5 a weight of 0 gets nothing", () => expect(targetsOf({ strategy: "weighted" }, [0, 1], 4)).toBe("bbbb"));

  it("R5 E5 random: by the event alone, evenly", () => {
    const targets = targetsOf({ strategy: "random" }, [1, 1], 10_000);
    expect(targets).toBe(targetsOf({ strategy: "random" }, [1, 1], 10_000));
    // Binomial: 5,000 ± 4 standard deviations of 50.
    expect(Math.abs(targets.split("").filter((target) => target === "a").length - 5000)).toBeLessThan(200);
  });

  it("R5 the shortest queue: waiting and served together; equals in turn", () => {
    const load: Record<string, number> = { a: 3, b: 1, c: 1 };
    expect(targetsOf({ strategy: "shortest-queue" }, [1, 1, 1], 4, ({ id }) => ({ ...IDLE, waiting: load[id]! - 1, served: 1 }))).toBe("bcbc");
  });

  it("R5 least connections: calls that this balancer has open, whoever else calls", () => {
    const open: Record<string, number> = { a: 2, b: 0 };
    expect(targetsOf({ strategy: "least-connections" }, [1, 1], 2, ({ id }) => ({ ...IDLE, isCalled: true, served: 9, open: open[id]! }))).toBe("bb");
  });

  it("R5 between two frames it counts what it has sent itself", () => {
    const load: Record<string, number> = { a: 0, b: 2 };
    expect(targetsOf({ strategy: "shortest-queue" }, [1, 1], 6, ({ id }) => ({ ...IDLE, waiting: load[id]!, frame: 7 }))).toBe("aababa");
  });
});

describe("R5 consistent hashing", () => {
  const keys = Array.from({ length: 20_000 }, (_, n) => `key-${n}`);
  const ring = (names: string): HashRing => new HashRing(names.split("").map((name) => ({ name, weight: 1 })));
  function owners(names: string): string[] {
    const all = ring(names);
    return keys.map((key) => names[all.targetOf(key)!]!);
  }

  it("R5 a fifth target takes about a fifth of the keys, and no key moves between the others", () => {
    const [before, after] = [owners("abcd"), owners("abcde")];
    const moved = keys.filter((_, n) => before[n] !== after[n]);
    expect(moved.length / keys.length).toBeGreaterThan(0.14);
    expect(moved.length / keys.length).toBeLessThan(0.26);
    expect(new Set(keys.flatMap((_, n) => (before[n] === after[n] ? [] : [after[n]])))).toEqual(new Set(["e"]));
  });

  it("R5 shares are even within a quarter, and follow the weights", () => {
    const all = owners("abcd");
    for (const name of "abcd") expect(all.filter((owner) => owner === name).length / keys.length / 0.25).toBeCloseTo(1, 0.5);
    const weighted = new HashRing([{ name: "a", weight: 3 }, { name: "b", weight: 1 }]);
    const share = keys.filter((key) => weighted.targetOf(key) === 0).length / keys.length;
    expect(share).toBeGreaterThan(0.68);
    expect(share).toBeLessThan(0.82);
  });

  it("R5 keys of a target that is out go to others, and come back with it", () => {
    const all = owners("abc");
    const three = ring("abc");
    const without = keys.map((key) => "abc"[three.targetOf(key, (target) => target !== 1)!]!);
    for (const [n, owner] of all.entries()) expect(without[n] === owner || owner === "b").toBe(true);
    expect(without).not.toContain("b");
  });
});

describe("R5 health checks", () => {
  const SETTINGS = { everyMs: 100, unhealthyAfter: 2, healthyAfter: 3 };

  it("R5 a target leaves after failed checks in a row and returns after good ones", () => {
    const health = new TargetHealth();
    const found = "xx.xx..x......x";
    const states = found.split("").map((_, index) => {
      expect(health.nextMs(SETTINGS)).toBe((index + 1) * 100);
      health.advance(SETTINGS, ["t"], (index + 1) * 100, (_target, n) => found[n - 1] !== "x");
      return health.isIn("t") ? "i" : "o";
    });
    expect(states.join("")).toBe("ioooooooooiiiii");
  });

  it("R5 checks that were due meanwhile are made up for", () => {
    const health = new TargetHealth();
    health.advance(SETTINGS, ["t"], 1_000_000, () => false);
    expect(health.isIn("t")).toBe(false);
    health.advance(SETTINGS, ["t"], 1_000_050, () => true);
    expect(health.isIn("t")).toBe(false);
    health.advance(SETTINGS, ["t"], 1_000_300, () => true);
    expect(health.isIn("t")).toBe(true);
  });

  it("R5 another interval counts from where the checks are", () => {
    const health = new TargetHealth();
    health.advance(SETTINGS, ["t"], 1000, () => true);
    expect(health.nextMs({ ...SETTINGS, everyMs: 30 })).toBe(1020);
    expect(health.nextMs({ ...SETTINGS, everyMs: 400 })).toBe(1200);
  });

  it("R5 when all targets are out, all are used", () => {
    const edges = [{ id: "a", settings: { weight: 1 } }, { id: "b", settings: { weight: 1 } }];
    const context = contextWith({ edges: () => edges, isHealthy: () => false });
    const { receive } = loadBalancer(settingsOf({ settings: { healthCheck: { everyMs: 1, unhealthyAfter: 1 } } }, "loadBalancer"), context);
    const targets = [10, 11, 12].map((emittedMs, n) => receive(eventOf(n, { emittedMs }))[0]);
    expect(targets.map((step) => (step?.do === "emit" ? step.edges : undefined))).toEqual([["a"], ["b"], ["a"]]);
  });

  it("R5 without a target an event is unroutable", () => {
    expect(loadBalancer(settingsOf({ settings: {} }, "loadBalancer"), contextWith({})).receive(eventOf(0))).toEqual([{ do: "end", as: "dropped", reason: "unroutable" }]);
  });
});
