import { describe, expect, it } from "vitest";
import { METRICS } from "../../../design/export/prometheus/metrics.ts";
import { designOf } from "../../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import { samplesOf } from "../../../tests/support/scrape.ts";
import type { AlertRecord } from "../../contract/alerts.ts";
import { emptyLedgerEntry } from "../../contract/ledger.ts";
import { STILL_EDGE, STILL_NODE, type NodeFrame } from "../../contract/frame.ts";
import type { Executor } from "../../core/executor.ts";
import { createFakeExecutor, fakeFrame } from "../fake-executor.ts";
import { RunMonitor } from "./run-monitor.ts";

const design = designOf({ p: ["producer"], t: ["topic", { partitions: 2 }], q: ["queue"], c: ["consumer", { replicas: 3 }], s: ["sink"] }, ["p > q", "q > c", "c > s", "p > t"], {
  slos: [{ id: "fast", name: "Fast", target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 250 }],
});

const place = (changes: Partial<NodeFrame> = {}): NodeFrame => ({ ...STILL_NODE, ...changes });

function monitored(of = design) {
  const monitor = new RunMonitor();
  const listener = monitor.hearing({ onState: () => {}, onNotice: () => {} });
  const fake = createFakeExecutor("live", { runId: "run-1", design: of, seed: 1, forMs: null, drainMs: 0, speed: 1, paused: false }, listener);
  const executor: Executor = { ...fake, timeSums: () => ({ nodes: { c: { waitMs: { count: 40, sum: 8000 }, serviceMs: { count: 40, sum: 400 }, endToEndMs: { count: 0, sum: 0 } } }, channels: {}, endToEndMs: { count: 7, sum: 700 } }) };
  monitor.begin(executor, of);
  return { monitor, listener, fake };
}

