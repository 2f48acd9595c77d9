import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { checkDesign } from "../../design/checks/check.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { forecast } from "../../tests/support/run.ts";
import { eventsAccounted, eventsMade, type Ledger, type LedgerEntry } from "../contract/ledger.ts";

const share = fc.constantFrom(0, 0, 0.1, 0.5);
const queueSettings = fc
  .record(
  {
    attempts: fc.integer({ min: 1, max: 4 }),
    backoff: fc.record({ type: fc.constantFrom("fixed", "exponential"), delayMs: fc.constantFrom(0, 5, 200), jitter: fc.constantFrom(0, 0.5) }),
    order: fc.constantFrom("fifo", "lifo"),
    lockMs: fc.constantFrom(100, 1000),
    stalledCheckMs: fc.constantFrom(100, 700),
    maxStalled: fc.integer({ min: 0, max: 2 }),
    maxLength: fc.integer({ min: 1, max: 12 }),
    overflow: fc.constantFrom("block", "drop-head", "reject-publish", "reject-publish-dlx"),
    rateLimit: fc.record({ max: fc.integer({ min: 1, max: 20 }), durationMs: fc.constantFrom(50, 300) }),
    delayMs: fc.constantFrom(0, 0, 60),
    ttlMs: fc.constantFrom(20, 300),
    deduplicate: fc.record({ by: fc.constantFrom("id", "key"), windowMs: fc.constantFrom(10, 500) }),
  },
  { requiredKeys: ["lockMs", "stalledCheckMs"] },
)
  // Not both: BullMQ puts delayed events in line as they fall due.
  .map((settings) => (settings.order === "lifo" ? { ...settings, delayMs: 0 } : settings));
