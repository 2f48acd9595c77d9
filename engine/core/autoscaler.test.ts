import { describe, expect, it } from "vitest";
import { kinds } from "../../design/kinds/registry.ts";
import { poll, sync, wantedReplicas, type ScalingMemory, type ScalingRules } from "./autoscaler.ts";

function rules(changes: Partial<ScalingRules> = {}): ScalingRules {
  return kinds.autoscaler.settings.parse(changes);
}

function memory(): ScalingMemory {
  return { wanted: [], activeMs: undefined };
}

const S = 1000;

describe("O1 what the metric asks for", () => {
  // Worked examples of kubernetes.io, "Horizontal Pod Autoscaling", algorithm details, and of its blog on configurable tolerance (v1.33).
  it.each([
    ["200m against 100m doubles", 3, 0.2, 0.1, 6],
    ["50m against 100m halves", 4, 0.05, 0.1, 2],
    ["90 % against 75 % makes 60 of 50", 50, 0.9, 0.75, 60],
    ["three times the target, without a rounding error", 3, 0.9, 0.3, 9],
    ["rounds up", 3, 0.5, 0.4, 4],
  ])("utilisation: %s", (_, current, value, threshold, wanted) => {
    expect(wantedReplicas(rules({ metric: "utilization", threshold }), current, value)).toBe(wanted);
  });

  it("O1 a ratio within 10 % of 1 changes nothing, the limits included", () => {
    const wait = rules({ metric: "waitMs", threshold: 100 });
    expect([90, 95, 100, 105, 110].map((value) => wantedReplicas(wait, 10, value))).toEqual([10, 10, 10, 10, 10]);
    expect([89, 111].map((value) => wantedReplicas(wait, 10, value))).toEqual([9, 12]);
    expect(wantedReplicas(rules({ metric: "waitMs", threshold: 100, tolerance: 0 }), 10, 101)).toBe(11);
  });

  // KEDA's external metrics are of type AverageValue: replica_calculator.go, GetExternalPerPodMetricReplicas.
  it("O1 lag and rate are shared by the replicas: ceil(metric / threshold), whatever there are now", () => {
    const lag = rules({ metric: "lag", threshold: 10 });
    expect([0, 1, 10, 11, 95, 101].map((value) => wantedReplicas(lag, 4, value))).toEqual([0, 1, 1, 2, 10, 11]);
    // 43 among 4 is 10.75 each: within 10 % of 10.
    expect(wantedReplicas(lag, 4, 43)).toBe(4);
    expect(wantedReplicas(lag, 4, 45)).toBe(5);
    expect(wantedReplicas(rules({ metric: "ratePerSecond", threshold: 50 }), 1, 240)).toBe(5);
  });
});

describe("O1 1 to n: the Horizontal Pod Autoscaler's syncs", () => {
  it("O1 scales up at once and within the limits", () => {
    const set = rules({ threshold: 10, maxReplicas: 8 });
    expect(sync(set, memory(), 1, 35, 8, 15 * S)).toEqual({ replicas: 4, why: "lag 35 wants 4" });
    expect(sync(set, memory(), 1, 900, 8, 15 * S).replicas).toBe(8);
    expect(sync(set, memory(), 12, 0, 8, 15 * S)).toEqual({ replicas: 8, why: "at most 8" });
    expect(sync(rules({ minReplicas: 3 }), memory(), 1, 0, 10, 15 * S)).toEqual({ replicas: 3, why: "at least 3" });
    // A topic's partitions are a limit below the settings'.
    expect(sync(rules({ threshold: 1, maxReplicas: 8 }), memory(), 1, 500, 3, 15 * S).replicas).toBe(3);
  });

  it("O1 scales down to the most that was wanted in the last 300 s, which begins with what there was", () => {
    const set = rules({ threshold: 10 });
    const remembered = memory();
    let replicas = 6;
    const seen: number[] = [];
    for (let n = 1; n <= 24; n++) {
      // 55 events until 60 s, then 12.
      replicas = sync(set, remembered, replicas, n <= 4 ? 55 : 12, 10, n * 15 * S).replicas;
      seen.push(replicas);
    }
    // The last sync that wanted 6 was at 60 s: it counts until 359 s, so that the sync at 360 s is the first without it.
    expect(seen.slice(0, 23)).toEqual(Array(23).fill(6));
    expect(seen[23]).toBe(2);
    // It remembers no more than its window.
    expect(remembered.wanted.length).toBeLessThanOrEqual(21);
  });

  it("O1 without stabilisation it follows every dip, and with one upwards it ignores every peak that is shorter", () => {
    expect(sync(rules({ threshold: 10, stabilizationDownMs: 0 }), { wanted: [{ atMs: 0, replicas: 9 }], activeMs: undefined }, 9, 12, 10, 15 * S).replicas).toBe(2);
    const careful = rules({ threshold: 10, stabilizationUpMs: 60 * S });
    const remembered = memory();
    const seen = [15, 30, 45, 60, 75, 90].map((seconds) => sync(careful, remembered, 1, 80, 10, seconds * S).replicas);
    // The 1 that it began with was wanted at 15 s, and no longer counts 60 s later.
    expect(seen).toEqual([1, 1, 1, 1, 8, 8]);
  });

  it("O1 leaves a consumer at zero alone", () => {
    const remembered = memory();
    expect(sync(rules({ minReplicas: 0 }), remembered, 0, 500, 10, 15 * S).replicas).toBe(0);
    expect(remembered.wanted).toEqual([]);
  });
});

describe("O1 0 and 1: KEDA's polls", () => {
  const set = rules({ minReplicas: 0, activationThreshold: 5 });

  it("O1 more than the activation threshold brings one replica", () => {
    expect([0, 5, 6].map((lag) => poll(set, memory(), 0, lag, 30 * S).replicas)).toEqual([0, 0, 1]);
  });

  it("O1 goes to zero, from however many, when there was nothing to do for the cooldown", () => {
    const remembered = memory();
    expect(poll(set, remembered, 4, 9, 30 * S).replicas).toBe(4);
    expect([60, 300, 329].map((seconds) => poll(set, remembered, 4, 3, seconds * S).replicas)).toEqual([4, 4, 4]);
    expect(poll(set, remembered, 4, 3, 330 * S)).toEqual({ replicas: 0, why: "nothing to do" });
  });

  it("O1 what has never had anything to do has no cooldown, and a least of 1 no polls", () => {
    expect(poll(set, memory(), 1, 0, 30 * S).replicas).toBe(0);
    expect(poll(rules(), memory(), 1, 0, 30 * S).replicas).toBe(1);
  });
});
