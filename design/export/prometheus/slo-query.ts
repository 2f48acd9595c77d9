import type { Slo } from "../../document/schema.ts";
import type { Topology } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";
import { IMPLICIT_QUEUE, QUANTILES } from "./metrics.ts";
import { aggregate, combine, over, parenthesised, quantileOf, series, totalOf, type Match, type Query } from "./query.ts";

/** Rates are over this at least, ms: over less than a few scrapes there is none, and an alert on it would never come. */
const RATE_MS = 60_000;

/** What is not as an operator asks. */
export const MISSED_BY = { "<=": ">", ">=": "<", "==": "!=" } as const;

/** What an SLO is about, measured, and what it is held against in the same unit. */
export interface SloQuery {
  readonly measured: Query;
  readonly target: number;
  readonly unit: "s" | "cps" | "percentunit" | "short";
}

/** Kinds at which events arrive rather than leave. */
const ENDS: ReadonlySet<string> = new Set(["sink", "deadLetter", "webSocketGateway", "webhook", "database"]);

/** An SLO as a query; what a scrape cannot tell is in the report (rule O5). */
export function sloQuery(slo: Slo, topology: Topology, losses: LossReport): SloQuery {
  const windowMs = Math.max(slo.windowMs ?? 0, RATE_MS);
  const nodes = "node" in slo.target ? [slo.target.node] : "path" in slo.target ? slo.target.path : undefined;
  const last = nodes?.at(-1);
  const kindOf = (id: string): string | undefined => topology.design.nodes.find((node) => node.id === id)?.kind;
  const outcome = last !== undefined && ENDS.has(kindOf(last) ?? "") ? "received" : "sent";
  const rateOf = (of: Query): Query => {
    loseShortWindow(slo, losses);
    return over("rate", of, windowMs);
  };
  if (slo.windowMs === undefined) losses.setting(slo, "windowMs", undefined, "It holds over the whole run; an alert looks at what is now.", "Give it a window, or read the run's report.");
  switch (slo.metric) {
    case "throughputPerSecond":
      return {
        measured: last === undefined ? rateOf(series("ledger", { line: "delivered" })) : aggregate("sum", rateOf(series("events", { node: last, outcome }))),
        target: slo.value,
        unit: "cps",
      };
    case "endToEndMs":
      // A node that is no end has no such time: then it is that over all ends.
      return last !== undefined && ENDS.has(kindOf(last) ?? "") ? timeQuery(slo, "endToEnd", [last], losses, windowMs) : timeQuery(slo, "runEndToEnd", undefined, losses, windowMs);
    case "waitMs":
      return timeQuery(slo, "wait", nodes, losses, windowMs);
    case "serviceMs":
      return timeQuery(slo, "service", nodes, losses, windowMs);
    case "errorRate": {
      const at = nodes === undefined ? {} : { node: nodes };
      return {
        measured: combine(aggregate("sum", rateOf(series("events", { ...at, kind: "consumer", outcome: "failed" }))), "/", aggregate("sum", over("rate", series("events", { ...at, kind: "consumer", outcome: "received" }), windowMs))),
        target: slo.value,
        unit: "percentunit",
      };
    }
    case "lost":
      loseSource(slo, losses);
      return { measured: combine(aggregate("sum", series("ledger", { line: "dropped" })), "+", aggregate("sum", series("lost"))), target: slo.value, unit: "short" };
    case "duplicates":
      loseSource(slo, losses);
      return { measured: aggregate("sum", series("ledger", { line: "duplicated" })), target: slo.value, unit: "short" };
    case "depth":
      return { measured: aggregate("max", series("depth", places(nodes, topology))), target: slo.value, unit: "short" };
    case "lag":
      return { measured: lagQuery(nodes, topology), target: slo.value, unit: "short" };
    case "utilization":
      return { measured: aggregate("max", series("utilization", nodes === undefined ? {} : { node: nodes })), target: slo.value, unit: "percentunit" };
  }
}

