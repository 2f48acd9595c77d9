import { expect, it } from "vitest";
import type { KeptReport } from "../../engine/contract/kept-report.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { report } from "../../tests/support/reports.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { canRestore, labelReport, removeReport, restoreReport } from "./report-actions.ts";

const ROOM = { bytes: 10, mostBytes: 100 };
const kept = (id: number, label?: string): KeptReport => ({ id, endedAt: id, changes: [], report: report({}), ...(label === undefined ? {} : { label }) });

function setUp() {
  const engine = createFakeClient({
    "reports.label": ({ id, label }) => ({ reports: [kept(id, label)], ...ROOM }),
    "reports.remove": () => ({ reports: [kept(1)], ...ROOM }),
    "reports.restore": ({ kept: back }) => ({ reports: [kept(back.id), kept(1)], ...ROOM }),
  });
  const context = { document: createDocumentStore(), run: createRunStore(), session: createSessionStore(), engine };
  context.document.getState().replace(orderPipeline(), { path: "/a", hash: null });
  return { ...context, context, ids: () => context.run.getState().reports.map(({ id }) => id) };
}

it("a deleted report is taken back from the message that tells of it, while its design is open", async () => {
  const { context, session, document, ids } = setUp();
  await removeReport(context, kept(2));
  expect(ids()).toEqual([1]);
  expect(session.getState().toasts).toMatchObject([{ text: "Deleted report #2.", command: "report.restore" }]);
  document.getState().replace(orderPipeline(), { path: "/b", hash: null });
  expect(canRestore(context)).toBe(false);
});

it("taking a deletion back brings the report back once", async () => {
  const { context, ids } = setUp();
  await removeReport(context, kept(2));
  expect(canRestore(context)).toBe(true);
  await restoreReport(context);
  expect(ids()).toEqual([2, 1]);
  expect(canRestore(context)).toBe(false);
});

it("a name goes to the engine; the answer for a design that is not open any more is not shown", async () => {
  const { context, run, document, ids } = setUp();
  await labelReport(context, 3, "Before the cache");
  expect(run.getState().reports).toMatchObject([{ id: 3, label: "Before the cache" }]);
  const late = labelReport(context, 4, "Late");
  document.getState().replace(orderPipeline(), { path: "/b", hash: null });
  await late;
  expect(ids()).toEqual([3]);
});
