import { beforeAll, expect, it } from "vitest";
import type { ChaosRecord } from "../../design/chaos/experiment.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Result } from "../support/run.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();

/** Two and a half seconds of load while Redis is broken in one way after the other; its power fails when nothing but one slow event is left. */
const CHAOS: readonly ChaosRecord[] = [
  { id: "read-only", atMs: 400, durationMs: 400, experiment: "redis-read-only", target: { redis: true } },
  { id: "full", atMs: 1100, durationMs: 400, experiment: "redis-out-of-memory", target: { redis: true } },
  { id: "killed", atMs: 1800, durationMs: 400, experiment: "kill-redis", target: { redis: true } },
  { id: "power", atMs: 3900, durationMs: 300, experiment: "power-loss", target: { redis: true }, parameters: { unsyncedMs: 0 } },
];

function broken(): Design {
  const queue = { attempts: 3, lockMs: 1000, stalledCheckMs: 300, maxStalled: 5 };
  return designOf(
    { blocks: evenly(50, 125), drops: evenly(50, 125, { whenRefused: "drop" }), q: ["queue", queue], c: service(20, { concurrency: 8 }), once: evenly(1, 1), slow: service(4500), s: SINK },
    ["blocks > q", "drops > q", "q > c", "c > s", ["once > slow", { ...queue, lockMs: 5000 }], "slow > s"],
    { scenario: { chaos: [...CHAOS] } },
  );
}

onEachSide(sides, "what happens to Redis", (side) => {
  let result: Result;
  beforeAll(async () => void (result = await side.run(broken(), { sampleAll: true })), 60_000);

  const services = () => result.samples.flatMap((sample) => (sample.type === "span" && sample.node === "c" ? [sample] : []));

  it("O4 E4 each ends by itself; nothing is lost or done twice but what producers were to drop", () => {
    const { experiments = [], ledger } = result.report;
    expect(experiments.map(({ id, phase }) => `${id} ${phase}`)).toEqual(CHAOS.map(({ id }) => `${id} over`));
    expect(ledger).toMatchObject({ produced: 251, balanced: true, lost: 0, duplicated: 0, inFlight: 0, unsettled: 0 });
    expect(ledger.bySource?.blocks?.dropped).toEqual({});
    expect(ledger.delivered).toBe(251 - (ledger.dropped.rejected ?? 0));
  });

  it("O4 P5 while Redis is down or takes no writes, nobody begins anything, and producers do as they say", () => {
    // What began afterwards makes up for up to 50 ms (rule C1).
    for (const { atMs, durationMs = 0 } of CHAOS.slice(0, 3)) {
      const begun = services().filter(({ startMs }) => startMs > atMs + 150 && startMs < atMs + durationMs - 60);
      expect(begun.map(({ startMs }) => startMs)).toEqual([]);
    }
    // 50 a second for 1.2 s.
    const dropped = result.report.ledger.bySource?.drops?.dropped.rejected ?? 0;
    expect(dropped).toBeGreaterThan(35);
    expect(dropped).toBeLessThan(90);
  });

  it("O4 what was done to it is told, and undone", () => {
    const notes = (result.report.experiments ?? []).map(({ note }) => note ?? "");
    if (side.name === "live") expect(notes).toEqual(["", "", expect.stringMatching(/^process \d+ was killed$/), expect.stringMatching(/^process \d+ was killed; \d+ bytes had not reached the disk$/)]);
    expect(notes.join()).not.toContain("could not be undone");
  });
});
