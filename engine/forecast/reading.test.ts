import { expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { forecast } from "../../tests/support/run.ts";

/** Waits of a consumer's events while something slows its zone down from before the first to the end. */
async function waitsWith(experiment: string, parameters: Record<string, Json>, { perSecond, count, slots, to = "s" }: { perSecond: number; count: number; slots: number; to?: "s" | "q" }): Promise<number[]> {
  const design = designOf({ p: evenly(perSecond, count), c: service(10, { concurrency: slots }), q: ["queue"], d: service(1), s: SINK }, ["p > c", `c > ${to}`, "q > d", "d > s"], {
    zones: [{ id: "far", name: "Far" }],
    scenario: { chaos: [{ id: "x", atMs: 1, durationMs: 60_000, experiment, target: { zone: "far" }, parameters }] },
  });
  const placed = { ...design, nodes: design.nodes.map((node) => (node.id === "c" ? { ...node, zone: "far" } : node)) };
  const { samples, report } = await forecast(placed, { sampleAll: true });
  expect(report.ledger).toMatchObject({ delivered: count, inFlight: 0, balanced: true });
  return samples.flatMap((sample) => (sample.type === "span" && sample.node === "c" ? [Math.round(sample.waitMs)] : []));
}

it("O4 an event that comes to a worker that waits is there after two round trips: the marker, and the move to active", async () => {
  expect(await waitsWith("latency", { latency: 40 }, { perSecond: 4, count: 3, slots: 1 })).toEqual([80, 80, 80]);
});

it("O4 a slot gets its next event by the round trip that finishes the one before, and by one more where that was put elsewhere", async () => {
  // All at once, as good as: the n-th begins after n times the service and the round trips between two.
  const steps = (waits: readonly number[]): number[] => waits.slice(2).map((wait, n) => wait - (waits[n + 1] ?? 0));
  const burst = { perSecond: 1000, count: 6, slots: 1 };
  for (const step of steps(await waitsWith("latency", { latency: 40 }, burst))) expect(step).toBe(10 + 40 - 1);
  for (const step of steps(await waitsWith("latency", { latency: 40 }, { ...burst, to: "q" }))) expect(step).toBe(10 + 2 * 40 - 1);
});

it("O4 over a narrow connection one event after the other is finished, however many slots there are: 1,250 bytes for each", async () => {
  const waits = await waitsWith("bandwidth", { rate: 5 }, { perSecond: 20, count: 60, slots: 8 });
  const perEventMs = ((waits.at(-1) ?? 0) - (waits[20] ?? 0)) / 39 + 50;
  expect(Math.abs(perEventMs - 1250 / 5)).toBeLessThan(3);
});

it("O4 slices of an answer come one after the other", async () => {
  // 900 bytes in 9 slices, 10 ms apart; a marker in two, the word that there is nothing in one.
  expect(await waitsWith("slicer", { averageSize: 100, delay: 10_000 }, { perSecond: 4, count: 2, slots: 1 })).toEqual([90, 90]);
});
