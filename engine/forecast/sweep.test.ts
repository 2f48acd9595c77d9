import { describe, expect, it } from "vitest";
import type { Design, Slo } from "../../design/document/schema.ts";
import { designOf, SINK } from "../../tests/support/designs.ts";
import { figureOf } from "../contract/figures.ts";
import { spaced, type SweepPoint, type Trial } from "../contract/what-if.ts";
import { waitOfMMc } from "../../design/kinds/wait-formulas.ts";
import { forecastOnce } from "./forecast-once.ts";
import { designsOver, smallestReplicas, sweep, type Forecast } from "./sweep.ts";

const RATE = 330;
const MEAN_MS = 10;
const never = new AbortController().signal;
const forecastFor = (forMs: number): Forecast => (design, signal) => forecastOnce(design, { seed: 11, forMs, drainMs: 90_000 }, signal);

/** Poisson arrivals of 3.3 Erlangs at one queue. */
function station(slo?: Partial<Slo>): Design {
  const design = designOf(
    { p: ["producer", { arrivals: { process: "poisson", ratePerSecond: RATE } }], q: ["queue"], c: ["consumer", { serviceTime: { distribution: "exponential", meanMs: MEAN_MS } }], s: SINK },
    ["p > q", "q > c", "c > s"],
  );
  return slo ? { ...design, slos: [{ id: "wait", name: "Wait", target: { node: "c" }, metric: "waitMs", op: "<=", value: 1, ...slo }] } : design;
}

describe("F5 sweeps", () => {
  it("F5 F2 every point of a sweep over replicas is Erlang’s, and the unstable one is said to be so", { timeout: 30_000 }, async () => {
    const told: number[] = [];
    const points = await sweep(station(), [{ node: "c", path: ["replicas"], values: [3, 4, 5, 6, 8] }], forecastFor(200_000), never, (_point, index) => told.push(index));
    expect(told).toEqual([0, 1, 2, 3, 4]);
    expect(points.map(({ values, unstable }) => [values[0], unstable.length > 0])).toEqual([[3, true], [4, false], [5, false], [6, false], [8, false]]);
    for (const point of points.slice(1)) {
      const wait = figureOf(point, { figure: "waitMs", node: "c", statistic: "mean" });
      const truth = waitOfMMc(RATE, MEAN_MS, point.values[0]!).meanMs;
      expect(wait?.ci95).toBeGreaterThan(0);
      expect(Math.abs(wait!.value - truth), `${point.values[0]} replicas`).toBeLessThan(2 * wait!.ci95!);
    }
  });

  it("F5 two numbers make a grid, the first fastest; each is checked before anything is forecast", async () => {
    const axes = [{ node: "c", path: ["replicas"], values: [4, 5] }, { node: "p", path: ["arrivals", "ratePerSecond"], values: [100, 200, 300] }];
    expect(designsOver(station(), axes).map(({ values }) => values)).toEqual([[4, 100], [5, 100], [4, 200], [5, 200], [4, 300], [5, 300]]);
    const points = await sweep(station(), axes, forecastFor(2000), never, () => {});
    expect(points.map(({ values, ledger }) => [values[1], Math.round(ledger.produced / 200)])).toEqual([[100, 1], [100, 1], [200, 2], [200, 2], [300, 3], [300, 3]]);
    expect(() => designsOver(station(), [{ node: "c", path: ["replicas"], values: [4, 0] }])).toThrow(/cannot be 0/);
    expect(() => designsOver(station(), [axes[0]!, { ...axes[1]!, values: spaced(1, 300, 300, true) }])).toThrow(/too many/);
  });

  it("F5 the same seed gives the same points", async () => {
    const once = (): Promise<SweepPoint[]> => sweep(station(), [{ node: "c", path: ["replicas"], values: [4, 5] }], forecastFor(3000), never, () => {});
    expect(await once()).toEqual(await once());
  });

  it("F5 stops when it is told to", async () => {
    const stopping = new AbortController();
    const points: number[] = [];
    const asked = sweep(station(), [{ node: "c", path: ["replicas"], values: [4, 5, 6] }], forecastFor(2000), stopping.signal, (_point, index) => {
      points.push(index);
      stopping.abort();
    });
    await expect(asked).rejects.toThrow();
    expect(points).toEqual([0]);
    const slow = new AbortController();
    const long = forecastFor(1e9)(station(), slow.signal);
    slow.abort();
    await expect(long).rejects.toThrow();
  });

  it("F5 values are spaced evenly, whole where they must be", () => {
    expect(spaced(1, 5, 5, true)).toEqual([1, 2, 3, 4, 5]);
    expect(spaced(1, 3, 9, true)).toEqual([1, 2, 3]);
    expect(spaced(0.1, 0.3, 3, false)).toEqual([0.1, 0.2, 0.3]);
    expect(spaced(4, 4, 7, false)).toEqual([4]);
  });
});

