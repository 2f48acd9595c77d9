import { describe, expect, it } from "vitest";
import { coarseLimit } from "../../../design/coarse/coarsen.ts";
import { expectedEvents } from "../../../design/coarse/expected-events.ts";
import type { Design, Json } from "../../../design/document/schema.ts";
import { designOf, SINK } from "../../../tests/support/designs.ts";
import { examples } from "../../../tests/support/examples.ts";
import { forecast, hear, optionsFor, predict, type Result } from "../../../tests/support/run.ts";
import type { Notice, RunState } from "../../contract/run.ts";
import { chooseCoarseness } from "./choose-coarseness.ts";
import { createForecast } from "./create-forecast.ts";

const RATE = 4000;
const FOR_MS = 10_000;
const KS = [10, 100] as const;

function source(ratePerSecond: number, more: Record<string, Json> = {}): ["producer", Record<string, Json>] {
  return ["producer", { arrivals: { process: "poisson", ratePerSecond }, ...more }];
}

function servers(replicas: number, meanMs: number, more: Record<string, Json> = {}): ["consumer", Record<string, Json>] {
  return ["consumer", { replicas, serviceTime: { distribution: "exponential", meanMs }, ...more }];
}

/** Holds a coarse forecast of a design, for each k, against that of single events. */
async function compare(design: Design, forMs: number, hold: (coarse: Result, exact: Result, k: number) => void): Promise<void> {
  const exact = await forecast(design, { forMs });
  for (const k of KS) hold(await forecast(design, { forMs, eachStandsFor: k }), exact, k);
}

