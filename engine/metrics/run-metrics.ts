import type { EdgeFrame, Frame, NodeFrame, ProcessFrame } from "../contract/frame.ts";
import type { Ledger } from "../contract/ledger.ts";
import { evaluateSlos, type MeasuredParts } from "../core/slos.ts";
import type { NodeReport, Report, SloVerdict } from "../contract/report.ts";
import type { Sample } from "../contract/sample.ts";
import type { Stats } from "../contract/stats.ts";
import { DEAD_LETTER_PORT } from "../core/deaths.ts";
import type { Wiring } from "../core/wiring.ts";
import { byPlace } from "./by-place.ts";
import { PlaceTotals, sumOfTimes, type Interval, type PlaceNow } from "./place-totals.ts";
import type { TimeSums } from "../core/executor.ts";
import type { RecoveryWatch } from "./recovery-watch.ts";
import type { MetricsDelta, PlaceDelta } from "./recorder.ts";
import { inOrder, SloWatch } from "./slo-watch.ts";
import type { SloInterval } from "./slo-window.ts";
import { Throughput } from "./throughput.ts";
import { Timing } from "./timing.ts";

/** Kinds at which events are delivered. */
const DELIVERING: ReadonlySet<string> = new Set(["sink", "webSocketGateway", "webhook"]);

/** What is counted at the end of an interval rather than summed over it. */
export interface IntervalEnd {
  readonly atMs: number;
  readonly now: (place: number) => PlaceNow;
  readonly ledger: Ledger;
  readonly processes: ProcessFrame[];
  readonly redis: Frame["redis"];
  readonly saturated: Frame["saturated"];
  readonly sampling: number;
  /** Until when producers produced, once that is known. */
  readonly producedUntilMs?: number | undefined;
}

/** Rates are smoothed over this long. */
const RATE_WINDOW_MS = 1000;

/** SLOs are told in one frame of so many. */
const SLOS_EVERY = 10;

/** Merges what the processes of a run measured into frames, and in the end into the report's figures (rules M1, M2). */
export class RunMetrics {
  private readonly totals: PlaceTotals[];
  private readonly edgeRates: { atMs: number; count: number }[][];
  /** Intervals that ended in the last second. */
  private readonly recent: { atMs: number; lengthMs: number }[] = [];
  private readonly endToEnd: Timing;
  private readonly delivered = new Throughput();
  private readonly slos: SloWatch;
  /** Edges that dead letters go over, by id. */
  private readonly deadLetterEdges: ReadonlySet<string>;
  private seq = 0;
  private lastMs = 0;

  /** Times in the report leave out what happened before `warmUpMs`, where the run turns out long enough for that. */
  constructor(
    private readonly wiring: Wiring,
    private readonly warmUpMs: number,
    /** Sees what experiments do to the run. */
    readonly recovery?: RecoveryWatch,
    /** How many events each one that is measured stands for (rule F6). */
    eachStandsFor = 1,
  ) {
    this.endToEnd = new Timing(eachStandsFor);
    this.totals = wiring.places.map((place) => new PlaceTotals(place.node?.kind === "sink", place.behaviour.role === "terminal", eachStandsFor));
    this.edgeRates = wiring.edges.map(() => []);
    this.slos = new SloWatch(wiring);
    this.deadLetterEdges = new Set([...wiring.flow.edges.values()].filter(({ from }) => from.port === DEAD_LETTER_PORT).map(({ id }) => id));
  }

  /** Closes an interval for the report alone. The ledger is asked for only where an SLO with a window needs it. */
  add(deltas: readonly MetricsDelta[], { atMs, now, ledger, producedUntilMs }: Pick<IntervalEnd, "atMs" | "now" | "producedUntilMs"> & { ledger: () => Ledger }): void {
    const { interval, byPlace: places } = this.close(deltas, atMs, producedUntilMs);
    if (this.slos.size > 0 || this.recovery) this.observe({ atMs, deltas: (place) => places[place] ?? [], now, ledger: ledger(), producedUntilMs });
    for (const [index, totals] of this.totals.entries()) totals.add(places[index] ?? [], now(index), interval);
  }

