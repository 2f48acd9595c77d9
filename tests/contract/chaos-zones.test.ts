import { beforeAll, expect, it } from "vitest";
import type { ChaosRecord } from "../../design/chaos/experiment.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Result } from "../support/run.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();

/** Locks short enough that what a zone holds that stands still is delivered again as soon as it goes on. */
const QUICK = { attempts: 3, lockMs: 500, stalledCheckMs: 200, maxStalled: 3 };

/** Lanes that have nothing to do with each other: each has a zone of its own, to which something happens. */
const LANES: Readonly<Record<string, { readonly chaos: Omit<ChaosRecord, "id" | "target">; readonly queue?: typeof QUICK }>> = {
  frozen: { chaos: { atMs: 600, durationMs: 900, experiment: "freeze-zone" } },
  moment: { chaos: { atMs: 600, durationMs: 300, experiment: "freeze-zone" }, queue: { ...QUICK, lockMs: 5000 } },
};

/** Two and a half seconds of load on each lane. */
function besieged(): Design {
  const names = Object.keys(LANES);
  const nodes = names.flatMap((name) => [[`${name}-in`, evenly(40, 100)], [name, service(100, { concurrency: 8 })]] as const);
  const edges = Object.entries(LANES).flatMap(([name, { queue = QUICK }]) => [[`${name}-in > ${name}`, queue] as const, `${name} > s`]);
  const chaos = Object.entries(LANES).map(([id, lane]): ChaosRecord => ({ ...lane.chaos, id, target: { zone: id } }));
  const design = designOf({ ...Object.fromEntries(nodes), s: SINK }, edges, { zones: names.map((id) => ({ id, name: id })), scenario: { chaos } });
  return { ...design, nodes: design.nodes.map((node) => (node.id in LANES ? { ...node, zone: node.id } : node)) };
}

onEachSide(sides, "what happens to zones", (side) => {
  let result: Result;
  beforeAll(async () => void (result = await side.run(besieged(), { sampleAll: true })), 60_000);

  const spans = (node: string) => result.samples.flatMap((sample) => (sample.type === "span" && sample.node === node ? [sample] : []));
  /** When the attempts of a lane ended. */
  const ends = (node: string) => spans(node).map(({ startMs, serviceMs }) => startMs + serviceMs);
  const stalls = (lane: string) => result.report.channels[`e${2 * Object.keys(LANES).indexOf(lane) + 1}`]?.stalls ?? 0;

  it("O4 E4 each ends by itself, and nothing is lost or done twice", () => {
    const { experiments = [], ledger } = result.report;
    expect(experiments.map(({ id, phase }) => `${id} ${phase}`)).toEqual(Object.keys(LANES).map((id) => `${id} over`));
    expect(ledger).toMatchObject({ produced: 100 * Object.keys(LANES).length, delivered: 100 * Object.keys(LANES).length, balanced: true, lost: 0, duplicated: 0, inFlight: 0, unsettled: 0 });
  });

  it("O4 Q5 a frozen zone's slots stand still; what it holds longer than its lock is delivered again, and its late results are ignored", () => {
    expect(ends("frozen").filter((atMs) => atMs > 800 && atMs < 1440)).toEqual([]);
    expect(stalls("frozen")).toBeGreaterThan(2);
    const again = spans("frozen").filter(({ attempt }) => attempt > 1);
    expect(again).toHaveLength(stalls("frozen"));
    for (const { startMs } of again) expect(startMs).toBeGreaterThan(1490);
  });

  it("O4 Q5 one that is frozen for less than its locks last goes on with what it holds", () => {
    expect(Math.max(...spans("moment").map(({ serviceMs }) => serviceMs))).toBeGreaterThan(250);
    expect(stalls("moment")).toBe(0);
    expect(spans("moment")).toHaveLength(100);
  });
});
