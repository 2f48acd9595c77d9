import { describe, expect, it } from "vitest";
import type { Slo } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { emptyLedgerEntry, type Ledger } from "../contract/ledger.ts";
import { Wiring } from "../core/wiring.ts";
import { HistogramRecorder } from "./histogram.ts";
import type { PlaceDelta } from "./recorder.ts";
import { SloWatch } from "./slo-watch.ts";

type Measured = Partial<Omit<PlaceDelta, "place" | "wait">> & { readonly waits?: readonly number[]; readonly depth?: number };

/** Judges one SLO over frames of 100 ms in which the consumer `c` (or another node) did this. */
function judge(slo: Partial<Slo>, frames: readonly Measured[], { node = "c", ledger = {}, producedUntilMs }: { node?: string; ledger?: (frame: number) => Partial<Ledger> | object; producedUntilMs?: number } | { node?: string; ledger?: object; producedUntilMs?: number } = {}) {
  const full: Slo = { id: "o", name: "O", target: { node }, metric: "waitMs", op: "<=", value: 100, windowMs: 500, ...slo };
  const wiring = new Wiring(flowOf(designOf({ p: evenly(1, 1), q: ["queue"], c: service(1), s: SINK }, ["p > q", "q > c", "c > s"], { slos: [full] })), 1);
  const watch = new SloWatch(wiring);
  const index = wiring.node(node).index;
  frames.forEach(({ waits, depth = 0, ...counts }, n) => {
    const recorder = new HistogramRecorder();
    for (const ms of waits ?? []) recorder.record(ms);
    const delta: PlaceDelta = { place: index, in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0, busyMs: 0, capacityMs: 0, hits: 0, misses: 0, ...counts, wait: recorder.flush() };
    const books = typeof ledger === "function" ? ledger(n) : ledger;
    watch.observe({
      atMs: (n + 1) * 100,
      deltas: (place) => (place === index ? [delta] : []),
      now: (place) => ({ depth: place === wiring.node("q").index ? depth : 0, inFlight: 0, capacity: 0 }),
      ledger: { ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0, ...books },
      producedUntilMs,
    });
  });
  return watch.verdicts().get("o")!;
}

function frames(count: number, measured: (n: number) => Measured): Measured[] {
  return Array.from({ length: count }, (_, n) => measured(n));
}

describe("O5 SLOs over windows", () => {
  it("O5 the worst window counts, with its own mean", () => {
    // 10 ms, but for half a second of 300 ms: the whole run's mean is 68 ms.
    const run = frames(25, (n) => ({ waits: n >= 10 && n < 15 ? [300, 300] : [10, 10] }));
    expect(judge({}, run)).toMatchObject({ passed: false, value: 300, now: 10 });
    // A window twice as long holds half of each.
    expect(judge({ windowMs: 1000 }, run).value).toBeCloseTo(155, 0);
    expect(judge({ windowMs: 1000, value: 200 }, run).passed).toBe(true);
  });

  it("O5 a percentile is that of the window's own histogram, whichever it is", () => {
    const run = frames(10, () => ({ waits: Array.from({ length: 100 }, (_, n) => n + 1) }));
    const { value } = judge({ percentile: 73.5, value: 74 }, run);
    expect(value).toBeGreaterThanOrEqual(73);
    expect(value).toBeLessThanOrEqual(74.2);
  });

  it("O5 is missed only when it is missed for as long as it says", () => {
    const run = frames(40, (n) => ({ waits: n >= 10 && n < 15 ? [300] : [10] }));
    // Windows of half a second hold some of it for 0.9 s, more than 100 ms of mean for 0.6 s of these.
    expect(judge({ forMs: 1000 }, run).passed).toBe(true);
    expect(judge({ forMs: 300 }, run).passed).toBe(false);
  });

  it("O5 rates are judged while producers produce", () => {
    const run = frames(30, (n) => ({ out: n < 20 ? 5 : 0 }));
    const throughput = { metric: "throughputPerSecond", op: ">=", value: 45 } as const;
    expect(judge(throughput, run, { producedUntilMs: 2000 })).toMatchObject({ passed: true, value: 50 });
    expect(judge(throughput, run)).toMatchObject({ passed: false, value: 0 });
  });

  it("O5 errors per attempt, the most depth, and how busy", () => {
    const run = frames(20, (n) => ({ in: 10, errors: n === 7 ? 5 : 0, busyMs: n === 7 ? 100 : 20, capacityMs: 100, depth: n === 7 ? 44 : 3 }));
    expect(judge({ metric: "errorRate", value: 0.05 }, run)).toMatchObject({ passed: false, value: 0.1, now: 0 });
    expect(judge({ metric: "depth", value: 40 }, run)).toMatchObject({ passed: false, value: 44, now: 3 });
    expect(judge({ metric: "lag", value: 50 }, run)).toMatchObject({ passed: true, value: 44 });
    expect(judge({ metric: "utilization", value: 0.3 }, run).value).toBeCloseTo(0.36);
  });

  it("O5 losses and duplicates of the window, from the books", () => {
    const run = frames(20, () => ({}));
    const books = (n: number): object => ({ dropped: { overflow: Math.min(30, n * 3) }, duplicated: n > 5 ? 2 : 0 });
    expect(judge({ metric: "lost", value: 10 }, run, { ledger: books })).toMatchObject({ passed: false, value: 15, now: 0 });
    expect(judge({ metric: "duplicates", op: "==", value: 0 }, run, { ledger: books })).toMatchObject({ passed: false, value: 2 });
  });

  it("O5 a run that is shorter than the window is judged as it is; what was never measured is not met", () => {
    expect(judge({ windowMs: 60_000 }, frames(35, () => ({ waits: [40] })))).toMatchObject({ passed: true, value: 40 });
    expect(judge({}, frames(10, () => ({})))).toMatchObject({ passed: false, value: 0 });
  });
});