const consumerSettings = fc.record({
  replicas: fc.integer({ min: 1, max: 2 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  serviceTime: fc.record({ distribution: fc.constant("exponential"), meanMs: fc.constantFrom(0, 3, 15) }),
  failureRate: share,
  permanentFailureRate: share,
  crashRate: fc.constantFrom(0, 0, 0, 0.05),
  coldStartMs: fc.constantFrom(0, 0, 50),
  emits: fc.integer({ min: 0, max: 2 }),
});
const producerSettings = fc.record({
  arrivals: fc.record({ process: fc.constantFrom("constant", "poisson"), ratePerSecond: fc.constantFrom(50, 400) }),
  limit: fc.record({ count: fc.integer({ min: 0, max: 80 }) }),
  whenRefused: fc.constantFrom("block", "drop"),
  payload: fc.constant({ way: "{{int 1 3}}" }),
});

/** Two sources, two stages with a router between them, and every way of losing, copying and giving up an event. */
const design = fc
  .record({
    sources: fc.tuple(producerSettings, producerSettings),
    queues: fc.tuple(queueSettings, queueSettings, queueSettings),
    consumers: fc.tuple(consumerSettings, consumerSettings),
    parts: fc.subarray(["second source", "dead letter", "failed port", "copy", "way back", "default", "exchange", "dead-letter exchange"]),
    mode: fc.constantFrom("first", "all"),
    seed: fc.nat(1000),
  })
  .map(({ sources, queues, consumers, parts, mode, seed }) => {
    const has = (part: string): boolean => parts.includes(part);
    return designOf(
      {
        p: ["producer", sources[0] as Record<string, Json>],
        p2: ["producer", sources[1] as Record<string, Json>],
        q: ["queue", queues[0] as Record<string, Json>],
        first: ["consumer", consumers[0] as Record<string, Json>],
        split: ["router", { mode, rules: [{ port: "a", when: "event.data.way == 1" }, { port: "b", when: "event.data.way != 3" }, { port: "again", when: "event.id.endsWith('1')" }] }],
        q2: ["queue", queues[1] as Record<string, Json>],
        second: ["consumer", consumers[1] as Record<string, Json>],
        x: ["exchange"],
        dlx: ["exchange", { type: "fanout" }],
        copied: service(4),
        paid: SINK,
        dead: DEAD_LETTER,
      },
      [
        "p > q",
        ...(has("second source") ? ["p2 > q"] : ["p2 > paid"]),
        "q > first",
        "first > split",
        ...(has("exchange") ? ["split.a > x", ["x > q2", { bindingKey: "#" }] as const, ["x > q2", { bindingKey: "event" }] as const, ["x > copied", { bindingKey: "*", ...queues[2] } as Record<string, Json>] as const] : ["split.a > q2"]),
        "split.b > paid",
        ...(has("way back") ? ["split.again > q"] : []),
        ...(has("default") ? ["split.default > dead"] : []),
        ...(has("copy") ? [["first > copied", queues[2] as Record<string, Json>] as const] : []),
        "q2 > second",
        "second > paid",
        ...(has("failed port") ? ["second.failed > dead"] : []),
        ...(has("dead-letter exchange") ? ["q.deadLetter > dlx", "q2.deadLetter > dlx", ["dlx > q2", {}] as const, ["dlx > dead", {}] as const] : has("dead letter") ? ["q.deadLetter > dead", "q2.deadLetter > dead"] : []),
      ],
      { seed },
    );
  });

type Stage = readonly [kind: string, settings: Record<string, Json>];

const anyStage = fc.oneof(
  fc.record({ delayMs: fc.constantFrom(0, 40, 900) }).map((settings): Stage => ["delay", settings]),
  fc.record({ max: fc.integer({ min: 1, max: 30 }), durationMs: fc.constantFrom(20, 300) }).map((settings): Stage => ["throttle", settings]),
  fc.record({ windowMs: fc.constantFrom(5, 200) }).map((settings): Stage => ["debounce", settings]),
  fc.record({ windowMs: fc.constantFrom(50, 5000), by: fc.constantFrom("event.data.way", "event.data.missing", "event.id") }).map((settings): Stage => ["deduplicate", settings]),
  fc
    .constantFrom<Record<string, Json>[]>({ count: 4 }, { count: 9, durationMs: 150 }, { type: "sliding", count: 5, slideCount: 2 }, { durationMs: 120 }, { durationMs: 120, time: "born", graceMs: 30 }, { type: "sliding", durationMs: 200, slideMs: 60 })
    .map((window): Stage => ["aggregator", { window, emit: '{"way": size(events) % 4, "list": events.map(e, e.data)}' }]),
);

/** Two sources, a bounded queue between stages, a join of two ways, a way back, and copies. */
const stagesDesign = fc
  .record({
    sources: fc.tuple(producerSettings, producerSettings),
    stages: fc.tuple(anyStage, anyStage, anyStage),
    queue: queueSettings,
    consumer: consumerSettings,
    joinMs: fc.constantFrom(20, 400),
    parts: fc.subarray(["late", "way back", "copy", "split"]),
    seed: fc.nat(1000),
  })
  .map(({ sources, stages: [first, second, third], queue, consumer, joinMs, parts, seed }) => {
    const has = (part: string): boolean => parts.includes(part);
    return designOf(
      {
        p: ["producer", sources[0] as Record<string, Json>],
        p2: ["producer", sources[1] as Record<string, Json>],
        first,
        q: ["queue", queue as Record<string, Json>],
        c: ["consumer", consumer as Record<string, Json>],
        second,
        third,
        pairs: ["join", { by: has("split") ? "event.data.way" : "size(event.id)", windowMs: joinMs }],
        again: ["filter", { when: "event.id.endsWith('1')" }],
        lists: ["splitter", { expression: "event.data.list" }],
        s: SINK,
        t: SINK,
      },
      [
        "p > first",
        "first > q",
        "q > c",
        "c > second",
        "second > pairs.left",
        "p2 > third",
        "third > pairs.right",
        "pairs > s",
        ...(has("late") ? ["pairs.late > t", ...(first[0] === "aggregator" ? ["first.late > t"] : [])] : []),
        ...(has("way back") ? ["c > again", "again > first"] : []),
        ...(has("copy") ? ["first > third", "p2 > second"] : []),
        ...(has("split") ? ["third > lists", "lists > second"] : []),
      ],
      { seed },
    );
  });

const LINES = ["produced", "copies", "delivered", "deadLettered", "failed", "consumed", "inFlight"] as const;

function sum(entries: readonly LedgerEntry[], line: (typeof LINES)[number]): number {
  return entries.reduce((total, entry) => total + entry[line], 0);
}

/** What does not add up in a ledger; null when all does. */
function imbalance(ledger: Ledger): string | null {
  if (!ledger.balanced || ledger.unsettled !== 0 || ledger.lost !== 0 || ledger.duplicated !== 0) return JSON.stringify(ledger);
  const sources = Object.values(ledger.bySource ?? {});
  if (sources.some((entry) => eventsMade(entry) !== eventsAccounted(entry))) return `a source's lines: ${JSON.stringify(ledger.bySource)}`;
  const line = LINES.find((each) => sum(sources, each) !== ledger[each]);
  return line === undefined ? null : `the sources' ${line}: ${JSON.stringify(ledger)}`;
}

describe("E4 conservation", () => {
  it("E4 whatever a design does, the forecast's ledger balances in every frame, in all and for each source", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(design, async (each) => {
        fc.pre(checkDesign(each).every((problem) => problem.severity !== "error"));
        const { report, frames } = await forecast(each, { forMs: 10_000, drainMs: 10_000 });
        expect([...frames, report].map(({ ledger }) => imbalance(ledger)).filter((found) => found !== null)).toEqual([]);
        if (report.ended === "drained") expect(report.ledger.inFlight).toBe(0);
        const depths = [...Object.values(report.channels), ...each.nodes.flatMap(({ id, kind }) => (kind === "queue" ? [report.nodes[id]!] : []))].map((place) => place.depth.end);
        expect(depths.reduce((total, depth) => total + depth, 0)).toBeLessThanOrEqual(report.ledger.inFlight);
      }),
      { numRuns: 80 },
    );
  });

  it("E4 R2 R3 whatever stages do, the forecast's ledger balances in every frame, in all and for each source", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stagesDesign, async (each) => {
        expect(checkDesign(each).filter((problem) => problem.severity === "error")).toEqual([]);
        const { report, frames } = await forecast(each, { forMs: 10_000, drainMs: 10_000 });
        expect([...frames, report].map(({ ledger }) => imbalance(ledger)).filter((found) => found !== null)).toEqual([]);
        if (report.ended === "drained") expect(report.ledger.inFlight).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("E5 F1 R2 R3 two forecasts of stages with one seed are the same to the event", async () => {
    for (const each of fc.sample(stagesDesign, { numRuns: 5, seed: 2 })) {
      const [one, other] = [await forecast(each, { forMs: 3000 }), await forecast(each, { forMs: 3000 })];
      expect(one.samples.length).toBeGreaterThan(0);
      expect(other.samples).toEqual(one.samples);
      expect(other.report.ledger).toEqual(one.report.ledger);
    }
  });

  it("E4 Q7 a copy that waits for a full channel does not unbalance the other that went on", async () => {
    const blocked = designOf({ p: evenly(100, 30), free: ["queue"], a: service(1), full: ["queue", { maxLength: 1 }], b: service(200), s: SINK }, ["p > free", "p > full", "free > a", "full > b", "a > s", "b > s"]);
    const { frames } = await forecast(blocked);
    expect(frames.some((frame) => frame.ledger.inFlight > 0 && frame.ledger.delivered > 0)).toBe(true);
    expect(frames.every((frame) => frame.ledger.balanced)).toBe(true);
  });

  it("C2 Q7 a crash under events that were served and wait for a full channel neither loses nor repeats them", async () => {
    const busy = designOf(
      { p: evenly(200, 60), q: ["queue", { lockMs: 200, stalledCheckMs: 200, maxStalled: 100 }], a: ["consumer", { concurrency: 4, crashRate: 0.1, serviceTime: { distribution: "exponential", meanMs: 20 } }], full: ["queue", { maxLength: 1 }], b: service(50), s: SINK },
      ["p > q", "q > a", "a > full", "full > b", "b > s"],
    );
    const { report, samples } = await forecast(busy, { drainMs: 10_000_000 });
    expect(samples.some((sample) => sample.type === "span" && sample.outcome === "crashed")).toBe(true);
    expect(report).toMatchObject({ ended: "drained", ledger: { produced: 60, delivered: 60, copies: 0, balanced: true, inFlight: 0 } });
  });
});
