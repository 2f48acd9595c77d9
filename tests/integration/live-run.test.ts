import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderPipeline } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { forecast } from "../support/run.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

describe("a live run", () => {
  it("E4 F4 runs the sample design: 1,000 produced, none lost, as forecast", async () => {
    const live = await bench.run(orderPipeline());
    const predicted = await forecast(orderPipeline());
    const { ledger } = live.report;
    console.log(JSON.stringify(live.report.nodes, null, 1), JSON.stringify(live.report.ledger), live.notices, JSON.stringify(predicted.report.nodes.billing), live.report.problems, live.report.bottleneck);
    expect(ledger.produced).toBe(1000);
    expect(ledger.balanced).toBe(true);
    expect(ledger.lost).toBe(0);
    expect(ledger.delivered).toBe(predicted.report.ledger.delivered);
    expect(ledger.deadLettered).toBe(predicted.report.ledger.deadLettered);
  });
});
