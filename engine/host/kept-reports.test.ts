import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { updateSettings } from "../../design/document/operations-settings.ts";
import { applyDiff } from "../../design/document/diff.ts";
import type { Design } from "../../design/document/schema.ts";
import { orderPipeline as drawOrders } from "../../tests/support/designs.ts";
import { report } from "../../tests/support/reports.ts";
import { MOST_LABELLED, MOST_REPORTS } from "../contract/kept-report.ts";
import { createKeptReports } from "./kept-reports.ts";
import { createReportFiles } from "./report-files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const orderPipeline = drawOrders();
const owner = { path: "/designs/orders.spillway.json", document: "d1" };
const run = (endedAt: number, started: Design = orderPipeline, ended = started) => ({ report: report({ seed: endedAt }), endedAt, started, ended });

test("the last runs of a design are kept, newest first, also for whoever comes after a restart", async () => {
  const kept = createKeptReports(folder);
  for (let endedAt = 1; endedAt <= MOST_REPORTS + 5; endedAt++) await kept.keep(owner, run(endedAt));
  const { reports: found } = await createKeptReports(folder).list(owner);
  expect(found.map(({ id, endedAt, report }) => [id, endedAt, report.seed])).toEqual(Array.from({ length: MOST_REPORTS }, (_, index) => [35 - index, 35 - index, 35 - index]));
  expect((await kept.list({ path: null, document: "another" })).reports).toEqual([]);
});

test("each tells what was changed since the run before it, not what was changed while that was on", async () => {
  const billing = orderPipeline.nodes.find(({ kind }) => kind === "consumer");
  const withReplicas = (value: number) => applyDiff(orderPipeline, updateSettings(orderPipeline, { node: billing?.id ?? "", path: ["replicas"], value }));
  const kept = createKeptReports(folder);
  expect((await kept.keep(owner, run(1, withReplicas(3), withReplicas(7)))).kept.changes).toEqual([]);
  expect((await kept.keep(owner, run(2, withReplicas(7)))).kept.changes).toEqual([]);
  expect((await kept.keep(owner, run(3, withReplicas(9)))).kept.changes).toEqual([`${billing?.name}: replicas 9`]);
});

test("reports of a document go with it into its first file, and do not replace those of a file", async () => {
  const kept = createKeptReports(folder);
  await kept.keep({ path: null, document: "d1" }, run(1));
  expect((await kept.adopt(owner)).reports.map(({ endedAt }) => endedAt)).toEqual([1]);
  expect((await kept.list({ path: null, document: "d1" })).reports).toEqual([]);
  await kept.keep({ path: null, document: "d2" }, run(2));
  expect((await kept.adopt({ ...owner, document: "d2" })).reports.map(({ endedAt }) => endedAt)).toEqual([1]);
});

test("a broken file counts as none", async () => {
  const kept = createKeptReports(folder);
  await kept.keep(owner, run(1));
  const [name = ""] = readdirSync(join(folder, "reports"));
  writeFileSync(join(folder, "reports", name), "{");
  expect((await kept.list(owner)).reports).toEqual([]);
  expect((await kept.keep(owner, run(2))).kept.id).toBe(1);
});

const idsOf = ({ reports }: { reports: { id: number }[] }): number[] => reports.map(({ id }) => id);

test("one that has a name stays while others without one go, and only so many have one", async () => {
  const kept = createKeptReports(folder);
  for (let endedAt = 1; endedAt <= 2; endedAt++) await kept.keep(owner, run(endedAt));
  expect((await kept.label(owner, 1, "Before the cache")).reports.at(-1)).toMatchObject({ id: 1, label: "Before the cache" });
  for (let endedAt = 3; endedAt <= MOST_REPORTS + 1; endedAt++) await kept.keep(owner, run(endedAt));
  expect(idsOf(await kept.list(owner)).slice(-2)).toEqual([3, 1]);
  expect((await kept.label(owner, 1, "")).reports.at(-1)).not.toHaveProperty("label");
  for (let id = 3; id < 3 + MOST_LABELLED; id++) await kept.label(owner, id, `${id}`);
  await expect(kept.label(owner, 3 + MOST_LABELLED, "one more")).rejects.toThrow(/^20 reports of this design have a name already/);
});

test("a deleted report's changes are told with the next run; taking it back restores both, and no id comes twice", async () => {
  const billing = orderPipeline.nodes.find(({ kind }) => kind === "consumer");
  const withReplicas = (value: number) => applyDiff(orderPipeline, updateSettings(orderPipeline, { node: billing?.id ?? "", path: ["replicas"], value }));
  const replicas = (value: number): string => `${billing?.name}: replicas ${value}`;
  const kept = createKeptReports(folder);
  for (const value of [3, 4, 5]) await kept.keep(owner, run(value, withReplicas(value)));
  const before = await kept.list(owner);
  const [third, second] = before.reports;
  if (!third || !second) throw new Error("There are no reports.");
  expect((await kept.remove(owner, 2)).reports.map(({ id, changes }) => [id, changes])).toEqual([[3, [replicas(4), replicas(5)]], [1, []]]);
  expect((await kept.restore(owner, second)).reports).toEqual(before.reports);
  expect(idsOf(await kept.remove(owner, 3))).toEqual([2, 1]);
  expect((await kept.keep(owner, run(6, withReplicas(6)))).kept).toMatchObject({ id: 4, changes: [replicas(5), replicas(6)] });
  expect((await kept.restore(owner, third)).reports.map(({ id, changes }) => [id, changes])).toEqual([[4, [replicas(6)]], [3, [replicas(5)]], [2, [replicas(4)]], [1, []]]);
});

test("the reports of all designs take no more than their room: those that were not run for longest are forgotten", async () => {
  const files = createReportFiles(folder, { mostBytes: 100_000, mostDesigns: 3 });
  const stored = { design: orderPipeline, lastId: 1, pending: [], reports: [{ id: 1, endedAt: 1, changes: [], report: report({}) }] };
  for (const [index, name] of ["a", "b", "c", "d"].entries()) {
    await files.write(name, stored);
    for (const file of readdirSync(join(folder, "reports"))) utimesSync(join(folder, "reports", file), index, index);
  }
  expect(await Promise.all(["a", "b", "c", "d"].map(async (name) => (await files.read(name)) !== null))).toEqual([false, true, true, true]);
  const { bytes, mostBytes } = await files.room();
  expect([bytes > 0, mostBytes]).toEqual([true, 100_000]);
  await createReportFiles(folder, { mostBytes: 10 }).write("e", stored);
  expect(readdirSync(join(folder, "reports"))).toHaveLength(1);
});
