import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { designOf } from "../../tests/support/designs.ts";
import { examples, HOSTILE_NAMES } from "../../tests/support/examples.ts";
import type { Alert } from "../alerts/alert.ts";
import type { Design, Slo } from "../document/schema.ts";
import { validate } from "../../engine/host/exports/prometheus-validity.ts";
import { topologyOf } from "../topology/resolve.ts";
import { literally, type RuleFile } from "./prometheus/rules.ts";
import { duration, series } from "./prometheus/query.ts";
import { exportTo } from "./registry.ts";

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly fieldConfig?: { defaults: { unit: string; thresholds: { steps: { color: string; value: number | null }[] } } };
  readonly targets?: { expr: string }[];
}

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("prometheus", topologyOf(design), options);
  const rules = (parse(files[0]!.text) as RuleFile).groups.flatMap((group) => group.rules);
  const { panels } = JSON.parse(files[1]!.text) as { panels: Panel[] };
  return { files, losses, rules, panels, alert: (name: string) => rules.find(({ alert }) => alert === name), lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property) };
}

const base = { p: ["producer"], q: ["queue"], c: ["consumer"], s: ["sink"], d: ["deadLetter"], t: ["topic"], g: ["consumer", { group: "team" }] } as const;
const edges = ["p > q", "q > c", "c > s", "q.deadLetter > d", "p > t", "t > g"];

/** The rule for an SLO of the design above. */
function missed(slo: Partial<Slo> & Pick<Slo, "metric">) {
  const { rules, lost } = exported(designOf({ ...base }, edges, { slos: [{ id: "slo", name: "Goal", target: { all: true }, op: "<=", value: 250, windowMs: 60_000, ...slo } as Slo] }));
  return { ...rules.find(({ alert }) => alert === "SpillwaySloMissed")!, lost: lost("slo") };
}

