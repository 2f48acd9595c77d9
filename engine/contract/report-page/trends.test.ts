import { expect, test } from "vitest";
import { report, stats } from "../../../tests/support/reports.ts";
import type { KeptReport } from "../kept-report.ts";
import type { Report } from "../report.ts";
import { trendPlaces, trendsOf } from "./trends.ts";

const run = (id: number, changes: Partial<Report> = {}, marks: string[] = []): KeptReport => ({ id, endedAt: id, changes: marks, report: report(changes) });

test("a trend goes from the oldest run to the newest, with gaps where nothing was measured, and its marks", () => {
  const trends = trendsOf([run(3, { endToEndMs: { all: stats(20), bySink: {} } }, ["a"]), run(2), run(1, { endToEndMs: { all: stats(10), bySink: {} } })]);
  expect(trends.map(({ title }) => title)).toEqual(["Throughput, delivered", "End to end p95", "Lost, dropped or failed"]);
  expect(trends[1]?.points.map(({ id, value, changes }) => [id, value, changes])).toEqual([[1, 30, []], [2, null, []], [3, 60, ["a"]]]);
});

test("objectives are counted where some were set", () => {
  const slo = { id: "s", name: "s", value: 2, op: "<=", target: 1 } as const;
  const trends = trendsOf([run(2, { slos: [{ ...slo, passed: true }, { ...slo, id: "t", passed: false }] }), run(1)]);
  expect(trends.at(-1)).toMatchObject({ title: "Objectives met", points: [{ value: null }, { value: 1 }] });
});

test("points lie between the floor and the top, also when all are 0", () => {
  const [, lost] = trendsOf([run(2), run(1)]);
  expect(lost && trendPlaces(lost).map(({ x, y }) => [x, y])).toEqual([[0, 1], [1, 1]]);
});