  /** Closes an interval. Samples are handed on by the caller. */
  frame(deltas: readonly MetricsDelta[], end: IntervalEnd): Frame {
    const { atMs } = end;
    const { interval, byPlace: places } = this.close(deltas, atMs, end.producedUntilMs);
    const { lengthMs } = interval;
    this.observe({ atMs, deltas: (place) => places[place] ?? [], now: end.now, ledger: end.ledger, producedUntilMs: end.producedUntilMs });
    const nodes: Record<string, NodeFrame> = {};
    const channels: Record<string, NodeFrame> = {};
    for (const place of this.wiring.places) {
      const placeDeltas = places[place.index] ?? [];
      for (const { endToEnd } of placeDeltas) if (endToEnd) this.endToEnd.show(atMs, endToEnd);
      const frame = (this.totals[place.index] as PlaceTotals).frame(placeDeltas, end.now(place.index), this.seq, interval);
      (place.channel ? channels : nodes)[place.id] = frame;
    }
    return {
      seq: this.seq,
      atMs,
      intervalMs: lengthMs,
      nodes,
      channels,
      edges: this.edgeFrames(deltas, atMs, lengthMs),
      endToEndMs: this.endToEnd.windowStats(atMs, true),
      ledger: end.ledger,
      processes: end.processes,
      redis: end.redis,
      saturated: end.saturated,
      sampling: end.sampling,
      ...this.slosNow(end),
    };
  }

  private observe(interval: SloInterval): void {
    this.slos.observe(interval);
    this.recovery?.observe(interval);
  }

  /** The figures of the report, where producers produced for `durationMs`. */
  report(durationMs: number): Pick<Report, "throughputPerSecond" | "nodes" | "channels" | "endToEndMs"> {
    const nodes: Record<string, NodeReport> = {};
    const channels: Report["channels"] = {};
    const bySink: Record<string, Stats> = {};
    const steady = this.isSteady(durationMs);
    for (const place of this.wiring.places) {
      const totals = this.totals[place.index] as PlaceTotals;
      if (place.channel) channels[place.id] = { name: place.name, ...totals.report(durationMs, steady) };
      else nodes[place.id] = totals.report(durationMs, steady);
      if (place.node && DELIVERING.has(place.node.kind)) bySink[place.id] = totals.endToEnd.stats(steady);
    }
    return { throughputPerSecond: this.delivered.perSecond(durationMs), nodes, channels, endToEndMs: { all: this.endToEnd.stats(steady), bySink } };
  }

  /** What each place measured in an interval that ends; the latency of all is added up here. */
  private close(deltas: readonly MetricsDelta[], atMs: number, producedUntilMs: number | undefined): { interval: Interval; byPlace: PlaceDelta[][] } {
    const interval = { atMs, lengthMs: atMs - this.lastMs, warm: atMs > this.warmUpMs, producing: producedUntilMs === undefined || producedUntilMs > this.lastMs };
    const before = this.endToEnd.count;
    this.lastMs = atMs;
    this.seq++;
    const measured = byPlace(deltas, this.totals.length);
    for (const places of measured) for (const { endToEnd } of places) if (endToEnd) this.endToEnd.add(endToEnd, interval.warm);
    this.delivered.add(this.endToEnd.count - before, atMs, interval.producing);
    return { interval, byPlace: measured };
  }

  /** Events per second that came into a place, where producers produced for `durationMs`. */
  arrivalsPerSecond(place: number, durationMs: number): number {
    return (this.totals[place] as PlaceTotals).arrivalsPerSecond(durationMs);
  }

  /** What was counted at a place since the run began, up to the last frame. */
  counted(place: number): ReturnType<PlaceTotals["counted"]> {
    return (this.totals[place] as PlaceTotals).counted();
  }

