import type { Json } from "../../document/schema.ts";
import type { Topology } from "../../topology/topology.ts";
import { LossReport } from "../target.ts";
import { IMPLICIT_QUEUE } from "./metrics.ts";
import { aggregate, combine, overInterval, quantileOf, series, totalOf, type Query } from "./query.ts";
import { sloQuery, type SloQuery } from "./slo-query.ts";

/** What a panel shows. Units are Grafana's: `s`, `cps` (counts a second), `percentunit` (0 to 1), `bytes`, `short`. */
interface Panel {
  readonly title: string;
  readonly unit: "s" | "cps" | "percentunit" | "bytes" | "short";
  readonly queries: readonly { readonly of: Query; readonly legend: string }[];
  /** Where it turns red: above it, or below it. */
  readonly limit?: { readonly at: number; readonly red: "above" | "below" };
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** The variable by which nodes are chosen. */
const CHOSEN = { pattern: "$node" } as const;
const WIDTH = 24;
const PANEL_HEIGHT = 8;
/** Panels side by side. */
const COLUMNS = 3;
const DATASOURCE = { type: "prometheus", uid: "${datasource}" } as const;

/** A dashboard in Grafana's classic JSON model, which every version since 9 imports: a row for each type of node that is drawn. */
export function dashboardOf(topology: Topology): Json {
  const { name } = topology.design;
  return {
    uid: null,
    title: `Spillway: ${name.slice(0, 150) || "design"}`,
    tags: ["spillway"],
    editable: true,
    graphTooltip: 1,
    timezone: "browser",
    refresh: "5s",
    schemaVersion: 39,
    version: 1,
    time: { from: "now-15m", to: "now" },
    annotations: { list: [] },
    links: [],
    templating: { list: [datasourceVariable(), nodeVariable()] },
    panels: laidOut(rowsOf(topology)),
  };
}

function datasourceVariable(): Json {
  return { name: "datasource", label: "Data source", type: "datasource", query: "prometheus", refresh: 1, hide: 0, current: {}, options: [], multi: false, includeAll: false };
}

function nodeVariable(): Json {
  const query = `label_values(${series("nodeInfo").text}, node)`;
  return {
    name: "node",
    label: "Node",
    type: "query",
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: "nodes" },
    refresh: 2,
    sort: 1,
    hide: 0,
    multi: true,
    includeAll: true,
    allValue: ".*",
    current: { selected: true, text: ["All"], value: ["$__all"] },
    options: [],
  };
}

function rowsOf(topology: Topology): Row[] {
  const kinds = new Set(topology.design.nodes.map(({ kind }) => kind));
  const limits = sloLimits(topology);
  const rows: (Row | undefined)[] = [
    overview(limits),
    topology.slos.length > 0 ? { title: "SLOs", panels: topology.slos.map((slo, n) => sloPanel(slo.name, topology.slos[n]?.op ?? "<=", sloQuery(slo, topology, new LossReport()))) } : undefined,
    topology.services.some(({ node }) => node.role === "source")
      ? { title: "Sources", panels: [panel("Emitted", "cps", by(rateOf(["producer", "httpSource", "schedule"], "sent"))), panel("Refused", "cps", by(rateOf(["producer", "httpSource", "schedule"], "refused")))] }
      : undefined,
    topology.queues.length > 0 ? { title: "Queues", panels: [panel("Depth", "short", [{ of: series("depth", { kind: QUEUES, node: CHOSEN }), legend: "{{node}}" }]), panel("Out", "cps", by(rateOf(QUEUES, "sent")))] } : undefined,
    topology.topics.some(({ readers }) => readers.length > 0)
      ? {
          title: "Topics",
          panels: [
            panel("Lag by group", "short", [{ of: aggregate("sum", series("lag", { node: CHOSEN }), ["node", "group"]), legend: "{{node}} {{group}}" }]),
            panel("Lag by partition", "short", [{ of: series("lag", { node: CHOSEN }), legend: "{{node}} {{group}} {{partition}}" }]),
          ],
        }
      : undefined,
    kinds.has("consumer") ? { title: "Consumers", panels: consumerPanels() } : undefined,
    kinds.has("cache") || kinds.has("circuitBreaker") ? { title: "Calls", panels: callPanels(kinds) } : undefined,
    kinds.has("sink") ? { title: "Ends", panels: [panel("Delivered", "cps", by(rateOf(["sink"], "received"))), panel("End to end, p95", "s", [{ of: quantileOf("endToEnd", "0.95", { node: CHOSEN }), legend: "{{node}}" }], limits.endToEnd)] } : undefined,
    kinds.has("deadLetter") ? { title: "Dead letters", panels: [panel("Lying there", "short", [{ of: series("depth", { kind: "deadLetter", node: CHOSEN }), legend: "{{node}}" }]), panel("Arriving", "cps", by(rateOf(["deadLetter"], "received")))] } : undefined,
    machine(),
  ];
  return rows.filter((row) => row !== undefined);
}

const QUEUES = ["queue", IMPLICIT_QUEUE];

function overview({ endToEnd }: Limits): Row {
  return {
    title: "Overview",
    panels: [
      panel("Events by what became of them", "cps", [{ of: aggregate("sum", overInterval("rate", series("ledger")), ["line"]), legend: "{{line}}" }]),
      panel("End to end", "s", ["0.5", "0.95", "0.99"].map((quantile) => ({ of: quantileOf("runEndToEnd", quantile), legend: `p${Number(quantile) * 100}` })), endToEnd),
      panel("In flight, unsettled, lost", "short", [
        { of: series("ledgerInFlight"), legend: "in flight" },
        { of: series("ledgerUnsettled"), legend: "unsettled" },
        { of: series("lost"), legend: "lost" },
      ]),
    ],
  };
}

