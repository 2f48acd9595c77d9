import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import { RunMonitor } from "../../engine/host/metrics/run-monitor.ts";
import { otlpRequest } from "../../engine/telemetry/otlp-json.ts";
import { TraceSpans } from "../../engine/telemetry/trace-spans.ts";
import { DEAD_LETTER, designOf, evenly } from "../support/designs.ts";
import { forecast } from "../support/run.ts";

const SECRET = "s3cr3tT0ken";

describe("secrets", () => {
  it("a webhook's token is in no report, metric or span", async () => {
    const url = `https://hooks.example/${SECRET}?token=${SECRET}`;
    const design = designOf({ p: evenly(50, 20, { payload: { card: SECRET } }), q: ["queue", { attempts: 2 }], w: ["webhook", { url }], d: DEAD_LETTER }, ["p > q", "q > w", "q.deadLetter > d"]);
    const { report, samples, frames, executor } = await forecast(design);
    expect(report.ledger.produced).toBe(20);
    expect(JSON.stringify(report)).not.toContain(SECRET);

    const monitor = new RunMonitor();
    const listener = monitor.hearing({ onState: () => {}, onNotice: () => {} });
    monitor.begin(executor, design);
    for (const frame of frames) listener.onFrame?.(frame);
    const metrics = await monitor.text();
    expect(metrics).toContain("spillway_events_total");
    expect(metrics).not.toContain(SECRET);

    const refused: Sample = { type: "span", node: "w", event: "e0000000000000001", root: "e0000000000000002", startMs: 1, waitMs: 0, serviceMs: 1, attempt: 1, outcome: "failed", reason: `${url.replace("//", `//me:${SECRET}@`)} is not approved on this machine` };
    const spans = new TraceSpans(flowOf(design), "00000000000000aa", (ms) => ms).take([...samples, refused]);
    expect(spans.length).toBeGreaterThan(40);
    const sent = otlpRequest(spans, { runId: "run", design: design.name, version: "1", serviceName: undefined, attributes: {} });
    expect(sent).toContain("https://hooks.example is not approved");
    expect(sent).not.toContain(SECRET);
  });
});
