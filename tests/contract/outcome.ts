import type { AlertRecord } from "../../engine/contract/alerts.ts";
import type { LedgerEntry } from "../../engine/contract/ledger.ts";
import type { EdgeFrame, NodeFrame } from "../../engine/contract/frame.ts";
import type { NodeReport, ScalingReport, SloVerdict } from "../../engine/contract/report.ts";
import type { MoveSample, SpanSample } from "../../engine/contract/sample.ts";
import type { Stats } from "../../engine/contract/stats.ts";
import { emptyLedgerEntry } from "../../engine/contract/ledger.ts";
import { addEntry } from "../../engine/core/outcome.ts";
import type { Result } from "../support/run.ts";

/** What a scenario sees of the run that it was part of: its own nodes, events and books. */
export class Outcome {
  private readonly spansByNode = new Map<string, SpanSample[]>();
  private readonly numbers = new Map<string, number>();

  constructor(
    readonly result: Result,
    private readonly prefix: string,
  ) {
    for (const sample of result.samples) {
      if (sample.type !== "span" || !sample.node.startsWith(prefix)) continue;
      const node = sample.node.slice(prefix.length);
      this.spansByNode.set(node, [...(this.spansByNode.get(node) ?? []), sample]);
    }
    for (const spans of this.spansByNode.values()) spans.sort((a, b) => a.startMs - b.startMs);
    for (const spans of this.spansByNode.values()) if (spans[0]?.outcome === "emitted") for (const [n, span] of spans.entries()) this.numbers.set(span.root, n);
  }

  node(id: string): NodeReport {
    return this.result.report.nodes[this.prefix + id]!;
  }

  /** The implicit queue of the n-th edge. */
  channel(edge: string): NodeReport & { name: string } {
    const channel = this.result.report.channels[this.prefix + edge]!;
    return { ...channel, name: channel.name.replaceAll(this.prefix, "") };
  }

  /** What crossed an edge, added up over all frames. */
  edge(id: string): Omit<EdgeFrame, "perSecond"> {
    const sum = { count: 0, failed: 0, duplicates: 0, deadLetters: 0 };
    for (const { edges } of this.result.frames) for (const field of ["count", "failed", "duplicates", "deadLetters"] as const) sum[field] += edges[this.prefix + id]![field];
    return sum;
  }

  /** A node as it was shown, frame by frame. */
  frames(node: string): NodeFrame[] {
    return this.result.frames.map((frame) => frame.nodes[this.prefix + node]!);
  }

  /** What an autoscaler did with a consumer. */
  scaling(consumer: string): ScalingReport | undefined {
    return this.result.report.scaling?.[this.prefix + consumer];
  }

  /** What an alert of the scenario did. */
  alerts(id: string): AlertRecord[] {
    return (this.result.report.alerts?.log ?? []).filter(({ alert }) => alert === this.prefix + id);
  }

  /** How an SLO of the scenario's design was judged. */
  slo(id: string): SloVerdict | undefined {
    return this.result.report.slos.find((slo) => slo.id === this.prefix + id);
  }

  /** End-to-end latency of what arrived at a sink. */
  endToEnd(sink: string): Stats {
    return this.result.report.endToEndMs.bySink[this.prefix + sink]!;
  }

  /** Events that crossed an edge, by time. */
  moves(edge: string): MoveSample[] {
    this.expectAll();
    const moves = this.result.samples.filter((sample) => sample.type === "move" && sample.edge === this.prefix + edge) as MoveSample[];
    return moves.sort((a, b) => a.atMs - b.atMs);
  }

  /** The scenario's part of the books, over all its sources. */
  get ledger(): LedgerEntry {
    const total = emptyLedgerEntry();
    for (const [source, entry] of Object.entries(this.result.report.ledger.bySource ?? {})) if (source.startsWith(this.prefix)) addEntry(total, entry, 1);
    return total;
  }

  /** What each attempt at a node did, by start. */
  spans(node: string): readonly SpanSample[] {
    this.expectAll();
    return this.spansByNode.get(node) ?? [];
  }

  /** The number of its source's event, from 0, that each attempt at a node was for, by start. */
  order(node: string): number[] {
    return this.spans(node).map((span) => this.number(span));
  }

  number(span: SpanSample): number {
    return this.numbers.get(span.root) ?? -1;
  }

  /** Intended times of a producer's events. */
  emitted(node: string): number[] {
    return this.spans(node).map((span) => span.startMs);
  }

  /** What became of each attempt, in an order that does not depend on time: to compare executors. */
  fates(node: string): string[] {
    return this.spans(node)
      .map((span) => `${String(this.number(span)).padStart(5)} ${span.event} #${span.attempt} ${span.outcome} ${span.reason ?? ""}`)
      .toSorted();
  }

  /** Above some 200 events a second a run samples: what a test then sees of single events would say nothing. */
  private expectAll(): void {
    if (this.result.frames.some((frame) => frame.sampling > 1)) throw new Error("The scenarios of this run are too fast for every event to be seen: lower their rates.");
  }
}