function consumerPanels(): Panel[] {
  const mean = (key: "wait" | "service"): Query => combine(overInterval("rate", totalOf(key, "sum", { kind: "consumer", node: CHOSEN })), "/", overInterval("rate", totalOf(key, "count", { kind: "consumer", node: CHOSEN })));
  return [
    panel("Utilisation", "percentunit", [{ of: series("utilization", { kind: "consumer", node: CHOSEN }), legend: "{{node}}" }], { at: 0.9, red: "above" }),
    panel("Wait before it, p95 and mean", "s", [
      { of: quantileOf("wait", "0.95", { kind: "consumer", node: CHOSEN }), legend: "{{node}} p95" },
      { of: mean("wait"), legend: "{{node}} mean" },
    ]),
    panel("Service time, p95 and mean", "s", [
      { of: quantileOf("service", "0.95", { kind: "consumer", node: CHOSEN }), legend: "{{node}} p95" },
      { of: mean("service"), legend: "{{node}} mean" },
    ]),
    panel("Processed", "cps", by(rateOf(["consumer"], "sent"))),
    panel("Failed, retried, stalled", "cps", ["failed", "retried", "stalled"].flatMap((outcome) => by(rateOf(["consumer", ...QUEUES], outcome), `{{node}} ${outcome}`))),
    panel("Replicas and busy slots", "short", [
      { of: series("replicas", { node: CHOSEN }), legend: "{{node}} replicas" },
      { of: series("inFlight", { kind: "consumer", node: CHOSEN }), legend: "{{node}} busy" },
    ]),
  ];
}

function callPanels(kinds: ReadonlySet<string>): Panel[] {
  return [
    ...(kinds.has("cache") ? [panel("Cache hits", "percentunit", [{ of: series("hitRatio", { node: CHOSEN }), legend: "{{node}}" }])] : []),
    ...(kinds.has("circuitBreaker") ? [panel("Circuit breakers", "short", [{ of: series("breaker", { node: CHOSEN }), legend: "{{node}} {{state}}" }])] : []),
  ];
}

function machine(): Row {
  return {
    title: "Machine",
    panels: [
      panel("Processor", "percentunit", [{ of: series("processCpu"), legend: "{{process}}" }]),
      panel("Memory", "bytes", [
        { of: series("processMemory"), legend: "{{process}}" },
        { of: series("redisMemory"), legend: "Redis" },
      ]),
      panel("Event loop delay, p99", "s", [{ of: series("processLoopDelay"), legend: "{{process}}" }], { at: 0.1, red: "above" }),
      panel("Redis commands", "cps", [{ of: series("redisOperations"), legend: "commands" }]),
    ],
  };
}

function panel(title: string, unit: Panel["unit"], queries: Panel["queries"], limit?: Panel["limit"]): Panel {
  return { title, unit, queries, ...(limit && { limit }) };
}

function rateOf(kinds: readonly string[], outcome: string): Query {
  return overInterval("rate", series("events", { kind: kinds, node: CHOSEN, outcome }));
}

function by(of: Query, legend = "{{node}}"): Panel["queries"] {
  return [{ of, legend }];
}

interface Limits {
  readonly endToEnd: Panel["limit"];
}

/** The strictest limit that SLOs set to end-to-end latency. */
function sloLimits({ slos }: Topology): Limits {
  const values = slos.filter(({ metric, op }) => metric === "endToEndMs" && op === "<=").map(({ value }) => value / 1000);
  return { endToEnd: values.length === 0 ? undefined : { at: Math.min(...values), red: "above" } };
}

function sloPanel(name: string, op: "<=" | ">=" | "==", { measured, target, unit }: SloQuery): Panel {
  return panel(untemplated(name), unit, [{ of: measured, legend: "measured" }], op === "==" ? undefined : { at: target, red: op === "<=" ? "above" : "below" });
}

/** A name in a title, where Grafana would fill variables in. */
function untemplated(text: string): string {
  return text.replaceAll("$", "").replaceAll("[[", "[ [") || "SLO";
}

function laidOut(rows: readonly Row[]): Json[] {
  const panels: Json[] = [];
  let y = 0;
  for (const { title, panels: inRow } of rows) {
    panels.push({ id: panels.length + 1, type: "row", title, collapsed: false, gridPos: { x: 0, y, w: WIDTH, h: 1 }, panels: [] });
    y += 1;
    const columns = Math.min(COLUMNS, inRow.length);
    const w = WIDTH / columns;
    for (const [n, each] of inRow.entries()) panels.push(panelJson(each, panels.length + 1, { x: (n % columns) * w, y: y + Math.floor(n / columns) * PANEL_HEIGHT, w, h: PANEL_HEIGHT }));
    y += Math.ceil(inRow.length / columns) * PANEL_HEIGHT;
  }
  return panels;
}

function panelJson({ title, unit, queries, limit }: Panel, id: number, gridPos: Json): Json {
  const [calm, beyond] = limit?.red === "below" ? ["red", "green"] : ["green", "red"];
  return {
    id,
    type: "timeseries",
    title,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        custom: { fillOpacity: 10, thresholdsStyle: { mode: limit ? "line" : "off" } },
        thresholds: { mode: "absolute", steps: [{ color: limit ? calm : "green", value: null }, ...(limit ? [{ color: beyond, value: limit.at }] : [])] },
      },
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom", showLegend: true }, tooltip: { mode: "multi", sort: "desc" } },
    targets: queries.map(({ of, legend }, n) => ({ refId: String.fromCharCode(65 + n), datasource: DATASOURCE, expr: of.text, legendFormat: legend, range: true })),
  };
}
