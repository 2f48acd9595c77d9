import { describe, expect, test } from "vitest";
import { orderPipeline } from "../../../tests/support/designs.ts";
import { place, report, stats } from "../../../tests/support/reports.ts";
import type { AlertRecord } from "../alerts.ts";
import type { KeptReport } from "../kept-report.ts";
import { reportPage } from "./page.ts";
import { reportPicture } from "./report-picture.ts";

const HOSTILE = `<script>alert("1")</script>`;
const measured = report({
  design: { name: HOSTILE, hash: "a" },
  nodes: { billing: place({ out: 90, waitMs: stats(12) }) },
  endToEndMs: { all: stats(20), bySink: {} },
  ledger: { ...report().ledger, produced: 120, delivered: 100, deadLettered: 13, dropped: { [HOSTILE]: 7 } },
  slos: [{ id: "s", name: "Fast", passed: false, value: 60, op: "<=", target: 50 }],
});
const kept = (id: number, changes: string[]): KeptReport => ({ id, endedAt: 0, changes, report: measured });
const options = { report: measured, design: orderPipeline(), endedAt: "today" };

describe("a report as a page", () => {
  test("needs nothing else: no address is loaded, no script runs, whatever names there are", () => {
    const page = reportPage({ ...options, kept: [kept(2, [HOSTILE]), kept(1, [])], against: { name: "run #1", report: report() } });
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|\son\w+=/i);
    expect([...page.matchAll(/(?:src|href)="([^"]{0,20})/g)].map(([, start]) => start)).toEqual(["data:image/svg+xml;c", "data:image/svg+xml;c"]);
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(4);
  });

  test("has the numbers of the report, with what they were in the run compared with", () => {
    const page = reportPage({ ...options, against: { name: "run #1", report: report({ endToEndMs: { all: stats(10), bySink: {} } }) } });
    expect(page).toContain("compared with run #1");
    expect(page).toContain("was 30 ms: +100 %, worse");
    expect(page).toMatch(/<b class="bad">Missed:<\/b>\s*<span> Fast: 60, wanted ≤ 50<\/span>/);
    expect(page).toMatch(/<td>Dead-lettered<\/td>\s*<td class="bad">13<\/td>/);
    expect(page).toContain("Billing");
  });

  test("shows trends and what was changed once there are two runs", () => {
    const page = reportPage({ ...options, kept: [kept(2, ["Billing: replicas 4"]), kept(1, [])] });
    expect(page).toContain("Billing: replicas 4");
    expect(page).toContain("Lost, dropped or failed: #1 20, #2 20");
    expect(reportPage({ ...options, kept: [kept(1, [])] })).not.toContain("Trends");
  });

  test("E4 names what an audit found by id, and where the ledger says otherwise", () => {
    const lost = { count: 1, ids: [{ id: "shop.7", place: "billing" }] };
    const audit = { born: 10, ended: 9, inFlight: 0, lost, duplicated: { count: 0, ids: [] }, recognised: 2, redelivered: 3, differences: [{ place: "billing", line: "lost" as const, ledger: 0, audit: 1 }] };
    const page = reportPage({ ...options, report: { ...measured, audit } });
    expect(page).toContain("10 born = 9 ended + 0 in flight + 1 lost; 0 duplicated.");
    expect(page).toContain("Lost: shop.7 (Billing)");
    expect(page).toContain("Billing: 1 lost by id, 0 by the ledger.");
    expect(reportPage({ ...options, report: { ...measured, audit: { ...audit, differences: [] } } })).toContain("Agrees with the ledger.");
    expect(reportPage(options)).not.toContain("Audit");
  });

  test("tells what was broken on purpose, and what came of it", () => {
    const recovery = {
      detected: { afterMs: 120, by: "slots" },
      recovered: null,
      backlogBefore: 3,
      backlogPeak: 1200,
      delayed: null,
      lost: 0,
      duplicated: 2,
      slos: [],
      hypothesis: { stated: true, text: "SLOs hold.", held: false, why: "Fast was missed." },
    };
    const experiment = { id: "e", experiment: "kill-zone", target: { node: "billing" }, by: "hand", phase: "over", atMs: 5000, endMs: 8000, healedBy: "a new process", recovery } as const;
    const page = reportPage({ ...options, report: { ...measured, experiments: [experiment] } });
    expect(page).toMatch(/\(Billing\)<\/td>\s*<td>5.00 s<\/td>\s*<td>8.00 s<\/td>\s*<td>120 ms<\/td>\s*<td>not before the end<\/td>\s*<td>3 \/ 1,200<\/td>\s*<td>0<\/td>\s*<td>2<\/td>/);
    expect(page).toContain("No. SLOs hold. Fast was missed.");
  });

  test("tells what alerts saw and did", () => {
    const record: AlertRecord = { seq: 1, alert: "behind", name: "Behind", atMs: 5000, again: 0, why: { node: "q", metric: "depth", value: 60, high: 50, text: "depth of Queue 60, above 50" }, actions: [{ action: "scale", what: "scale Billing to 4", result: "done", note: "1 → 4 replicas" }, { action: "notify", what: "notify hooks.example.com", result: "refused" }], resolvedMs: 9000, resolvedBy: "back" };
    const page = reportPage({ ...options, report: { ...measured, alerts: { count: 130, log: [record] } } });
    expect(page).toContain("scale Billing to 4 – 1 → 4 replicas; notify hooks.example.com – refused");
    expect(page).toContain("depth of Queue 60, above 50");
    expect(page).toContain("after 4 s");
    expect(page).toContain("… and 129 more.");
    expect(reportPage({ ...options, report: { ...measured, alerts: { count: 0, log: [] } } })).not.toContain("Alerts");
  });

  test("is light or dark as the reader's system, and light on paper", () => {
    const page = reportPage(options);
    expect(page.indexOf("@media print{:root{color-scheme:light")).toBeGreaterThan(page.indexOf("@media (prefers-color-scheme:dark){:root"));
  });
});

test("a report as a picture has its sentence, its numbers and its flow", () => {
  const { svg, height } = reportPicture(measured, orderPipeline(), "dark");
  for (const words of ["120 events in 10 s", "end to end p95", "Dead-lettered", "Fast missed: 60, wanted ≤ 50"]) expect(svg).toContain(words);
  expect(svg).not.toContain("<script");
  expect(height).toBeLessThan(800);
});
