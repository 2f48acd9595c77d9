import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const sides = bothExecutors();

/** A producer of these arrivals for a time, and a sink. */
function arriving(arrivals: Record<string, Json>, durationMs: number): Design {
  return designOf({ p: ["producer", { arrivals, limit: { durationMs } }], s: SINK }, ["p > s"]);
}

/** A producer with keys whose events pass through a queue, and a router that counts them by key. */
function keyed(key: Record<string, Json>, rules: readonly [port: string, when: string][], more: Record<string, Json> = {}): Design {
  return designOf(
    {
      p: evenly(100, 60, { key, ...more }),
      c: service(1),
      r: ["router", { rules: rules.map(([port, when]) => ({ port, when })) }],
      ...Object.fromEntries(rules.map(([port]) => [port, SINK])),
      other: SINK,
    },
    ["p > c", "c > r", ...rules.map(([port]) => `r.${port} > ${port}`), "r.default > other"],
  );
}
const byKey = (n: number): [string, string][] => Array.from({ length: n }, (_, i) => [`k${i}`, `event.key == "k${i}"`]);

/** The same events at the same times on both. */
const sameTimes: Scenario["compare"] = (forecast, live) => expect(live.emitted("p")).toEqual(forecast.emitted("p"));

const SCENARIOS: Scenario[] = [
  {
    title: "P1 P2 constant: evenly spaced, none at the end of the duration or later",
    design: arriving({ process: "constant", ratePerSecond: 50 }, 1000),
    check(outcome) {
      expect(outcome.emitted("p").map((atMs) => Math.round(atMs))).toEqual(Array.from({ length: 49 }, (_, n) => (n + 1) * 20));
      expect(outcome.ledger).toMatchObject({ produced: 49, delivered: 49 });
    },
    compare: sameTimes,
  },
  {
    title: "P1 Poisson: the rate on average, at seeded times",
    design: arriving({ process: "poisson", ratePerSecond: 80 }, 1000),
    check(outcome) {
      const gaps = outcome.emitted("p").map((atMs, n, all) => atMs - (all[n - 1] ?? 0));
      // 80 ± 4 standard deviations, and some gaps much shorter and longer than others.
      expect(Math.abs(outcome.ledger.produced - 80)).toBeLessThan(36);
      expect(Math.min(...gaps)).toBeLessThan(2);
      expect(Math.max(...gaps)).toBeGreaterThan(25);
      expect(outcome.emitted("p").at(-1)).toBeLessThan(1000);
    },
    compare: sameTimes,
  },
  {
    title: "P1 ramp: the rate rises to its end and stays there",
    design: arriving({ process: "ramp", ratePerSecond: 0, toRatePerSecond: 100, overMs: 600 }, 1200),
    check(outcome) {
      const [first, last] = [0, 600].map((fromMs) => outcome.emitted("p").filter((atMs) => atMs >= fromMs && atMs < fromMs + 600).length);
      // 30 and 60 on average.
      expect(Math.abs(first! - 30)).toBeLessThan(22);
      expect(Math.abs(last! - 60)).toBeLessThan(31);
      expect(last).toBeGreaterThan(first!);
    },
    compare: sameTimes,
  },
  {
    title: "P1 spike: the rate is multiplied at the end of each period",
    design: arriving({ process: "spike", ratePerSecond: 10, factor: 12, everyMs: 600, lengthMs: 200 }, 1200),
    check(outcome) {
      const times = outcome.emitted("p");
      const inSpikes = times.filter((atMs) => atMs % 600 >= 400);
      // Of 56 on average, 48 are in the spikes.
      expect(Math.abs(inSpikes.length - 48)).toBeLessThan(28);
      expect(times.length - inSpikes.length).toBeLessThan(20);
      expect(inSpikes.some((atMs) => atMs < 600) && inSpikes.some((atMs) => atMs > 600)).toBe(true);
    },
    compare: sameTimes,
  },
  {
    title: "P7 E5 planned load: a step and a ramp change the rate at their time, a factor multiplies an absolute rate, and other sources stay as they are",
    design: {
      ...designOf(
        {
          p: ["producer", { arrivals: { process: "poisson", ratePerSecond: 40 }, limit: { durationMs: 1500 } }],
          even: ["producer", { arrivals: { process: "constant", ratePerSecond: 10 }, limit: { durationMs: 1001 } }],
          same: ["producer", { arrivals: { process: "constant", ratePerSecond: 10 }, limit: { durationMs: 1001 } }],
          s: SINK,
        },
        ["p > s", "even > s", "same > s"],
      ),
      scenario: {
        load: [
          { atMs: 500, node: "p", rateFactor: 8, durationMs: 500, shape: "ramp" },
          { atMs: 1200, node: "p", rateFactor: 0 },
          { atMs: 500, node: "even", ratePerSecond: 20 },
          { atMs: 700, node: "even", rateFactor: 2, durationMs: 200 },
        ],
      },
    },
    check(outcome) {
      const times = outcome.emitted("p");
      const counts = [0, 500, 1000].map((fromMs) => times.filter((atMs) => atMs >= fromMs && atMs < fromMs + 500).length);
      // 20, 90 and 64 on average.
      for (const [index, mean] of [20, 90, 64].entries()) expect(Math.abs(counts[index]! - mean)).toBeLessThan(4 * Math.sqrt(mean));
      expect(times.at(-1)).toBeLessThan(1200);
      const even = [100, 200, 300, 400, 500, 550, 600, 650, 700, 725, 750, 775, 800, 825, 850, 875, 900, 950, 1000];
      expect(outcome.emitted("even").map((atMs) => Math.round(atMs))).toEqual(even);
      expect(outcome.emitted("same").map((atMs) => Math.round(atMs))).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    },
    compare(forecast, live) {
      for (const id of ["p", "even", "same"]) expect(live.emitted(id)).toEqual(forecast.emitted(id));
    },
  },
  {
    title: "P2 stops after a count, or after a duration, whichever comes first",
    design: designOf(
      {
        p: ["producer", { arrivals: { process: "constant", ratePerSecond: 50 }, limit: { count: 15, durationMs: 2000 } }],
        early: ["producer", { arrivals: { process: "constant", ratePerSecond: 50 }, limit: { count: 15, durationMs: 190 } }],
        none: ["producer", { arrivals: { process: "constant", ratePerSecond: 50 }, limit: { count: 0 } }],
        s: SINK,
      },
      ["p > s", "early > s", "none > s"],
    ),
    check(outcome) {
      expect(outcome.spans("p")).toHaveLength(15);
      expect(outcome.spans("early")).toHaveLength(9);
      expect(outcome.spans("none")).toHaveLength(0);
    },
  },
  {
    title: "P3 uniform keys reach CEL, each about as often",
    design: keyed({ mode: "uniform", count: 3 }, byKey(3)),
    check(outcome) {
      for (const key of ["k0", "k1", "k2"]) expect(Math.abs(outcome.node(key).in - 20)).toBeLessThan(15);
      expect(outcome.node("other").in).toBe(0);
    },
    compare: (forecast, live) => ["k0", "k1", "k2"].forEach((key) => expect(live.order(key)).toEqual(forecast.order(key))),
  },
  {
    title: "P3 Zipf keys reach CEL: the first is hot",
    design: keyed({ mode: "zipf", count: 50, exponent: 1.5 }, byKey(2)),
    check(outcome) {
      // P(k0) = 0.43, P(k1) = 0.15: 26 and 9 of 60 on average.
      expect(Math.abs(outcome.node("k0").in - 26)).toBeLessThan(16);
      expect(outcome.node("k0").in).toBeGreaterThan(outcome.node("k1").in);
      expect(outcome.node("other").in).toBeGreaterThan(0);
    },
    compare: (forecast, live) => expect(live.order("k0")).toEqual(forecast.order("k0")),
  },
  {
    title: "P3 P4 a key from an expression over the payload",
    design: keyed(
      { mode: "expression", expression: 'event.data.city + "-" + string(event.data.n % 2)' },
      [["even", 'event.key == "rome-0"'], ["odd", 'event.key == "rome-1"']],
      { payload: { city: "{{pick rome oslo}}", n: "{{seq}}" } },
    ),
    check(outcome) {
      expect(outcome.order("even").every((n) => (n + 1) % 2 === 0)).toBe(true);
      expect(outcome.order("odd").every((n) => (n + 1) % 2 === 1)).toBe(true);
      expect(Math.abs(outcome.node("even").in + outcome.node("odd").in - 30)).toBeLessThan(17);
      expect(outcome.node("even").in * outcome.node("odd").in).toBeGreaterThan(0);
    },
    compare: (forecast, live) => expect(live.order("even")).toEqual(forecast.order("even")),
  },
  {
    title: "P3 without keys an event's key is empty",
    design: keyed({ mode: "none" }, [["none", 'event.key == ""']]),
    check: (outcome) => expect(outcome.node("none").in).toBe(60),
  },
  {
    title: "P1 P3 P4 a recorded trace gives the times, the keys and the payloads; what it does not say comes from the settings",
    design: designOf(
      {
        p: [
          "producer",
          {
            arrivals: { process: "trace", events: [{ atMs: 30, key: "a", data: { n: 1 } }, { atMs: 45, data: { n: 2 } }, { atMs: 200, key: "a" }] },
            payload: { n: "{{seq}}", from: "settings" },
          },
        ],
        c: service(1),
        r: [
          "router",
          {
            mode: "all",
            rules: [
              { port: "keyed", when: 'event.key == "a"' },
              { port: "recorded", when: "event.data.n > 0 && !has(event.data.from)" },
              { port: "made", when: 'event.data.from == "settings"' },
            ],
          },
        ],
        keyed: SINK,
        recorded: SINK,
        made: SINK,
      },
      ["p > c", "c > r", "r.keyed > keyed", "r.recorded > recorded", "r.made > made"],
    ),
    check(outcome) {
      expect(outcome.emitted("p")).toEqual([30, 45, 200]);
      expect(["keyed", "recorded", "made"].map((node) => outcome.order(node))).toEqual([[0, 2], [0, 1], [2]]);
    },
    compare: sameTimes,
  },
  {
    title: "P4 a template's generators give a number, a choice and a text of their own for each event, by the seed",
    design: designOf(
      {
        p: evenly(50, 30, { payload: { n: "{{seq}}", dice: "{{int 1 6}}", share: "{{number 0 1}}", colour: "{{pick red green}}", text: "no. {{seq}}", id: "{{uuid}}" } }),
        c: service(1),
        valid: ["filter", { when: 'event.data.dice >= 1 && event.data.dice <= 6 && event.data.share < 1.0 && event.data.text == "no. " + string(event.data.n) && size(event.data.id) == 36' }],
        red: ["filter", { when: 'event.data.colour == "red"' }],
        s: SINK,
      },
      ["p > c", "c > valid", "valid > red", "red > s"],
    ),
    check(outcome) {
      expect(outcome.node("red").in).toBe(30);
      expect(outcome.node("s").in).toBeGreaterThan(4);
      expect(outcome.node("s").in).toBeLessThan(26);
    },
    compare: (forecast, live) => expect(live.order("s")).toEqual(forecast.order("s")),
  },
  {
    title: "P6 a schedule emits at its times, as often as it may",
    design: designOf({ every: ["schedule", { everyMs: 150, limit: { count: 4 } }], s: SINK }, ["every > s"]),
    check: (outcome) => expect(outcome.emitted("every")).toEqual([150, 300, 450, 600]),
  },
];

