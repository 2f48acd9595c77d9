import type { Design, Slo } from "../../design/document/schema.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import type { Role } from "../../design/kinds/kind.ts";
import type { NodeReport, Report, SloVerdict } from "../contract/report.ts";
import type { Stats } from "../contract/stats.ts";
import { meets } from "./sustained.ts";

/** What of a report SLOs are judged by. */
export type MeasuredParts = "durationMs" | "throughputPerSecond" | "nodes" | "channels" | "endToEndMs" | "ledger";

/** An exact percentile of a time at a node or implicit queue, ms; without an id, end to end over all sinks. */
export type ExactPercentile = (id: string | undefined, time: "waitMs" | "serviceMs" | "endToEndMs", percentile: number) => number | undefined;

/**
 * Rule O5: each SLO of a design with the number that was measured over the whole run; those with a window or a time to hold
 * for are judged frame by frame (`engine/metrics/slo-watch.ts`). Over a path, and over all, waits, service times, utilisation and depths are those of the
 * worst node, so that passing means that every one passes. Pure.
 *
 * - `throughputPerSecond`: what leaves the node (what arrives, at a sink); of a path its last node's; of all what is delivered.
 * - `endToEndMs`: at the sink that is named or ends the path; else over all sinks.
 * - `errorRate`: failed attempts per attempt.
 * - `lost`: events dropped for whatever reason and events that Redis no longer has; of those that a source has made
 *   where it is named or begins the path; else of all. `duplicates` likewise.
 * - `depth`: the most there were at a time, in the node or in the channels that it reads. `lag` is the same; a topic
 *   is as deep as its slowest group is behind, and at a consumer that reads one it is its own group's lag.
 *
 * Percentiles are `exact` ones, from the run's histograms; where these are not at hand, one that the report does not have is replaced
 * by the next that it has, on the strict side (p90 by p95 for `<=`, by p50 for `>=`), p100 being the maximum. Without a percentile it
 * is the mean. A time that was never measured fails.
 */
export function evaluateSlos(design: Design, report: Pick<Report, MeasuredParts>, exact?: ExactPercentile): SloVerdict[] {
  const measured = new Measured(design, report, exact);
  return (design.slos ?? []).map((slo) => {
    const value = measured.value(slo);
    return { id: slo.id, name: slo.name, passed: value !== null && meets(slo, value), value: value ?? 0, op: slo.op, target: slo.value };
  });
}

/** The figure that a percentile, or the mean, stands for; null when nothing was measured. */
function statOf(stats: Stats | undefined, { percentile, op }: Slo): number | null {
  if (!stats || stats.count === 0) return null;
  if (percentile === undefined) return stats.mean;
  const known = [[50, stats.p50], [95, stats.p95], [99, stats.p99], [100, stats.max]] as const;
  const [next] = known.filter(([p]) => p >= percentile);
  const before = known.findLast(([p]) => p <= percentile);
  return (op === ">=" ? (before ?? known[0]) : (next ?? known[3]))[1];
}

/** The largest of some figures; null when there are none. */
function worst(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value));
}

/** Looks figures up in a report. */
class Measured {
  private readonly roles: ReadonlyMap<string, Role>;

  constructor(
    private readonly design: Design,
    private readonly report: Pick<Report, MeasuredParts>,
    private readonly exact: ExactPercentile | undefined,
  ) {
    this.roles = new Map(design.nodes.flatMap(({ id, kind }) => (isKindType(kind) ? [[id, kindOf(kind).role] as const] : [])));
  }

