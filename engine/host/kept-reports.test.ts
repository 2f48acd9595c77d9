import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { updateSettings } from "../../design/document/operations-settings.ts";
import { applyDiff } from "../../design/document/diff.ts";
import type { Design } from "../../design/document/schema.ts";
import { orderPipeline as drawOrders } from "../../tests/support/designs.ts";
import { report } from "../../tests/support/reports.ts";
import { MOST_REPORTS } from "../contract/kept-report.ts";
import { createKeptReports } from "./kept-reports.ts";

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
  const found = await createKeptReports(folder).list(owner);
  expect(found.map(({ id, endedAt, report }) => [id, endedAt, report.seed])).toEqual(Array.from({ length: MOST_REPORTS }, (_, index) => [35 - index, 35 - index, 35 - index]));
  expect(await kept.list({ path: null, document: "another" })).toEqual([]);
});

test("each tells what was changed since the run before it, not what was changed while that was on", async () => {
  const billing = orderPipeline.nodes.find(({ kind }) => kind === "consumer");
  const withReplicas = (value: number) => applyDiff(orderPipeline, updateSettings(orderPipeline, { node: billing?.id ?? "", path: ["replicas"], value }));
  const kept = createKeptReports(folder);
  expect((await kept.keep(owner, run(1, withReplicas(3), withReplicas(7)))).changes).toEqual([]);
  expect((await kept.keep(owner, run(2, withReplicas(7)))).changes).toEqual([]);
  expect((await kept.keep(owner, run(3, withReplicas(9)))).changes).toEqual([`${billing?.name}: replicas 9`]);
});

test("reports of a document go with it into its first file, and do not replace those of a file", async () => {
  const kept = createKeptReports(folder);
  await kept.keep({ path: null, document: "d1" }, run(1));
  expect((await kept.adopt(owner)).map(({ endedAt }) => endedAt)).toEqual([1]);
  expect(await kept.list({ path: null, document: "d1" })).toEqual([]);
  await kept.keep({ path: null, document: "d2" }, run(2));
  expect((await kept.adopt({ ...owner, document: "d2" })).map(({ endedAt }) => endedAt)).toEqual([1]);
});

test("a broken file counts as none", async () => {
  const kept = createKeptReports(folder);
  await kept.keep(owner, run(1));
  const [name = ""] = readdirSync(join(folder, "reports"));
  writeFileSync(join(folder, "reports", name), "{");
  expect(await kept.list(owner)).toEqual([]);
  expect((await kept.keep(owner, run(2))).id).toBe(1);
});
