import { expect, it } from "vitest";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { KeptReport } from "../../engine/contract/kept-report.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { report } from "../../tests/support/reports.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { reportView } from "../stores/report-view.ts";
import { createRunStore } from "../stores/run-store.ts";
import { followKeptReports } from "./kept-reports.ts";

const kept = (id: number, changes: string[] = []): KeptReport => ({ id, endedAt: id, changes, report: report({ seed: id }) });

const ROOM = { bytes: 10, mostBytes: 100 };

function setUp() {
  const client = createFakeClient({ "reports.list": ({ path }) => ({ reports: path === "/a" ? [kept(7), kept(6)] : [], ...ROOM }), "reports.adopt": () => ({ reports: [kept(1)], ...ROOM }) });
  let keys = 0;
  const context = { document: createDocumentStore(() => `key-${(keys += 1)}`), run: createRunStore(), engine: client };
  const follower = followKeptReports(context);
  const ids = () => context.run.getState().reports.map(({ id }) => id);
  return { ...context, client, follower, ids, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}

it("a design is opened with the reports that are kept for it, and they are no news", async () => {
  const { document, run, ids, settle } = setUp();
  document.getState().replace(orderPipeline(), { path: "/a", hash: null });
  await settle();
  expect(ids()).toEqual([7, 6]);
  expect(run.getState().seenReport).toBe(7);
  document.getState().replace(orderPipeline(), { path: "/b", hash: null });
  await settle();
  expect(ids()).toEqual([]);
});

it("a new report is told of at once, and of what was changed when it is kept; another design's is not mixed in", async () => {
  const { document, run, follower, ids, settle } = setUp();
  document.getState().replace(orderPipeline(), { path: "/a", hash: null });
  await settle();
  run.getState().acceptReport(report({ seed: 8 }), 8);
  const [told] = run.getState().reports;
  expect(ids()).toEqual([8, 7, 6]);
  follower.accept({ owner: { path: "/b", document: "x" }, kept: kept(1), ...ROOM });
  expect(ids()).toEqual([8, 7, 6]);
  follower.accept({ owner: { path: "/a", document: "x" }, kept: kept(8, ["Billing: replicas 4"]), ...ROOM });
  const [newest] = run.getState().reports;
  expect([newest?.changes, newest?.report === told?.report]).toEqual([["Billing: replicas 4"], true]);
  expect(ids()).toEqual([8, 7, 6]);
});

it("a run that has just ended is shown, beside the run that is compared with; another design begins afresh", async () => {
  const { document, run, settle } = setUp();
  document.getState().replace(orderPipeline(), { path: "/a", hash: null });
  await settle();
  reportView.choose(6);
  reportView.compare(7);
  const shown = () => [reportView.shownOf(run.getState().reports).kept?.id, reportView.shownOf(run.getState().reports).baseline?.id];
  expect(shown()).toEqual([6, 7]);
  run.getState().acceptReport(report({ seed: 8 }), 8);
  expect(shown()).toEqual([8, 7]);
  document.getState().replace(orderPipeline(), { path: "/a", hash: null });
  await settle();
  expect(shown()).toEqual([7, undefined]);
});

it("the reports of a design that was in no file go with it into its first", async () => {
  const { document, client, ids, settle } = setUp();
  document.getState().replace(orderPipeline(), { path: null, hash: null });
  await settle();
  const { key, design } = document.getState();
  document.getState().markSaved(design, { path: "/c", hash: "h" });
  await settle();
  expect(client.made.at(-1)).toEqual({ name: "reports.adopt", request: { path: "/c", document: key } });
  expect(ids()).toEqual([1]);
});
