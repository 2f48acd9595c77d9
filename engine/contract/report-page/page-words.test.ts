import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { orderPipeline } from "../../../tests/support/designs.ts";
import { place, report, stats } from "../../../tests/support/reports.ts";
import type { KeptReport } from "../kept-report.ts";

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("location", { search: "?locale=pseudo" });
});
afterEach(() => vi.unstubAllGlobals());

/** What stands in a report or a design rather than in the catalogue. */
const THEIRS = ["billing", "Orders", "Billing", "Too slow.", "Do less.", "today", "Fast"];

test("every word of the page is in the catalogue: in the pseudo language it has brackets", async () => {
  const { reportPage } = await import("./page.ts");
  const measured = report({
    design: { name: "Orders", hash: "a" },
    nodes: { billing: place({ out: 90, waitMs: stats(12) }) },
    endToEndMs: { all: stats(20, 2), bySink: {} },
    ended: "stopped",
    ledger: { ...report().ledger, produced: 120, delivered: 100, deadLettered: 13, failed: 1, lost: 1, dropped: { ttl: 7 } },
    slos: [{ id: "s", name: "Fast", passed: false, value: 60, op: "<=", target: 50 }],
    bottleneck: { node: "billing", reason: "Too slow.", utilization: 0.99, relief: "Do less." },
  });
  const kept = (id: number): KeptReport => ({ id, endedAt: 0, changes: [], report: measured });
  const design = { ...orderPipeline(), nodes: [] };
  const page = reportPage({ report: measured, design, endedAt: "today", kept: [kept(2), kept(1)], against: { name: "Orders", report: report() } });
  const body = page.slice(page.indexOf("<body>"));
  const texts = [...body.matchAll(/>([^<]+)</g), ...body.matchAll(/ (?:aria-label|alt)="([^"]+)"/g)].map(([, text = ""]) => text.trim());
  expect(texts.length).toBeGreaterThan(60);
  const bare = texts.filter((text) => /\p{L}{3}/u.test(text) && !text.includes("[") && !THEIRS.includes(text) && text !== design.name);
  expect(bare).toEqual([]);
});
