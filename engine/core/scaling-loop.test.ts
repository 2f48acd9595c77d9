import { describe, expect, it } from "vitest";
import { kinds } from "../../design/kinds/registry.ts";
import type { ScalingRules } from "./autoscaler.ts";
import { ScalingLoop, type ConsumerCounts } from "./scaling-loop.ts";

const NOTHING: ConsumerCounts = { lag: 0, arrived: 0, taken: 0, waitedMs: 0, busyMs: 0, capacityMs: 0 };
const S = 1000;

function rules(changes: Partial<ScalingRules>): ScalingRules {
  return kinds.autoscaler.settings.parse(changes);
}

/** Looks as a virtual clock does: exactly when it is due. Returns `[seconds, replicas]` at each change. */
function follow(set: ScalingRules, replicas: number, untilMs: number, counts: (atMs: number) => Partial<ConsumerCounts>): [number, number][] {
  const loop = new ScalingLoop(set, replicas, set.maxReplicas, 0, NOTHING);
  const changes: [number, number][] = [];
  for (let atMs = loop.nextMs(); atMs <= untilMs; atMs = loop.nextMs()) {
    const decision = loop.advance(atMs, () => ({ ...NOTHING, ...counts(atMs) }));
    if (decision) changes.push([atMs / S, decision.replicas]);
  }
  return changes;
}

describe("O1 when an autoscaler looks, and at what", () => {
  it("O1 first after one interval, then at every multiple", () => {
    const changes = follow(rules({ threshold: 10, stabilizationDownMs: 0 }), 1, 60 * S, (atMs) => ({ lag: atMs / 500 }));
    // Lag 30 at 15 s, 60 at 30 s, 90, 120.
    expect(changes).toEqual([[15, 3], [30, 6], [45, 9], [60, 10]]);
  });

  it("O1 a rate, a wait and a utilisation are those of the last sync interval", () => {
    // 20/s for half a minute, then nothing.
    const rate = follow(rules({ metric: "ratePerSecond", threshold: 5, stabilizationDownMs: 0 }), 1, 60 * S, (atMs) => ({ arrived: Math.min(atMs, 30 * S) / 50 }));
    expect(rate).toEqual([[15, 4], [45, 1]]);
    const wait = follow(rules({ metric: "waitMs", threshold: 100, stabilizationDownMs: 0 }), 2, 60 * S, (atMs) => ({ taken: atMs / 100, waitedMs: Math.min(atMs, 30 * S) * 3 }));
    expect(wait).toEqual([[15, 6], [30, 10], [45, 1]]);
    const busy = follow(rules({ metric: "utilization", threshold: 0.5, stabilizationDownMs: 0 }), 2, 30 * S, (atMs) => ({ busyMs: 2 * atMs, capacityMs: 2 * atMs }));
    expect(busy).toEqual([[15, 4], [30, 8]]);
  });

  it("O1 sees figures that are as old as they are said to be", () => {
    const jump = (atMs: number): Partial<ConsumerCounts> => ({ lag: atMs >= 12 * S ? 40 : 0 });
    expect(follow(rules({ threshold: 10 }), 1, 60 * S, jump)).toEqual([[15, 4]]);
    // At 15 s it sees 5 s, at 30 s it sees 20 s.
    expect(follow(rules({ threshold: 10, metricAgeMs: 10 * S }), 1, 60 * S, jump)).toEqual([[30, 4]]);
    // Older than its interval: at 30 s it sees 10 s, at 45 s it sees 25 s; before that it has seen nothing and does nothing.
    expect(follow(rules({ threshold: 10, metricAgeMs: 20 * S }), 3, 60 * S, jump)).toEqual([[45, 4]]);
  });

  it("O1 zero and one are decided by the polls: 30 s, and 300 s after the last one that found something", () => {
    const set = rules({ threshold: 10, minReplicas: 0 });
    const changes = follow(set, 1, 600 * S, (atMs) => ({ lag: atMs > 40 * S && atMs <= 100 * S ? 3 : 0 }));
    expect(changes).toEqual([[30, 0], [60, 1], [390, 0]]);
  });

  it("V2 one that is asked late does what was due, once", () => {
    const loop = new ScalingLoop(rules({ threshold: 10 }), 1, 10, 0, NOTHING);
    expect(loop.advance(14 * S, () => ({ ...NOTHING, lag: 50 }))).toBeUndefined();
    expect(loop.advance(47 * S, () => ({ ...NOTHING, lag: 50 }))?.replicas).toBe(5);
    expect(loop.nextMs()).toBe(60 * S);
  });
});