describe("F5 the fewest replicas that meet an SLO", () => {
  it.each([4, 5, 6, 7])("F5 F2 finds %i, as Erlang C does, for a wait between two of its values", { timeout: 60_000 }, async (truth) => {
    // Between what one replica fewer waits and what this many wait, where chance decides nothing.
    const fewer = truth === 4 ? 100 : waitOfMMc(RATE, MEAN_MS, truth - 1).meanMs;
    const value = Math.sqrt(fewer * waitOfMMc(RATE, MEAN_MS, truth).meanMs);
    const trials: Trial[] = [];
    const answer = await smallestReplicas(station({ value }), { slo: "wait", node: "c", most: 32 }, forecastFor(100_000), never, (trial) => trials.push(trial));
    expect(answer).toMatchObject({ smallest: truth, monotone: true });
    // Its neighbours were tried.
    expect(answer.trials.find(({ replicas }) => replicas === truth - 1)?.meets).toBe(false);
    expect(answer.trials.find(({ replicas }) => replicas === truth + 1)?.meets).toBe(true);
    expect(trials.length).toBeLessThanOrEqual(7);
  });

  it("F5 F3 does not count what passes only because the run was short", async () => {
    const { smallest, trials } = await smallestReplicas(station({ metric: "lost", value: 0 }), { slo: "wait", node: "c", most: 16 }, forecastFor(4000), never, () => {});
    expect(smallest).toBe(4);
    expect(trials.find(({ replicas }) => replicas === 3)).toMatchObject({ meets: false, verdict: { passed: true } });
    expect(trials.find(({ replicas }) => replicas === 3)?.unstable[0]).toContain("4 slots are the least that is stable");
  });

  it("F5 says when none is enough, and tries every number where more is not better", async () => {
    const none = await smallestReplicas(station({ metric: "serviceMs", value: 5 }), { slo: "wait", node: "c", most: 12 }, forecastFor(1000), never, () => {});
    expect(none.smallest).toBeNull();
    expect(none.trials.map(({ replicas }) => replicas)).toEqual([1, 2, 4, 8, 12]);
    // A design that only 2 and 4 replicas suit.
    const odd: Forecast = async (design) => {
      const replicas = design.nodes.find(({ id }) => id === "c")?.settings?.replicas as number;
      return { slos: [{ id: "wait", name: "Wait", passed: replicas === 2 || replicas === 4, value: 0, op: "<=", target: 0 }], problems: [] } as never;
    };
    const answer = await smallestReplicas(station({}), { slo: "wait", node: "c", most: 12 }, odd, never, () => {});
    expect(answer).toMatchObject({ smallest: 2, monotone: false });
  });

  it("F5 refuses an SLO or a consumer that is not there", async () => {
    const ask = (slo: string, node: string): Promise<unknown> => smallestReplicas(station({}), { slo, node, most: 8 }, forecastFor(1000), never, () => {});
    await expect(ask("delay", "c")).rejects.toThrow("It has wait.");
    await expect(ask("wait", "q")).rejects.toThrow("It has c.");
  });
});