  /** How many times were measured since the run began, and what they add up to. */
  sums(): TimeSums {
    const places = (isChannel: boolean): TimeSums["nodes"] =>
      Object.fromEntries(this.wiring.places.filter(({ channel }) => (channel !== undefined) === isChannel).map(({ id, index }) => [id, (this.totals[index] as PlaceTotals).sums()]));
    return { nodes: places(false), channels: places(true), endToEndMs: sumOfTimes(this.endToEnd) };
  }

  /** Each SLO's verdict, from a report that has no SLOs yet. */
  verdicts(report: Pick<Report, MeasuredParts>): SloVerdict[] {
    const { design } = this.wiring.flow;
    const steady = this.isSteady(report.durationMs);
    const whole = evaluateSlos(design, report, (id, time, percentile) => this.timing(id, time)?.percentile(percentile, steady));
    return inOrder(design, whole, this.slos.verdicts());
  }

  private slosNow({ atMs, ledger, producedUntilMs }: IntervalEnd): { slos?: SloVerdict[] } {
    if (this.seq % SLOS_EVERY !== 0 || !this.wiring.flow.design.slos?.length) return {};
    const durationMs = producedUntilMs ?? atMs;
    return { slos: this.verdicts({ durationMs, ledger, ...this.report(durationMs) }) };
  }

  /** Times at a node or an implicit queue; without an id end to end over all sinks. */
  private timing(id: string | undefined, time: "waitMs" | "serviceMs" | "endToEndMs"): Timing | undefined {
    if (id === undefined) return this.endToEnd;
    const place = this.wiring.places.find((each) => each.id === id);
    return place && this.totals[place.index]?.timing(time);
  }

  private isSteady(durationMs: number): boolean {
    return this.warmUpMs > 0 && durationMs >= 2 * this.warmUpMs;
  }

  /** Rates are over the intervals that ended in the last second, as long as those were: frames are not quite 100 ms apart. */
  private edgeFrames(deltas: readonly MetricsDelta[], atMs: number, lengthMs: number): Record<string, EdgeFrame> {
    this.recent.push({ atMs, lengthMs });
    while (this.recent[0] && this.recent[0].atMs <= atMs - RATE_WINDOW_MS) this.recent.shift();
    const span = Math.max(1, this.recent.reduce((sum, interval) => sum + interval.lengthMs, 0));
    const counts = new Map<number, Pick<EdgeFrame, "count" | "failed" | "duplicates">>();
    for (const { edges } of deltas) {
      for (let i = 0; i < edges.length; i += 4) {
        const sum = counts.get(edges[i] as number) ?? { count: 0, failed: 0, duplicates: 0 };
        sum.count += edges[i + 1] as number;
        sum.failed += edges[i + 2] as number;
        sum.duplicates += edges[i + 3] as number;
        counts.set(edges[i] as number, sum);
      }
    }
    const frames: Record<string, EdgeFrame> = {};
    for (const edge of this.wiring.edges) {
      const { count, failed, duplicates } = counts.get(edge.index) ?? { count: 0, failed: 0, duplicates: 0 };
      const deadLetters = this.deadLetterEdges.has(edge.id) ? count : 0;
      const rates = this.edgeRates[edge.index] as { atMs: number; count: number }[];
      if (count > 0) rates.push({ atMs, count });
      while (rates[0] && rates[0].atMs <= atMs - RATE_WINDOW_MS) rates.shift();
      frames[edge.id] = { count, failed, duplicates, deadLetters, perSecond: (rates.reduce((sum, rate) => sum + rate.count, 0) * 1000) / span };
    }
    return frames;
  }
}

/** The samples of several processes, in order of time. */
export function mergeSamples(deltas: readonly MetricsDelta[]): Sample[] {
  const samples = deltas.flatMap((delta) => delta.samples);
  return samples.sort((a, b) => (a.type === "move" ? a.atMs : a.startMs) - (b.type === "move" ? b.atMs : b.startMs));
}
