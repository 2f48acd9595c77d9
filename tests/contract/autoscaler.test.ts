import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import type { ScalingReport } from "../../engine/contract/report.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast } from "../support/run.ts";
import { bothExecutors } from "./executors.ts";
import type { Outcome } from "./outcome.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** A queue and its consumer, governed by an autoscaler. */
function governed(producer: readonly [string, Record<string, Json>?], consumer: readonly [string, Record<string, Json>?], scaler: Record<string, Json>): Design {
  const design = designOf({ p: producer, q: ["queue"], c: consumer, s: SINK, a: ["autoscaler", scaler] }, ["p > q", "q > c", "c > s"]);
  return { ...design, edges: [...design.edges, { id: "governs", from: { node: "a", port: "governs" }, to: { node: "c", port: "scaler" } }] };
}

/** 20 events a second that need 4 replicas' time, and a threshold so low that a short queue asks for all ten and an empty one for one. */
function tooLow(more: Record<string, Json>, durationMs = 60_000): Design {
  const producer = ["producer", { arrivals: { process: "poisson", ratePerSecond: 20 }, limit: { durationMs } }] as const;
  return governed(producer, service(200), { threshold: 2, syncMs: 5000, ...more });
}

/** Two groups of one topic with 3 partitions, far behind: one with a single consumer, one that a consumer shares with two replicas of another. */
function groups(): Design {
  const eager = ["autoscaler", { threshold: 2, syncMs: 2000 }] as const;
  const reading = { offsetReset: "earliest" };
  const design = designOf(
    { p: evenly(10, 100, { key: { mode: "uniform", count: 50 } }), t: ["topic", { partitions: 3 }], c: service(300, reading), d: service(300, { ...reading, group: "g" }), e: service(300, { ...reading, group: "g", replicas: 2 }), s: SINK, a: eager, b: eager },
    ["p > t", "t > c", "t > d", "t > e", "c > s", "d > s", "e > s"],
  );
  const governs = (scaler: string, consumer: string) => ({ id: `${scaler}-governs`, from: { node: scaler, port: "governs" }, to: { node: consumer, port: "scaler" } });
  return { ...design, edges: [...design.edges, governs("a", "c"), governs("b", "d")] };
}

function scalingOf(outcome: Outcome): ScalingReport {
  return outcome.scaling("c")!;
}