onBoth(sides, SCENARIOS);

describe.each(sides)("a run with an end, $name", ({ run }) => {
  it("P2 E4 ends the production of what has no limit, then waits for what is in flight", async () => {
    const design = designOf({ p: ["producer", { arrivals: { process: "constant", ratePerSecond: 50 } }], q: ["queue"], c: service(150, { concurrency: 20 }), s: SINK }, ["p > q", "q > c", "c > s"]);
    const { report } = await run(design, { forMs: 610 });
    expect(report).toMatchObject({ ended: "drained", durationMs: 610, ledger: { produced: 30, delivered: 30, inFlight: 0, balanced: true } });
    expect(report.drainedMs).toBeGreaterThan(130);
    expect(report.nodes.p!.throughputPerSecond).toBeCloseTo(30 / 0.61, 6);
  });

  it("E4 counts what is still in flight when the drain's time is up: at its producer, in channels and in slots, by source", async () => {
    const nodes = {
      p: evenly(100, 20),
      q: ["queue", { attempts: 1 }] as const,
      c: service(1),
      full: ["queue", { maxLength: 5 }] as const,
      stuck: service(600_000),
      other: evenly(100, 7),
      waits: ["queue", { maxLength: 3 }] as const,
      alsoStuck: service(600_000),
      s: SINK,
    };
    const design = designOf(nodes, ["p > q", "q > c", "c > full", "full > stuck", "stuck > s", "other > waits", "waits > alsoStuck", "alsoStuck > s"]);
    const { report } = await run(design, { forMs: 400, drainMs: 200 });
    expect(report.ended).toBe("drain-timeout");
    // `other` made its fifth event, which waits with it for room, and then no more.
    expect(report.ledger).toMatchObject({ produced: 25, delivered: 0, inFlight: 25, balanced: true, lost: 0, duplicated: 0 });
    expect(report.ledger.bySource).toMatchObject({ p: { produced: 20, inFlight: 20 }, other: { produced: 5, inFlight: 5 } });
  });
});
