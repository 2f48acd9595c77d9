import { describe, expect, it } from "vitest";
import { DEAD_LETTER, designOf, evenly, SINK } from "../../tests/support/designs.ts";
import { predict } from "../../tests/support/run.ts";

describe("S3 edges of the system in a forecast", () => {
  it("S3 a post takes its expected time, and fails for the expected share of attempts", async () => {
    const design = designOf({ p: evenly(200, 4000), w: ["webhook", { url: "https://example.com/hook", expectedMs: 20, expectedFailureRate: 0.4, attempts: 2 }], s: SINK }, [
      ["p > w", { backoff: { type: "fixed", delayMs: 10 } }],
      "w.failed > s",
    ]);
    const { nodes, ledger } = await predict(design);
    expect(nodes.w?.serviceMs.mean).toBeGreaterThan(19);
    expect(nodes.w?.serviceMs.mean).toBeLessThan(21);
    // Both attempts fail for 0.4² of the events: 640 ± 4 standard deviations of 23.
    expect(Math.abs((nodes.s?.in ?? 0) - 640)).toBeLessThan(93);
    expect(ledger).toMatchObject({ delivered: 4000, balanced: true, inFlight: 0 });
  });

  it("S3 no answer within the time-out fails the attempt; without a failed port the event is dead-lettered as Q3 says", async () => {
    const design = designOf({ p: evenly(100, 50), q: ["queue", { attempts: 1 }], w: ["webhook", { url: "https://example.com/hook", expectedMs: 1e6, timeoutMs: 5 }], d: DEAD_LETTER }, ["p > q", "q > w", "q.deadLetter > d"]);
    const { nodes, ledger } = await predict(design);
    expect(nodes.w).toMatchObject({ errors: 50, serviceMs: { max: 5 } });
    expect(ledger).toMatchObject({ deadLettered: 50, delivered: 0, balanced: true });
  });

  it("S3 a gateway takes as long as its clients do, one event after the other", async () => {
    const design = designOf({ p: evenly(10, 20), g: ["webSocketGateway", { simulatedClients: 400, pushMs: 0.05 }] }, ["p > g"]);
    const { nodes, ledger } = await predict(design);
    expect(nodes.g?.serviceMs.mean).toBeCloseTo(20, 1);
    expect(ledger).toMatchObject({ delivered: 20, balanced: true });
  });

  it("P6 nobody posts in a forecast: events come as often as is expected, at most at the limit", async () => {
    const design = (settings: { expectedPerSecond: number; limitPerSecond?: number }) => designOf({ h: ["httpSource", settings], s: SINK }, ["h > s"]);
    const free = await predict(design({ expectedPerSecond: 50 }), { forMs: 100_000 });
    // Poisson: 5,000 ± 4 standard deviations of 71.
    expect(Math.abs(free.ledger.produced - 5000)).toBeLessThan(283);
    const limited = await predict(design({ expectedPerSecond: 50, limitPerSecond: 5 }), { forMs: 100_000 });
    expect(limited.ledger.produced).toBeLessThan(600);
  });
});
