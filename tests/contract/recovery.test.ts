import { expect, it } from "vitest";
import type { ChaosRecord } from "../../design/chaos/experiment.ts";
import type { Design } from "../../design/document/schema.ts";
import type { ExperimentReport } from "../../engine/contract/chaos.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { predict } from "../support/run.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();

/** Events at a steady rate to one consumer, and something that happens to them. */
function steady(chaos: Omit<ChaosRecord, "id">, { perSecond = 50, count = 300, serviceMs = 10, slots = 1 } = {}): Design {
  return designOf({ p: evenly(perSecond, count), c: service(serviceMs, { concurrency: slots }), s: SINK }, ["p > c", "c > s"], {
    scenario: { chaos: [{ id: "x", ...chaos }] },
    slos: [{ id: "fast", name: "Fast", target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 100, windowMs: 500 }],
  });
}

const recoveryOf = (experiments: readonly ExperimentReport[] | undefined) => experiments![0]!.recovery!;

onEachSide(sides, "recovery", ({ run }) => {
  it("O4 F1 a slow consumer's backlog is worked off after backlog ÷ (capacity − load); SLOs before, during and after it", async () => {
    // While it lasts 50/s arrive and 20/s leave: 1 s leaves some 30 behind, which 100/s − 50/s work off in 0.6 s.
    const { report } = await run(steady({ atMs: 1000, durationMs: 1000, experiment: "slow-consumer", target: { node: "c" }, parameters: { factor: 5 }, hypothesis: { text: "It is back within 2 s", recoversWithinMs: 2000 } }));
    const { detected, recovered, backlogPeak, delayed, lost, duplicated, slos, hypothesis } = recoveryOf(report.experiments);
    expect(detected?.afterMs).toBeLessThan(700);
    expect(backlogPeak).toBeGreaterThan(15);
    expect(backlogPeak).toBeLessThan(45);
    const formulaMs = ((backlogPeak - 1) / (100 - 50)) * 1000;
    expect(Math.abs((recovered?.afterMs ?? Number.POSITIVE_INFINITY) - formulaMs)).toBeLessThan(1000);
    expect(delayed).toBeGreaterThan(40);
    expect({ lost, duplicated }).toEqual({ lost: 0, duplicated: 0 });
    expect(slos).toEqual([{ id: "fast", name: "Fast", before: expect.objectContaining({ passed: true }), during: expect.objectContaining({ passed: false }), after: expect.objectContaining({ passed: true }) }]);
    expect(hypothesis).toEqual({ stated: true, text: "It is back within 2 s", held: true, why: "Everything was as expected." });
  });
});

it("O4 F1 an outage of ten minutes is forecast, and drains as the formula says", async () => {
  const outageMs = 600_000;
  const design = steady({ atMs: 60_000, durationMs: outageMs, experiment: "kill-zone", target: { zone: "local" } }, { perSecond: 100, count: 100 * 1500, serviceMs: 5 });
  const report = await predict(design);
  const { recovered, backlogPeak, detected } = recoveryOf(report.experiments);
  expect(detected).toMatchObject({ by: "slots that were gone" });
  expect(backlogPeak).toBeGreaterThan(59_000);
  const formulaMs = (backlogPeak / (200 - 100)) * 1000;
  expect(Math.abs((recovered?.afterMs ?? 0) - formulaMs) / formulaMs).toBeLessThan(0.02);
  expect(report.ledger).toMatchObject({ lost: 0, balanced: true });
});

it("O4 a hypothesis that does not come true says why", async () => {
  const slowly = { experiment: "slow-consumer", target: { node: "c" }, parameters: { factor: 5 }, atMs: 1000, durationMs: 1000 } as const;
  const report = await predict(steady({ ...slowly, hypothesis: { holds: true, recoversWithinMs: 10 } }));
  expect(recoveryOf(report.experiments).hypothesis).toMatchObject({ held: false, why: expect.stringMatching(/^Fast was missed while it lasted; recovery took \d+ ms, more than 10 ms\.$/) as string });
  const harmless = await predict(steady({ ...slowly, parameters: { factor: 1 }, hypothesis: { holds: true } }));
  expect(recoveryOf(harmless.experiments)).toMatchObject({ detected: null, recovered: { afterMs: 0 }, hypothesis: { held: true } });
});

it("O4 O2 a zone that is stopped gracefully finishes what it holds; one that is killed has that delivered again", async () => {
  const stopped = (graceful: boolean) =>
    predict(steady({ atMs: 1000, durationMs: 1000, experiment: "kill-zone", target: { zone: "local" }, parameters: { graceful } }, { serviceMs: 100, slots: 8 }));
  const [gently, killed] = [await stopped(true), await stopped(false)];
  expect(gently.channels.e1?.stalls).toBe(0);
  expect(killed.channels.e1?.stalls).toBeGreaterThan(3);
  for (const { ledger } of [gently, killed]) expect(ledger).toMatchObject({ delivered: 300, lost: 0, balanced: true });
});

it("F1 O4 a forecast with experiments is the same to the event each time, whatever else the machine does", async () => {
  const design = steady({ atMs: 1000, durationMs: 1000, experiment: "slow-consumer", target: { node: "c" }, parameters: { factor: 5 } });
  const reports = await Promise.all([predict(design), predict(design), predict(design)]);
  const figures = reports.map(({ nodes, ledger, experiments }) => JSON.stringify({ nodes, ledger, experiments }));
  expect(new Set(figures).size).toBe(1);
  expect(recoveryOf(reports[0]?.experiments).backlogPeak).toBeGreaterThan(15);
});

it("O4 E4 a power loss takes what sources emitted while nothing reached the disk: rate × time; the ledger and the report say so", async () => {
  const report = await predict(steady({ atMs: 1000, durationMs: 1500, experiment: "power-loss", target: { redis: true }, parameters: { unsyncedMs: 400 } }, { perSecond: 100 }));
  expect(report.ledger).toMatchObject({ produced: 300, delivered: 260, inFlight: 0, lost: 40, unsettled: 40, balanced: false });
  expect(recoveryOf(report.experiments)).toMatchObject({ lost: 40 });
});
