import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { designOf, DEAD_LETTER, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

describe("a redrive whose process dies", () => {
  it("Q3 E2 goes on with the next one, and every event arrives once", async () => {
    // A queue of five holds the redrive back, so that it takes a second.
    const design = designOf(
      {
        p: evenly(500, 200),
        q: ["queue"],
        c: service(0, { concurrency: 10, permanentFailureRate: 1 }),
        d: DEAD_LETTER,
        repaired: ["queue", { maxLength: 5 }],
        fix: service(5),
        s: SINK,
        clock: evenly(0.01, 1),
        idle: SINK,
      },
      ["p > q", "q > c", "c > s", "q.deadLetter > d", "d.redrive > repaired", "repaired > fix", "fix > s", "clock > idle"],
    );
    const { executor, heard } = await bench.begin(design);
    await until("all are dead letters", () => heard.frames.at(-1)?.nodes.d?.depth === 200);
    expect(await executor.redrive("d")).toBe(200);
    await until("some have gone", () => (heard.frames.at(-1)?.nodes.s?.depth ?? 0) >= 20);
    bench.processes.findLast(({ entry }) => entry === "load")!.process.kill("SIGKILL");
    await until("all are delivered", () => heard.frames.at(-1)?.nodes.s?.depth === 200);
    await executor.pause();
    expect(heard.notices.map(({ code }) => code)).toContain("worker-died");
    await executor.stop();
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ balanced: true, lost: 0, duplicated: 0, deadLettered: 0 });
    expect(ledger.bySource?.p).toMatchObject({ produced: 200, delivered: 200, inFlight: 0 });
  });
});