/** A quantile that a summary has, on the strict side; or the mean. */
function timeQuery(slo: Slo, key: "wait" | "service" | "endToEnd" | "runEndToEnd", nodes: readonly string[] | undefined, losses: LossReport, windowMs: number): SloQuery {
  const target = slo.value / 1000;
  const at = key === "runEndToEnd" || nodes === undefined ? {} : { node: nodes };
  if (slo.percentile === undefined) {
    loseShortWindow(slo, losses);
    const rate = (total: "sum" | "count"): Query => over("rate", totalOf(key as "wait", total, at), windowMs);
    return { measured: aggregate("max", parenthesised(combine(rate("sum"), "/", rate("count")))), target, unit: "s" };
  }
  const wanted = slo.percentile / 100;
  const known = QUANTILES.map(Number);
  const next = known.findIndex((quantile) => quantile >= wanted);
  const before = known.findLastIndex((quantile) => quantile <= wanted);
  const quantile = QUANTILES[slo.op === ">=" && before >= 0 ? before : next] ?? "1";
  if (Number(quantile) !== wanted)
    losses.setting(slo, "percentile", slo.percentile, `Scrapes have the 50th, 95th and 99th percentile and the maximum: it is held against ${quantile === "1" ? "the maximum" : `p${Number(quantile) * 100}`}.`, "Ask for one of those.");
  if (slo.windowMs !== undefined && slo.windowMs !== 5000) losses.setting(slo, "windowMs", slo.windowMs, "Percentiles of a scrape are over the last 5 s.", "Choose how long it may be missed with forMs.");
  return { measured: aggregate("max", quantileOf(key as "wait", quantile, at)), target, unit: "s" };
}

function loseShortWindow(slo: Slo, losses: LossReport): void {
  if (slo.windowMs !== undefined && slo.windowMs < RATE_MS)
    losses.setting(slo, "windowMs", slo.windowMs, `A rate needs several scrapes: it is over ${RATE_MS / 1000} s.`, "Scrape every second and shorten the range in the rule, or read the run's own verdict, spillway_slo_met.");
}

function loseSource(slo: Slo, losses: LossReport): void {
  if (!("all" in slo.target)) losses.setting(slo, "target", slo.target, "The metrics count what is lost and doubled over all sources.", "Read the run's report, which counts it by source.");
}

/** Channels, and those that consumers read: of a consumer the depth is that of its channels. */
function places(nodes: readonly string[] | undefined, { services, queues, topics }: Topology): { node?: Match; kind?: Match } {
  if (nodes === undefined) return { kind: ["queue", "topic", IMPLICIT_QUEUE] };
  const ids = nodes.flatMap((id) => {
    const reads = services.find(({ node }) => node.id === id)?.reads ?? [];
    return [id, ...reads.flatMap(({ key }) => queues.find((queue) => queue.key === key)?.id ?? topics.find((topic) => topic.key === key)?.node.id ?? [])];
  });
  return { node: [...new Set(ids)] };
}

/** Of a topic, its slowest group's; of a consumer, its own group's; where there is no topic, the depth. */
function lagQuery(nodes: readonly string[] | undefined, topology: Topology): Query {
  const { topics } = topology;
  if (nodes === undefined && topics.length > 0) return aggregate("max", aggregate("sum", series("lag"), ["node", "group"]));
  const read = topics.flatMap(({ node, readers }) => readers.filter(({ service }) => nodes?.includes(service)).map(({ group }) => ({ topic: node.id, group })));
  const own = topics.map(({ node }) => node.id).filter((id) => nodes?.includes(id));
  if (own.length > 0) return aggregate("max", aggregate("sum", series("lag", { node: own }), ["node", "group"]));
  if (read.length > 0) return aggregate("max", aggregate("sum", series("lag", { node: [...new Set(read.map(({ topic }) => topic))], group: [...new Set(read.map(({ group }) => group))] }), ["node", "group"]));
  return aggregate("max", series("depth", places(nodes, topology)));
}