const SCENARIOS: Scenario[] = [
  {
    title: "O1 a threshold that is too low makes the replicas flap when nothing is stabilised",
    design: tooLow({ stabilizationDownMs: 0 }),
    check(outcome) {
      const { count, changes, replicas } = scalingOf(outcome);
      expect(count).toBeGreaterThanOrEqual(5);
      expect(changes.filter(({ from, to }) => to < from).length).toBeGreaterThanOrEqual(2);
      expect(replicas.max).toBe(10);
      // Replicas appear and vanish on the card.
      const slots = outcome.frames("c").map((frame) => (frame.slots ?? "").length);
      expect(Math.max(...slots)).toBe(10);
      expect(slots.slice(slots.indexOf(10)).some((count) => count < 8)).toBe(true);
    },
  },
  {
    title: "O1 stabilisation cures it: up at once, and never down within the window",
    design: tooLow({ stabilizationDownMs: 300_000 }),
    check(outcome, side) {
      const { count, replicas } = scalingOf(outcome);
      // Live lengths are a frame old: the first look may see a little less.
      expect(count).toBeLessThanOrEqual(side === "forecast" ? 1 : 2);
      expect(replicas.end).toBe(10);
    },
  },
  {
    title: "O1 O2 scales to zero when there is nothing to do, and a replica is back one poll after the next event; nobody restarts what was stopped on purpose",
    design: governed(evenly(0.1, 1), service(100, { coldStartMs: 2000 }), { minReplicas: 0, pollingMs: 4000, cooldownMs: 10_000, syncMs: 60_000 }),
    check(outcome, side) {
      const steps = scalingOf(outcome).changes.map(({ from, to }) => [from, to]);
      expect(steps).toEqual([[1, 0], [0, 1], [1, 0]]);
      // It is seen at 12 s, and gone at 16 s: the first poll 10 s after 12 s is at 24 s. Live it looks with its frames.
      for (const [n, dueMs] of [4000, 12_000, 24_000].entries()) {
        const lateMs = scalingOf(outcome).changes[n]!.atMs - dueMs;
        expect(lateMs).toBeGreaterThanOrEqual(0);
        expect(lateMs).toBeLessThan(side === "forecast" ? 1 : 3000);
      }
      const shown = outcome.frames("c").map((frame) => frame.slots ?? "").filter((slots, n, all) => slots !== all[n - 1]);
      // Up, none, starting, up (perhaps seen busy), none.
      expect(shown.join(" ").replaceAll("b", "i").replaceAll(/i( i)+/g, "i").trim()).toMatch(/^(s )?i +s i$/);
      // It waited from 10 s to the cold start's end at 14 s.
      expect(Math.abs(outcome.node("c").waitMs.max - 4000)).toBeLessThan(side === "forecast" ? 1 : 3000);
    },
    compare(forecast, live) {
      expect(scalingOf(live).changes.map(({ why }) => why)).toEqual(scalingOf(forecast).changes.map(({ why }) => why));
    },
  },
  {
    title: "O1 the rate of arrivals is shared by as many replicas as it needs",
    design: governed(evenly(20, 900), service(50), { metric: "ratePerSecond", threshold: 5.7, syncMs: 10_000, stabilizationDownMs: 0 }),
    check(outcome) {
      expect(scalingOf(outcome).changes[0]?.to).toBe(4);
      expect(scalingOf(outcome).replicas.max).toBe(4);
    },
  },
  {
    title: "O1 T3 never more replicas of a group than the topic has partitions, those of its other consumers included, by the group's lag",
    design: groups(),
    check(outcome) {
      expect(outcome.scaling("c")).toMatchObject({ count: 1, replicas: { min: 1, max: 3, end: 3 } });
      expect(outcome.scaling("c")?.changes[0]?.why).toMatch(/^lag \d+ wants \d+/);
      // Two of three partitions are another consumer's.
      expect(outcome.scaling("d")).toMatchObject({ count: 0, replicas: { max: 1 } });
      expect(Math.max(...outcome.frames("c").map(({ slots = "" }) => slots.length))).toBe(3);
      for (const node of ["d", "e"]) expect(outcome.frames(node).at(-1)?.slots).not.toContain("n");
      expect(outcome.ledger).toMatchObject({ produced: 100, copies: 100, delivered: 200, dropped: {} });
    },
  },
];

onBoth(sides, SCENARIOS, { speed: 10 });

describe("O1 with Kubernetes' own intervals, in a forecast", () => {
  it("O1 ten minutes flap at almost every sync, and stand still for five minutes at a time with stabilisation", async () => {
    const flapping = (await forecast(tooLow({ syncMs: 15_000, stabilizationDownMs: 0 }, 600_000))).report;
    const stable = (await forecast(tooLow({ syncMs: 15_000 }, 600_000))).report;
    // 40 syncs.
    expect(flapping.scaling!.c!.count).toBeGreaterThan(25);
    expect(stable.scaling!.c!.count).toBeLessThan(8);
    const downs = stable.scaling!.c!.changes.filter(({ from, to }) => to < from);
    expect(downs.every(({ atMs }) => atMs >= 315_000)).toBe(true);
    expect(stable.nodes.c!.waitMs.p95).toBeLessThan(flapping.nodes.c!.waitMs.p95 / 2);
  });

  it("E5 F1 is the same to the step with one seed, and is told as notices", async () => {
    const [one, two] = [await forecast(tooLow({ stabilizationDownMs: 0 })), await forecast(tooLow({ stabilizationDownMs: 0 }))];
    expect(one.report.scaling).toEqual(two.report.scaling);
    const told = one.notices.filter(({ code }) => code === "scaled");
    expect(told).toHaveLength(one.report.scaling!.c!.count);
    expect(told[0]).toMatchObject({ level: "info", node: "c", atMs: 5000, message: expect.stringMatching(/^c: 1 → 10 replicas, lag \d+ wants \d+\.$/) });
    expect(one.frames.at(-1)!.nodes.a!.scaling!.replicas).toBe(one.report.scaling!.c!.replicas.end);
  });
});