/** Within a share of the larger of the two. */
function expectWithin(share: number, actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} beside ${expected}`).toBeLessThanOrEqual(share * Math.max(Math.abs(actual), Math.abs(expected)));
}

/** When the backlog of a node was last above a share of its highest. */
function drainedMs({ frames }: Result, node: string): number {
  const peak = Math.max(...frames.map(({ nodes }) => nodes[node]?.depth ?? 0));
  return frames.findLast(({ nodes }) => (nodes[node]?.depth ?? 0) > 0.05 * peak)?.atMs ?? 0;
}

/** 60 slots that take 6,000 events a second, away for a while. */
const OUTAGE_MS = 2000;
const CAPACITY = 6000;
const outage: Design = (() => {
  const design = designOf({ p: source(RATE), q: ["queue"], c: servers(60, 10), s: SINK }, ["p > q", "q > c", "c > s"], {
    zones: [{ id: "west", name: "West" }],
    scenario: { chaos: [{ id: "x", experiment: "kill-zone", target: { zone: "west" }, atMs: 2000, durationMs: OUTAGE_MS }] },
  });
  return { ...design, nodes: design.nodes.map((node) => (node.id === "c" ? { ...node, zone: "west" } : node)) };
})();

describe("F6 a forecast whose events stand for several", () => {
  it("F6 agrees with that of single events where slots keep up", async () => {
    const design = designOf({ p: source(9000), q: ["queue"], c: servers(100, 10), s: SINK }, ["p > q", "q > c", "c > s"]);
    await compare(design, 4000, (coarse, exact, k) => {
      expectWithin(0.02, coarse.report.throughputPerSecond ?? 0, exact.report.throughputPerSecond ?? 0);
      expectWithin(0.02, coarse.report.nodes.c?.utilization ?? 0, exact.report.nodes.c?.utilization ?? 0);
      expectWithin(0.02, coarse.report.nodes.c?.serviceMs.mean ?? 0, exact.report.nodes.c?.serviceMs.mean ?? 0);
      // Waits of a fraction of a service time stay such.
      expect(coarse.report.nodes.c?.waitMs.mean).toBeLessThan(1);
      expectWithin(0.1, coarse.report.endToEndMs.all.mean, exact.report.endToEndMs.all.mean);
      expect(coarse.report.coarse?.eachStandsFor).toBe(k);
      expect(exact.report.coarse).toBeUndefined();
    });
  });

  it("F6 agrees for the groups of a topic, lag by lag", async () => {
    const design = designOf(
      { p: source(RATE), t: ["topic", { partitions: 12 }], a: servers(4, 2, { concurrency: 3 }), b: servers(12, 4), s: SINK },
      ["p > t", "t > a", "t > b", "a > s", "b > s"],
    );
    await compare(design, 5000, (coarse, exact) => {
      // 12 partitions at 4 ms take 3,000/s: what is over waits, 1,000 more each second.
      for (const group of ["a", "b"]) expectWithin(0.1, coarse.report.nodes.t?.lag?.[group]?.max ?? 0, exact.report.nodes.t?.lag?.[group]?.max ?? 0);
      expectWithin(0.1, coarse.report.nodes.b?.throughputPerSecond ?? 0, exact.report.nodes.b?.throughputPerSecond ?? 0);
      expectWithin(0.05, coarse.report.nodes.a?.serviceMs.mean ?? 0, 2);
      expectWithin(0.1, coarse.report.nodes.b?.waitMs.mean ?? 0, exact.report.nodes.b?.waitMs.mean ?? 0);
    });
  });

  it("F6 loses as many at a queue that is full and limited", async () => {
    const design = designOf(
      { p: source(RATE, { whenRefused: "drop" }), q: ["queue", { maxLength: 2000, overflow: "reject-publish", rateLimit: { max: 300, durationMs: 100 } }], c: servers(100, 10), s: SINK },
      ["p > q", "q > c", "c > s"],
    );
    await compare(design, FOR_MS, (coarse, exact) => {
      expectWithin(0.05, coarse.report.ledger.dropped.rejected ?? 0, exact.report.ledger.dropped.rejected ?? 0);
      expectWithin(0.01, coarse.report.throughputPerSecond ?? 0, exact.report.throughputPerSecond ?? 0);
      expect(coarse.report.nodes.q?.depth.max).toBe(2000);
      expectWithin(0.05, coarse.report.nodes.q?.waitMs.mean ?? 0, exact.report.nodes.q?.waitMs.mean ?? 0);
    });
  });

  it("F6 retries and dead-letters the same shares", async () => {
    const failureRate = 0.3;
    const design = designOf(
      { p: source(RATE), q: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 500 } }], c: servers(100, 10, { failureRate }), s: SINK, d: ["deadLetter"] },
      ["p > q", "q > c", "c > s", "q.deadLetter > d"],
    );
    for (const k of KS) {
      const { ledger, nodes } = await predict(design, { forMs: FOR_MS, eachStandsFor: k });
      const { produced, deadLettered } = ledger;
      // Binomial, of as many as were simulated: within 4 standard deviations.
      const spread = (share: number): number => 4 * Math.sqrt((share * (1 - share) * produced) / k) * k;
      expect(Math.abs(deadLettered - produced * failureRate ** 3)).toBeLessThan(spread(failureRate ** 3));
      expect(Math.abs((nodes.q?.retries ?? 0) - produced * (failureRate + failureRate ** 2))).toBeLessThan(2 * spread(failureRate));
      expect(ledger.balanced).toBe(true);
    }
  });

  it("F6 O4 has the backlog of an outage, and works it off in backlog / (capacity − load)", async () => {
    await compare(outage, FOR_MS, (coarse, exact) => {
      const backlog = (RATE * OUTAGE_MS) / 1000;
      // To a twentieth of the backlog, counted from when the zone is back.
      const formulaMs = (0.95 * backlog * 1000) / (CAPACITY - RATE);
      for (const result of [exact, coarse]) {
        expectWithin(0.05, result.report.nodes.q?.depth.max ?? 0, backlog);
        expectWithin(0.1, drainedMs(result, "q") - 2000 - OUTAGE_MS, formulaMs);
        expect(result.report.experiments?.[0]?.recovery).toMatchObject({ detected: { by: "slots that were gone" }, lost: 0 });
      }
      for (const [index, frame] of exact.frames.entries()) {
        const beside = coarse.frames[index]?.nodes.q?.depth ?? 0;
        expect(Math.abs(beside - (frame.nodes.q?.depth ?? 0)), `at ${frame.atMs} ms`).toBeLessThan(0.08 * backlog);
      }
    });
  });

  it("F6 O4 agrees where a store is down and callers try again", async () => {
    const design = designOf(
      { p: source(2000), q: ["queue", { attempts: 5, backoff: { type: "fixed", delayMs: 1000 } }], c: servers(60, 5), db: ["database", { pool: 30 }], s: SINK, d: ["deadLetter"] },
      ["p > q", "q > c", "c.call > db.call", "c > s", "q.deadLetter > d"],
      { scenario: { chaos: [{ id: "x", experiment: "store-down", target: { node: "db" }, atMs: 2000, durationMs: 2000 }] } },
    );
    await compare(design, 6000, (coarse, exact) => {
      expectWithin(0.07, coarse.report.nodes.q?.retries ?? 0, exact.report.nodes.q?.retries ?? 0);
      expectWithin(0.07, coarse.report.nodes.q?.depth.max ?? 0, exact.report.nodes.q?.depth.max ?? 0);
      expectWithin(0.05, coarse.report.nodes.c?.utilization ?? 0, exact.report.nodes.c?.utilization ?? 0);
      expectWithin(0.05, coarse.report.nodes.db?.serviceMs.mean ?? 0, exact.report.nodes.db?.serviceMs.mean ?? 0);
    });
  });

  it("F6 O1 shows autoscalers what there really is", async () => {
    const design = designOf(
      { p: source(2000), q: ["queue"], c: servers(1, 10, { concurrency: 10 }), s: SINK, a: ["autoscaler", { metric: "ratePerSecond", threshold: 500, syncMs: 1000, pollingMs: 1000 }] },
      ["p > q", "q > c", "c > s", "a.governs > c.scaler"],
    );
    await compare(design, 6000, (coarse, exact) => {
      expect(coarse.report.scaling?.a?.replicas.end).toBe(exact.report.scaling?.a?.replicas.end);
      expect(coarse.report.scaling?.a?.changes.length).toBe(exact.report.scaling?.a?.changes.length);
    });
  });

  it("F6 E4 closes the books in whole simulated events, for every example that can be coarse", async () => {
    const k = 5;
    let tried = 0;
    for (const { file, design } of examples()) {
      if (coarseLimit(design).most < k) continue;
      tried++;
      const { ledger } = await predict(design, { forMs: 5000, eachStandsFor: k });
      expect(ledger.balanced, file).toBe(true);
      const lines = [ledger.produced, ledger.copies, ledger.delivered, ledger.inFlight, ledger.deadLettered, ...Object.values(ledger.dropped)];
      expect(lines.filter((line) => line % k !== 0), file).toEqual([]);
    }
    expect(tried).toBeGreaterThan(20);
  });

  it("F6 F1 is the same each time", async () => {
    const [first, second] = [await predict(outage, { forMs: FOR_MS, eachStandsFor: 100 }), await predict(outage, { forMs: FOR_MS, eachStandsFor: 100 })];
    expect(second).toEqual(first);
  });

  it("F6 says before it begins how coarse it is, and in its state", async () => {
    const { notices, states } = await forecast(outage, { forMs: 1000, eachStandsFor: 1000 });
    expect(notices.filter(({ code }) => code === "coarse").map(({ message }) => message)).toEqual([
      "Each simulated event stands for 1,000: rates, backlogs, losses and drain times hold; small counts come in steps of 1,000, of service times only the mean holds, and the order within a key is lost.",
      "c holds a slot 16.7 times as long for each simulated event, some 167 ms: end-to-end times below that say nothing.",
    ]);
    expect(states.at(-1)?.eachStandsFor).toBe(1000);
  });

  it("F6 takes over settings that are changed on the way, coarsely, and says where it cannot", async () => {
    const { executor } = await forecast(outage, { forMs: 1000, eachStandsFor: 10 });
    const faster = { ...outage, nodes: outage.nodes.map((node) => (node.id === "c" ? { ...node, settings: { ...node.settings, replicas: 90 } } : node)) };
    expect(await executor.update(faster)).toEqual({ applied: ["c"], later: [] });
    const crashing = { ...outage, nodes: outage.nodes.map((node) => (node.id === "c" ? { ...node, settings: { ...node.settings, crashRate: 0.1 } } : node)) };
    expect((await executor.update(crashing)).later[0]?.why).toContain("crashes at single events");
  });
});

describe("F6 how coarse a forecast has to be", () => {
  const never = new AbortController().signal;
  const options = { seed: 1, forMs: 3_600_000, drainMs: 0 };
  const queue = (ratePerSecond: number, more: Record<string, Json> = {}): Design =>
    designOf({ p: source(ratePerSecond), q: ["queue", more], c: servers(1000, 10), s: SINK }, ["p > q", "q > c", "c > s"]);

  it("F6 estimates how many events sources emit", () => {
    expectWithin(0.001, expectedEvents(queue(100), 60_000), 6000);
    expectWithin(0.001, expectedEvents({ ...queue(100), scenario: { load: [{ atMs: 30_000, node: "p", rateFactor: 3 }] } }, 60_000), 12_000);
    expect(expectedEvents(queue(100), Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it("F6 simulates each event where there are few", async () => {
    expect(await chooseCoarseness(queue(10), options, never)).toEqual({ eachStandsFor: 1, why: "Some 36,000 events: each one is simulated." });
  });

  it("F6 chooses by how much is to be done and how many wait", async () => {
    const { eachStandsFor, why } = await chooseCoarseness(queue(200_000), { ...options, forMs: 360_000 }, never);
    expect(eachStandsFor).toBe(200);
    expect(why).toBe("Some 72 M events, of which up to 36 M wait at once: each simulated event stands for 200.");
  });

  it("F6 tells what it chose once the run is known, before it goes on", async () => {
    const heard = hear();
    const told: string[] = [];
    const listener = { ...heard.listener, onState: ({ phase }: RunState) => void told.push(phase), onNotice: ({ code }: Notice) => void told.push(code) };
    const executor = await createForecast(optionsFor(queue(200_000), { forMs: 360_000, paused: true, eachStandsFor: "auto" }), listener);
    await executor.start();
    await executor.stop();
    expect(told.slice(0, 3)).toEqual(["paused", "coarseness", "coarse"]);
    expect((await executor.finished).coarse?.eachStandsFor).toBe(200);
  });

  it("F6 goes no further than the design lets it", async () => {
    const { eachStandsFor, why } = await chooseCoarseness(queue(90_000, { maxLength: 3, overflow: "drop-head" }), options, never);
    expect(eachStandsFor).toBe(3);
    expect(why).toMatch(/^Some 320 M events, .* would have to stand for 50, but may for 3 at most \(q: its max length is 3\)\. It may take long\.$/);
  });
});