  value(slo: Slo): number | null {
    const nodes = "all" in slo.target ? null : "node" in slo.target ? [slo.target.node] : slo.target.path;
    switch (slo.metric) {
      case "throughputPerSecond":
        return this.throughput(nodes?.at(-1));
      case "endToEndMs":
        return this.endToEnd(nodes?.at(-1), slo);
      case "waitMs":
      case "serviceMs": {
        const { metric } = slo;
        return worst(this.placeIds(nodes).map((id) => this.stat(this.place(id)[0]?.[metric], slo, id)));
      }
      case "errorRate":
        return this.errorRate(nodes);
      case "lost":
        return this.lost(nodes?.[0]);
      case "duplicates":
        return this.ledger(nodes?.[0]).duplicated;
      case "depth":
      case "lag":
        return worst(this.channels(nodes).map((place) => place.depth.max)) ?? 0;
      case "utilization":
        return worst(this.places(nodes).map((place) => place.utilization)) ?? 0;
    }
  }

  /** A figure of a time at a place; without an id, end to end over all sinks. */
  private stat(stats: Stats | undefined, slo: Slo, id: string | undefined): number | null {
    if (!stats || stats.count === 0) return null;
    const time = slo.metric as "waitMs" | "serviceMs" | "endToEndMs";
    return (slo.percentile === undefined ? undefined : this.exact?.(id, time, slo.percentile)) ?? statOf(stats, slo);
  }

  private endToEnd(sink: string | undefined, slo: Slo): number | null {
    const own = this.report.endToEndMs.bySink[sink ?? ""];
    return this.stat(own ?? this.report.endToEndMs.all, slo, own ? sink : undefined);
  }

  private placeIds(nodes: readonly string[] | null): readonly string[] {
    return nodes ?? [...Object.keys(this.report.nodes), ...Object.keys(this.report.channels)];
  }

  private place(id: string): NodeReport[] {
    const place = this.report.nodes[id] ?? this.report.channels[id];
    return place ? [place] : [];
  }

  private places(nodes: readonly string[] | null): NodeReport[] {
    return nodes ? nodes.flatMap((id) => this.place(id)) : [...Object.values(this.report.nodes), ...Object.values(this.report.channels)];
  }

  /** The channels among the nodes, and those that the consumers among them read; what lies in a terminal only when it is asked for by name. */
  private channels(nodes: readonly string[] | null): NodeReport[] {
    if (!nodes) return [...Object.values(this.report.channels), ...this.design.nodes.filter(({ id }) => this.keeps(id)).flatMap(({ id }) => this.place(id))];
    return nodes.flatMap((id) => {
      if (this.roles.get(id) !== "consumer") return nodes.length === 1 || this.keeps(id) ? this.place(id) : [];
      const group = this.groupOf(id);
      return this.design.edges
        .filter((edge) => edge.to.node === id)
        .flatMap((edge) => this.place(this.report.channels[edge.id] ? edge.id : edge.from.node).map((place) => ({ ...place, depth: place.lag?.[group] ?? place.depth })));
    });
  }

  private keeps(node: string): boolean {
    return this.roles.get(node) === "channel" || this.roles.get(node) === "log";
  }

  /** The group by which a consumer reads topics. */
  private groupOf(node: string): string {
    const group = this.design.nodes.find(({ id }) => id === node)?.settings?.group;
    return typeof group === "string" ? group : node;
  }

  private throughput(node: string | undefined): number {
    return (node === undefined ? this.report : this.place(node)[0])?.throughputPerSecond ?? 0;
  }

  private errorRate(nodes: readonly string[] | null): number {
    const ids = nodes ?? this.design.nodes.map(({ id }) => id);
    const consumers = ids.filter((id) => this.roles.get(id) === "consumer").flatMap((id) => this.place(id));
    const attempts = consumers.reduce((sum, place) => sum + place.in, 0);
    return attempts === 0 ? 0 : consumers.reduce((sum, place) => sum + place.errors, 0) / attempts;
  }

  private ledger(source: string | undefined) {
    const { ledger } = this.report;
    return ledger.bySource?.[source ?? ""] ?? ledger;
  }

  /** Redis cannot tell whose events it lost: they count against every source. */
  private lost(source: string | undefined): number {
    const dropped = Object.values(this.ledger(source).dropped).reduce((sum, count) => sum + count, 0);
    return dropped + this.report.ledger.lost;
  }
}