describe("the metrics of a run", () => {
  it("M1 add the counts of frames up, and tell what is now as it is", async () => {
    const { monitor, listener, fake } = monitored();
    const stats = { count: 9, mean: 200, p50: 100, p95: 300, p99: 400, max: 500 };
    listener.onFrame?.(fakeFrame(1, { nodes: { c: place({ in: 5, out: 4, errors: 1 }) }, edges: { e1: { ...STILL_EDGE, count: 4, failed: 1, duplicates: 1 } } }));
    listener.onFrame?.(
      fakeFrame(2, {
        nodes: { c: place({ in: 7, out: 6, retries: 2, duplicates: 3, deadLetters: 1, capacity: 3, utilization: 0.5, waitMs: stats }), q: place({ depth: 12 }), t: place({ lag: { g: [3, 4] } }) },
        edges: { e1: { ...STILL_EDGE, count: 2, duplicates: 1, deadLetters: 1 } },
        ledger: { ...emptyLedgerEntry(), produced: 20, delivered: 8, deadLettered: 1, dropped: { expired: 2 }, unsettled: 0, balanced: true, lost: 0 },
        slos: [{ id: "fast", name: "Fast", passed: false, value: 300, op: "<=", target: 250 }],
      }),
    );
    const { value } = samplesOf(await monitor.text());
    expect(value('spillway_events_total{node="c",kind="consumer",outcome="received"}')).toBe(12);
    expect(value('spillway_events_total{node="c",kind="consumer",outcome="sent"}')).toBe(10);
    expect(value('spillway_events_total{node="c",kind="consumer",outcome="failed"}')).toBe(1);
    expect(value('spillway_events_total{node="c",kind="consumer",outcome="duplicated"}')).toBe(3);
    expect(value('spillway_events_total{node="c",kind="consumer",outcome="dead_lettered"}')).toBe(1);
    expect(value('spillway_edge_events_total{edge="e1",from="p",to="q",outcome="passed"}')).toBe(5);
    expect(value('spillway_edge_duplicates_total{edge="e1",from="p",to="q"}')).toBe(2);
    expect(value('spillway_edge_dead_letters_total{edge="e1",from="p",to="q"}')).toBe(1);
    expect(value('spillway_depth_events{node="q",kind="queue"}')).toBe(12);
    expect(value('spillway_group_lag_events{node="t",group="g",partition="1"}')).toBe(4);
    expect(value('spillway_replicas{node="c",kind="consumer"}')).toBe(3);
    expect(value('spillway_utilization_ratio{node="c",kind="consumer"}')).toBe(0.5);
    expect(value('spillway_wait_seconds{node="c",kind="consumer",quantile="0.95"}')).toBe(0.3);
    expect(value('spillway_wait_seconds_sum{node="c",kind="consumer"}')).toBe(8);
    expect(value('spillway_wait_seconds_count{node="c",kind="consumer"}')).toBe(40);
    expect(value('spillway_service_seconds{node="c",kind="consumer",quantile="0.5"}')).toBeNaN();
    expect(value('spillway_ledger_events_total{line="dead_lettered",reason=""}')).toBe(1);
    expect(value('spillway_ledger_events_total{line="dropped",reason="expired"}')).toBe(2);
    expect([value('spillway_slo_met{slo="fast",name="Fast"}'), value('spillway_slo_value{slo="fast",name="Fast"}'), value('spillway_slo_target{slo="fast",name="Fast"}')]).toEqual([0, 0.3, 0.25]);
    expect(value("spillway_run_active")).toBe(1);
    fake.end();
    expect(samplesOf(await monitor.text()).value("spillway_run_active")).toBe(0);
  });

  it("O6 tell which alerts fire, and count what they did once it is known, however often it is shown", async () => {
    const alert = { id: "behind", name: "Behind", when: { slo: "fast" }, actions: [] };
    const { monitor, listener, fake } = monitored({ ...design, alerts: [alert, { ...alert, id: "other", name: "Other" }] });
    const line = (result: "begun" | "refused", seq = 1): AlertRecord => ({ seq, alert: "behind", name: "Behind", atMs: 5000, again: 0, why: { metric: "depth", value: 60, text: "" }, actions: [{ action: "scale", what: "", result: "done" }, { action: "notify", what: "", result }], resolvedMs: null });
    for (const lines of [[line("begun")], [line("refused")], [line("refused")], [line("refused"), line("refused", 2)], [line("refused", 2)]]) listener.onState({ ...fake.state(), alerts: lines });
    listener.onFrame?.(fakeFrame(1, { alerts: [{ alert: "behind", phase: "firing", sinceMs: 0, value: 60 }, { alert: "other", phase: "pending", sinceMs: 0, value: 1 }] }));
    const { value } = samplesOf(await monitor.text());
    expect([value('spillway_alerts_firing{alert="behind",name="Behind"}'), value('spillway_alerts_firing{alert="other",name="Other"}')]).toEqual([1, 0]);
    expect(value('spillway_alerts_fired_total{alert="behind",name="Behind"}')).toBe(2);
    expect(value('spillway_alert_actions_total{alert="behind",action="scale",result="done"}')).toBe(2);
    expect(value('spillway_alert_actions_total{alert="behind",action="notify",result="refused"}')).toBe(2);
  });

  it("tell nothing before a run, and nothing of the last one once another has begun", async () => {
    expect((await new RunMonitor().text()).trim()).toBe("");
    const { monitor, listener, fake } = monitored();
    listener.onFrame?.(fakeFrame(1, { nodes: { c: place({ in: 5 }) } }));
    monitor.begin(fake, designOf({ p: ["producer"], s: ["sink"] }, ["p > s"]));
    expect(samplesOf(await monitor.text()).names).toEqual(new Set(["spillway_run_info", "spillway_run_active", "spillway_node_info"]));
  });

  it("hold hostile names as values of labels, which nothing breaks out of", async () => {
    const called = [...HOSTILE_NAMES, 'a"} 1\nspillway_evil 1 # {x="', "a\\", "\r\n"];
    const named = { ...design, name: called[0] ?? "", nodes: called.map((name, n) => ({ id: `n${n}`, kind: "producer", name, position: { x: 0, y: 0 } })), edges: [] };
    const { monitor } = monitored(named);
    const { names, labels } = samplesOf(await monitor.text());
    expect(names).toEqual(new Set(["spillway_run_info", "spillway_run_active", "spillway_node_info"]));
    expect(labels("spillway_node_info")).toHaveLength(named.nodes.length);
    expect(labels("spillway_node_info").map(({ name }) => name)).toEqual(expect.arrayContaining(['a"} 1\nspillway_evil 1 # {x="', "a\\"]));
  });

  it("are named as Prometheus' conventions ask", () => {
    for (const { name, type, help } of Object.values(METRICS)) {
      expect(name).toMatch(/^spillway_[a-z_]+$/);
      expect(name.endsWith("_total")).toBe(type === "counter");
      expect(name).not.toMatch(/_(ms|milliseconds|mb|percent)(_|$)/);
      expect(help).toMatch(/\.$/);
    }
  });
});
