import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinRun } from "../../engine/live/remote/join-run.ts";
import { orderPipeline } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

describe("a worker from elsewhere", () => {
  it("joins a run, adds its slots, takes events, and ends with the run", async () => {
    const { executor, heard } = await bench.begin(orderPipeline());
    const joined = joinRun({ ...bench.joining(executor), signal: new AbortController().signal });
    await until("four slots", () => heard.frames.at(-1)?.nodes.billing?.capacity === 4);
    expect(heard.frames.at(-1)?.nodes.billing?.runsOn?.map(({ worker, slots }) => [worker, slots])).toEqual([["", 2], [hostname(), 2]]);
    const report = await executor.finished;
    await joined;
    expect(heard.notices.map((notice) => notice.code)).toContain("worker-joined");
    expect(report.ledger).toMatchObject({ produced: 1000, duplicated: 0, balanced: true, lost: 0, inFlight: 0 });
    // Twice the slots: the wait is a fraction of that of two.
    expect(report.nodes.billing?.utilization).toBeLessThan(0.6);
  });

  it("leaves early without losing what it held", async () => {
    const design = orderPipeline();
    const { executor, heard } = await bench.begin(design);
    const leaving = new AbortController();
    const joined = joinRun({ ...bench.joining(executor), signal: leaving.signal });
    await until("four slots", () => heard.frames.at(-1)?.nodes.billing?.capacity === 4);
    leaving.abort();
    await joined;
    await until("two slots", () => heard.frames.at(-1)?.nodes.billing?.capacity === 2);
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 1000, balanced: true, lost: 0, inFlight: 0 });
  });

  it("is told when there is no such run", async () => {
    await expect(joinRun({ ...bench.joining(), runId: "nowhere" })).rejects.toMatchObject({ code: "no-run" });
  });
});
