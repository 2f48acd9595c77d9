import { describe, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { forecast } from "../../tests/support/run.ts";

describe("forecast", () => {
  it("E4 balances the ledger of the sample design to the event", async () => {
    const { report } = await forecast(orderPipeline());
    expect(report.ledger.produced).toBe(1000);
    expect(report.ledger.balanced).toBe(true);
    expect(report.ledger.lost).toBe(0);
    expect(report.ledger.inFlight).toBe(0);
    expect(report.ledger.delivered + report.ledger.deadLettered).toBe(1000);
    expect(report.ledger.bySource?.orders?.produced).toBe(1000);
    expect(report.ended).toBe("drained");
  });

  it("F1 E5 two forecasts with one seed are identical to the event", async () => {
    const [first, second, other] = await Promise.all([forecast(orderPipeline()), forecast(orderPipeline()), forecast(orderPipeline(), { seed: 8 })]);
    expect(first.samples).toEqual(second.samples);
    expect(first.report).toEqual(second.report);
    expect(other.samples).not.toEqual(first.samples);
  });
});
