import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { besideEachOther } from "../contract/scenarios.ts";
import { Outcome } from "../contract/outcome.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

const COUNT = 40;
const source = evenly(40, COUNT, { payload: { n: "{{seq}}" } });
/** A queue whose consumer's crash is found soon. */
const QUICK = ["queue", { lockMs: 500, stalledCheckMs: 500, maxStalled: 5 }] as const;
const sum = '{"size": size(events), "sum": events.map(e, e.data.n).sum()}';

/** Events go into windows, and out of them again: one that was in two would come twice. */
const membersOf = (from: typeof source): Design =>
  designOf(
    { p: from, a: ["aggregator", { window: { count: 2 } }], m: ["splitter", { expression: "event.data" }], d: ["deduplicate", { by: "event.data.n", windowMs: 600_000 }], s: SINK },
    ["p > a", "a > m", "m > d", "d > s"],
  );

/** Stages of every sort, whose results do not depend on when their process is killed. */
const DESIGNS: Design[] = [
  designOf({ p: source, a: ["aggregator", { window: { count: 8 }, emit: sum }], q: QUICK, c: service(1), f: ["filter", { when: "event.data.size == 8" }], s: SINK }, ["p > a", "a > q", "q > c", "c > f", "f > s"]),
  designOf({ p: source, d: ["delay", { delayMs: 1500 }], s: SINK }, ["p > d", "d > s"]),
  designOf({ p: source, d: ["delay", { delayMs: 500 }], j: ["join", { by: "event.data.n", windowMs: 60_000 }], s: SINK }, ["p > j.left", "p > d", "d > j.right", "j > s"]),
  designOf({ p: source, d: ["deduplicate", { by: "event.data.n % 10", windowMs: 60_000 }], s: SINK }, ["p > d", "d > s"]),
  designOf({ p: source, a: ["aggregator", { window: { type: "sliding", durationMs: 600, slideMs: 200 } }], q: QUICK, c: service(1), s: SINK }, ["p > a", "a > q", "q > c", "c > s"]),
  designOf({ p: source, d: ["debounce", { windowMs: 5000 }], s: SINK }, ["p > d", "d > s"]),
  designOf({ p: source, t: ["throttle", { max: 20, durationMs: 1000 }], s: SINK }, ["p > t", "t > s"]),
  membersOf(source),
];

describe("stages whose process is killed", () => {
  it("R2 R3 E4 what a killed stage held is there again at once: nothing is lost, nothing twice", async () => {
    const { executor, heard } = await bench.begin(besideEachOther(DESIGNS));
    const workers = (): LiveBench["processes"] => bench.processes.filter(({ entry }) => entry === "worker");
    // In the middle of a window, of delays, of pairs that wait, of a burst.
    await until("half of the events produced", () => (heard.frames.at(-1)?.ledger.produced ?? 0) >= (COUNT * DESIGNS.length) / 2);
    workers().at(-1)?.process.kill("SIGKILL");
    const report = await executor.finished;
    expect(report.ended).toBe("drained");
    expect(report.ledger).toMatchObject({ produced: COUNT * DESIGNS.length, balanced: true, unsettled: 0, lost: 0, duplicated: 0, inFlight: 0, dropped: {}, failed: 0 });
    const result = { ...heard, executor, report };
    const [windows, delays, pairs, once, sliding, quiet, paced, members] = DESIGNS.map((_, index) => new Outcome(result, `s${index}_`).ledger);
    expect(windows).toMatchObject({ delivered: 5, absorbed: 35, filtered: 0 });
    expect(delays).toMatchObject({ delivered: COUNT });
    expect(pairs).toMatchObject({ copies: COUNT, absorbed: COUNT, delivered: COUNT });
    expect(once).toMatchObject({ delivered: 10, deduplicated: 30 });
    expect(sliding).toMatchObject({ produced: COUNT });
    expect(quiet).toMatchObject({ delivered: 1, absorbed: COUNT - 1 });
    expect(paced).toMatchObject({ delivered: COUNT });
    expect(members).toMatchObject({ delivered: COUNT, deduplicated: 0 });
    expect(report.nodes.s1_d?.stalls).toBeGreaterThan(0);
  });

  it("R2 R3 E2 E4 a killed Redis comes back, and stages let go what they decided meanwhile", async () => {
    const { executor, heard } = await bench.begin(besideEachOther(DESIGNS));
    await until("half of the events produced", () => (heard.frames.at(-1)?.ledger.produced ?? 0) >= (COUNT * DESIGNS.length) / 2);
    await bench.redis.kill("SIGKILL");
    const { ended, ledger } = await executor.finished;
    expect(ended).toBe("drained");
    // `everysec`: a killed process usually loses nothing, and what it loses is counted.
    expect(ledger).toMatchObject({ unsettled: ledger.lost, inFlight: 0, failed: 0 });
    expect(ledger.lost + ledger.duplicated).toBeLessThan(5);
  });

  it("R2 E4 what was decided about a window when its process was killed is done as decided", async () => {
    const count = 800;
    const { executor, heard } = await bench.begin(membersOf(evenly(800, count, { payload: { n: "{{seq}}" } })));
    await until("half of the events produced", () => (heard.frames.at(-1)?.ledger.produced ?? 0) >= count / 2);
    bench.processes.findLast(({ entry }) => entry === "worker")?.process.kill("SIGKILL");
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ produced: count, balanced: true, lost: 0, duplicated: 0, inFlight: 0, delivered: count, deduplicated: 0 });
  });
});
