import { describe, expect, test } from "vitest";
import { compareReports, isSameResult } from "./compare-reports.ts";
import type { Stats } from "./stats.ts";
import { place, report, stats } from "../../tests/support/reports.ts";

const delivered = (count: number) => ({ ledger: { ...report().ledger, delivered: count } });

describe("what differs between two reports", () => {
  test("is nothing for one report", () => {
    const found = compareReports(report(), report());
    expect(found).toEqual({ circumstances: [], headline: [], places: [], ledger: [], slos: [] });
    expect(isSameResult(found)).toBe(true);
  });

  test("is told with both values, the difference and its share", () => {
    const found = compareReports(report(), report({ nodes: { bill: place({ utilization: 0.6 }) } }));
    expect(found.places).toEqual([{ place: "bill", figure: "utilisation", unit: "share", before: 0.5, after: 0.6, by: expect.closeTo(0.1), share: expect.closeTo(0.2), noise: null }]);
    expect(isSameResult(found)).toBe(false);
  });

  test("F1 a mean within both intervals is noise, beyond them it is not; other figures are small below 1 %", () => {
    const between = (after: Stats) => compareReports(report({ endToEndMs: { all: stats(100, 3), bySink: {} } }), report({ endToEndMs: { all: after, bySink: {} } })).headline;
    expect(between({ ...stats(100, 4), mean: 105 })).toMatchObject([{ figure: "end to end mean", by: 5, noise: "interval" }]);
    expect(between({ ...stats(100, 4), mean: 105.1 })).toMatchObject([{ noise: null }]);
    expect(between({ ...stats(100), mean: 105 })).toMatchObject([{ noise: null }]);
    expect(between({ ...stats(100, 3), p95: 302 })).toMatchObject([{ figure: "end to end p95", noise: "small" }]);
    expect(isSameResult(compareReports(report({ endToEndMs: { all: stats(100, 3), bySink: {} } }), report({ endToEndMs: { all: { ...stats(100, 4), mean: 105 }, bySink: {} } })))).toBe(true);
  });

  test("what was not measured is null, not 0", () => {
    expect(compareReports(report(), report({ endToEndMs: { all: stats(7), bySink: {} } })).headline[0]).toMatchObject({ before: null, after: 7, by: null, share: null, noise: null });
    expect(compareReports(report(), report({ nodes: {} })).places[0]).toMatchObject({ place: "bill", before: 10, after: null });
  });

  test("E4 a line of the ledger counts to the last event", () => {
    const found = compareReports(report(delivered(100_000)), report(delivered(100_001)));
    expect(found.ledger).toMatchObject([{ figure: "delivered", by: 1, noise: null }]);
    const dropped = compareReports(report(), report({ ledger: { ...report().ledger, dropped: { expired: 2 } } }));
    expect(dropped.ledger).toMatchObject([{ figure: "dropped (expired)", before: 0, after: 2, share: null }]);
  });

  test("O5 tells SLOs whose verdict changed, that came and that went; not those that only have another number", () => {
    const slo = { id: "a", name: "Fast", value: 1, op: "<=", target: 2 } as const;
    const [passed, missed] = [{ ...slo, passed: true }, { ...slo, passed: false, value: 3 }];
    expect(compareReports(report({ slos: [passed] }), report({ slos: [missed] })).slos).toEqual([{ id: "a", name: "Fast", before: passed, after: missed }]);
    expect(compareReports(report({ slos: [passed] }), report()).slos).toMatchObject([{ after: null }]);
    expect(compareReports(report({ slos: [passed] }), report({ slos: [{ ...passed, value: 1.5 }] })).slos).toEqual([]);
  });

  test("tells what was executed otherwise, and another bottleneck", () => {
    const found = compareReports(report(), report({ mode: "live", seed: 2, bottleneck: { node: "bill", reason: "", utilization: 1, relief: "" } }));
    expect(found.circumstances.map(({ what, before, after }) => [what, before, after])).toEqual([["mode", "forecast", "live"], ["seed", "1", "2"]]);
    expect(found.bottleneck).toEqual([null, "bill"]);
  });
});