describe("Prometheus alerts", () => {
  it("O5 are missed SLOs, on what a scrape measures, in base units", () => {
    expect(missed({ metric: "endToEndMs", percentile: 99, windowMs: 5000 })).toMatchObject({ expr: 'max(spillway_run_end_to_end_seconds{quantile="0.99"}) > 0.25', labels: { slo: "slo", severity: "critical" }, lost: [] });
    expect(missed({ metric: "endToEndMs", target: { path: ["q", "c", "s"] }, percentile: 50, windowMs: 5000 }).expr).toBe('max(spillway_end_to_end_seconds{node="s",quantile="0.5"}) > 0.25');
    expect(missed({ metric: "waitMs", target: { node: "c" } }).expr).toBe('max((rate(spillway_wait_seconds_sum{node="c"}[60s]) / rate(spillway_wait_seconds_count{node="c"}[60s]))) > 0.25');
    expect(missed({ metric: "throughputPerSecond", op: ">=", value: 5, target: { node: "s" } }).expr).toBe('sum(rate(spillway_events_total{node="s",outcome="received"}[60s])) < 5');
    expect(missed({ metric: "throughputPerSecond", op: ">=", value: 5 }).expr).toBe('rate(spillway_ledger_events_total{line="delivered"}[60s]) < 5');
    expect(missed({ metric: "errorRate", value: 0.01 }).expr).toContain('outcome="failed"}[60s])) / sum(');
    expect(missed({ metric: "lost", op: "==", value: 0 }).expr).toBe('sum(spillway_ledger_events_total{line="dropped"}) + sum(spillway_lost_events) != 0');
    expect(missed({ metric: "depth", target: { node: "c" }, value: 10 }).expr).toBe('max(spillway_depth_events{node=~"c|q"}) > 10');
    expect(missed({ metric: "lag", target: { node: "g" }, value: 10 }).expr).toBe('max(sum by (node, group) (spillway_group_lag_events{node="t",group="team"})) > 10');
    expect(missed({ metric: "utilization", value: 0.8 }).expr).toBe("max(spillway_utilization_ratio) > 0.8");
  });

  it("O5 wait as long as the SLO, else as the option says, and say what a scrape cannot tell", () => {
    expect(missed({ metric: "depth", forMs: 1500 }).for).toBe("1500ms");
    expect(missed({ metric: "depth", forMs: 0 })).not.toHaveProperty("for");
    expect(missed({ metric: "depth" }).for).toBe("60s");
    expect(missed({ metric: "waitMs", percentile: 90 })).toMatchObject({ expr: 'max(spillway_wait_seconds{quantile="0.95"}) > 0.25', lost: ["percentile", "windowMs"] });
    expect(missed({ metric: "waitMs", percentile: 90, op: ">=", windowMs: 5000 }).expr).toContain('quantile="0.5"');
    expect(missed({ metric: "waitMs", percentile: 99.9, windowMs: 5000 }).expr).toContain('quantile="1"');
    expect(missed({ metric: "duplicates", target: { node: "p" } }).lost).toEqual(["target"]);
    expect(missed({ metric: "depth", windowMs: undefined } as never).lost).toEqual(["windowMs"]);
    // Over less than a few scrapes there is no rate, and no alert.
    for (const metric of ["errorRate", "throughputPerSecond", "serviceMs"] as const) expect(missed({ metric, windowMs: 2000 })).toMatchObject({ expr: expect.stringContaining("[60s]"), lost: ["windowMs"] });
    expect(missed({ metric: "throughputPerSecond", windowMs: 300_000 })).toMatchObject({ expr: expect.stringContaining("[300s]"), lost: [] });
  });

  it("O6 are the design's own, as far as a scrape measures them, and say what Prometheus does not do", async () => {
    const when: Record<string, Alert["when"]> = {
      deep: { threshold: { node: "q", metric: "depth", direction: "above", value: 50 } },
      slow: { threshold: { node: "c", metric: "waitMs", percentile: 95, direction: "above", value: 200 } },
      few: { anomaly: { node: "s", metric: "arrivalsPerSecond", direction: "below", sigmas: 4, halfLifeMs: 300_000 } },
      odd: { anomaly: { node: "c", metric: "utilization", direction: "either" } },
      goal: { slo: "slo" },
      off: { threshold: { node: "q", metric: "depth", direction: "above", value: 1 } },
    };
    const alerts = Object.entries(when).map(([id, each]): Alert => ({ id, name: `{{ ${id}`, when: each, forMs: 2000, actions: id === "deep" ? [{ scale: { node: "c", by: 1 } }, { notify: { url: "https://hooks.example/secret" } }] : [], ...(id === "off" && { enabled: false }) }));
    const { rules, lost, losses, files } = exported(designOf({ ...base }, edges, { alerts, slos: [{ id: "slo", name: "Goal", target: { all: true }, op: "<=", value: 1, metric: "depth", windowMs: 1000, forMs: 9000 }] }));
    const own = new Map(rules.filter(({ alert }) => alert === "SpillwayAlert").map((rule) => [rule.labels["spillway_alert"], rule]));
    expect([...own.keys()]).toEqual(["deep", "slow", "few", "odd", "goal"]);
    expect(own.get("deep")).toMatchObject({ expr: 'max(spillway_depth_events{node="q"}) > 50', for: "2s", annotations: { summary: '{{ "{{" }} deep fires.' } });
    expect(own.get("slow")!.expr).toBe('max(spillway_wait_seconds{node="c",quantile="0.95"}) > 0.2');
    const arrivals = 'sum(rate(spillway_events_total{node="s",outcome="received"}[60s]))';
    expect(own.get("few")!.expr).toBe(`${arrivals} < (avg_over_time((${arrivals})[865617ms:5s]) - 4 * clamp_min(stddev_over_time((${arrivals})[865617ms:5s]), 1))`);
    expect(own.get("odd")!.expr).toMatch(/^max\(spillway_utilization_ratio\{node="c"\}\) > \(.*\[300s:5s\].* or max\(.*\) < \(.* - 3 \* clamp_min/);
    expect(own.get("goal")).toMatchObject({ expr: expect.stringMatching(/ > 1$/), for: "9s" });
    expect([lost("deep"), lost("few"), lost("off")]).toEqual([["actions"], ["metric", "anomaly.halfLifeMs"], ["enabled"]]);
    expect(JSON.stringify(losses)).not.toContain("secret");
    expect((await validate(files)).problems).toEqual([]);
  });

  it("watch what is drawn, and nothing else", () => {
    const all = exported(designOf({ ...base }, edges), { depth: 500, forSeconds: 90 });
    expect(all.alert("SpillwayQueueGrowing")).toMatchObject({ expr: 'spillway_depth_events{kind=~"queue|implicitQueue"} > 500 and deriv(spillway_depth_events{kind=~"queue|implicitQueue"}[120s]) > 0', for: "90s" });
    expect(all.alert("SpillwayGroupFallsBehind")?.expr).toBe("sum by (node, group) (spillway_group_lag_events) > 500 and sum by (node, group) (deriv(spillway_group_lag_events[120s])) > 0");
    expect(all.alert("SpillwayDeadLetters")).not.toHaveProperty("for");
    const few = exported(designOf({ p: ["producer"], s: ["sink"] }, ["p > s"]));
    expect(few.rules.map(({ alert }) => alert)).toEqual(["SpillwayEventsLost", "SpillwayLedgerOpen", "SpillwayRedisAway", "SpillwayLoopLate"]);
  });

  it("hold hostile names as text: not of YAML, of PromQL, of templates or of variables", () => {
    for (const name of [...HOSTILE_NAMES.filter(Boolean), "{{ $value }}", "{{{ x }}}", "$node ${datasource} [[node]]", 'a"} or vector(1) #']) {
      const { rules, panels } = exported(designOf({ ...base }, edges, { name, slos: [{ id: "slo", name, target: { all: true }, metric: "depth", op: "<=", value: 1 }] }));
      const summary = rules[0]?.annotations["summary"] ?? "";
      expect(summary).toBe(`${literally(name)} is missed.`);
      // What a Go template makes of it.
      expect(summary.replaceAll('{{ "{{" }}', "{{")).toBe(`${name} is missed.`);
      expect(rules[0]?.expr).toBe('max(spillway_depth_events{kind=~"queue|topic|implicitQueue"}) > 1');
      const title = panels[panels.findIndex((panel) => panel.title === "SLOs") + 1]?.title ?? "";
      expect(title).not.toMatch(/\$|\[\[/);
    }
    expect(series("edgeEvents", { edge: 'a"\\\n', from: ["a.b", "c|d"] }).text).toBe('spillway_edge_events_total{edge="a\\"\\\\\\n",from=~"a\\\\.b|c\\\\|d"}');
    expect([duration(60_000), duration(1500), duration(0.2)]).toEqual(["60s", "1500ms", "1ms"]);
  });
});

describe("Grafana dashboard", () => {
  it("has a row for each type of node that is drawn, with units, and SLOs as thresholds", () => {
    const { panels } = exported(designOf({ ...base }, edges, { slos: [{ id: "slo", name: "Fast", target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 250 }] }));
    expect(panels.filter(({ type }) => type === "row").map(({ title }) => title)).toEqual(["Overview", "SLOs", "Sources", "Queues", "Topics", "Consumers", "Ends", "Dead letters", "Machine"]);
    for (const title of ["End to end", "Fast"]) {
      expect(panels.find((panel) => panel.title === title)?.fieldConfig?.defaults).toMatchObject({ unit: "s", thresholds: { steps: [{ color: "green", value: null }, { color: "red", value: 0.25 }] } });
    }
  });

  it("lays its panels out in 24 columns, none over another, for every example", () => {
    for (const { design } of examples()) {
      const { panels } = exported(design);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`));
      expect(new Set(cells).size).toBe(cells.length);
      for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
  });
});
