import { expect, it } from "vitest";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast, type Heard } from "../support/run.ts";
import { until } from "../support/until.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

/** How far half of a live run's attempts may be off, and any of them when the machine has other work, ms on the wall clock. */
const HALF_OFF_MS = 60;
const MOST_OFF_MS = 450;
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Delays, times to live and deduplication windows, all of which go on while the run is paused or changes its speed. */
const DESIGN = designOf(
  {
    p: evenly(20, 40),
    delayed: ["queue", { delayMs: 400 }],
    line: ["queue", { ttlMs: 500 }],
    after: ["queue"],
    once: evenly(10, 20, { key: { mode: "uniform", count: 1 } }),
    windows: ["queue", { deduplicate: { by: "key", windowMs: 450 } }],
    c: service(1, { concurrency: 5 }),
    d: service(1, { concurrency: 5 }),
    e: service(1),
    s: SINK,
  },
  ["p > delayed", "p > line", "line.deadLetter > after", "once > windows", "delayed > c", "after > d", "windows > e", "c > s", "d > s", "e > s"],
);

function starts(heard: Pick<Heard, "samples">, node: string): Map<string, number> {
  return new Map(heard.samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === node).map((span) => [span.root, span.startMs]));
}

/** Everything happened when it would have without any interference; `speed` is what 1 ms on the wall is in design time, 0 for exactly. */
async function expectUndisturbed(heard: Heard, speed: number): Promise<void> {
  const plain = await forecast(DESIGN);
  expect(starts(plain, "e").size).toBe(4);
  for (const node of ["c", "d", "e"]) {
    const wanted = starts(plain, node);
    const measured = starts(heard, node);
    expect([...measured.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    const off = [...measured].map(([root, startMs]) => startMs - wanted.get(root)!).toSorted((a, b) => a - b);
    expect(off[0]).toBeGreaterThan(-2 * speed - 0.001);
    expect(off[off.length >> 1]).toBeLessThan(HALF_OFF_MS * speed + 0.001);
    expect(off.at(-1)).toBeLessThan(MOST_OFF_MS * speed + 0.001);
  }
  expect(heard.frames.at(-1)?.ledger).toMatchObject({ ...plain.report.ledger, bySource: expect.anything() });
}

onEachSide(bothExecutors(), "time in queues", ({ name, begin }) => {
  const off = (speed: number): number => (name === "live" ? speed : 0);

  it("V1 Q6 Q9 delays, times to live and windows shift by a pause", async () => {
    const { executor, heard } = await begin(DESIGN, { speed: name === "live" ? 1 : 10 });
    await until("half of it is produced", () => executor.state().atMs > 900);
    await executor.pause();
    const before = heard.frames.at(-1)?.ledger;
    await pauseFor(name === "live" ? 900 : 0);
    expect(heard.frames.at(-1)?.ledger.delivered).toBe(before?.delivered);
    await executor.resume();
    await executor.finished;
    await expectUndisturbed(heard, off(1));
  });

  it("V2 Q6 Q9 and scale with the speed", async () => {
    const speed = name === "live" ? 1 : 10;
    const { executor, heard } = await begin(DESIGN, { speed });
    await until("half of it is produced", () => executor.state().atMs > 900);
    await executor.setSpeed(speed / 2);
    await executor.finished;
    await expectUndisturbed(heard, off(1));
  });
});
