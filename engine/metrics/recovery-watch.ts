import type { Experiment } from "../../design/chaos/resolve.ts";
import type { Slo } from "../../design/document/schema.ts";
import type { PhaseVerdict, Recovery } from "../contract/chaos.ts";
import type { Ledger } from "../contract/ledger.ts";
import { meets } from "../core/sustained.ts";
import type { Wiring } from "../core/wiring.ts";
import { countAbove } from "./histogram.ts";
import { SlidingHistogram } from "./sliding-histogram.ts";
import { targetOf } from "./slo-watch.ts";
import { SloWindow, type SloInterval } from "./slo-window.ts";

/** What was normal is looked up in so many intervals before an experiment: 5 s of frames. */
const BEFORE_INTERVALS = 50;
/** What is normal again must stay so for this long, ms. */
const STEADY_MS = 500;
/** Window of SLOs that have none of their own, ms. */
const WINDOW_MS = 1000;

/** Notices that are a sign of trouble, and what was seen then. */
const SIGNS: Readonly<Record<string, string>> = { "worker-died": "a process that ended", "worker-down": "a process that ended", "redis-lost": "a Redis that does not answer" };

/** How a run stood at the end of an interval. */
interface Moment {
  readonly atMs: number;
  /** Events in flight, wherever. */
  readonly backlog: number;
  /** Slots that could be busy, by consumer: one's do not stand in for another's. */
  readonly capacity: readonly number[];
  readonly stalls: number;
  readonly errors: number;
  readonly refused: number;
}

/** What was normal before an experiment: the most, or least, of the seconds before. */
interface Normal {
  readonly backlog: number;
  readonly capacity: readonly number[];
  readonly errors: number;
  readonly refused: number;
  /** Latency of the slowest event, end to end, ms; undefined when none arrived. */
  readonly slowestMs: number | undefined;
}

interface Watched {
  readonly beganMs: number;
  endedMs: number | undefined;
  readonly normal: Normal;
  readonly first: Ledger | undefined;
  last: Ledger | undefined;
  detected: Recovery["detected"];
  /** Since when all is normal again, and when that was certain. */
  steadySinceMs: number | undefined;
  recoveredMs: number | undefined;
  peak: number;
  delayed: number;
  readonly slos: Map<string, { before: PhaseVerdict | null; during: PhaseVerdict | null; after: PhaseVerdict | null }>;
}

/**
 * Watches what experiments do to a run, interval by interval (rule O4): when it was noticed, how far the backlog rose, how many events came
 * late, when all was as before again, and how the SLOs stood before, during and after. Memory does not grow with the run.
 */
export class RecoveryWatch {
  private readonly windows: readonly SloWindow[];
  private readonly recent: Moment[] = [];
  private readonly latencies = new SlidingHistogram();
  private latencyParts = 0;
  private readonly watched = new Map<string, Watched>();
  private ledger: Ledger | undefined;

  constructor(
    private readonly wiring: Wiring,
    /** Events that come and go together (rule F6): so many more or less mean nothing. */
    private readonly eachStandsFor = 1,
  ) {
    this.windows = (wiring.flow.design.slos ?? []).map((slo) => new SloWindow({ ...slo, windowMs: slo.windowMs ?? WINDOW_MS }, targetOf(slo, wiring)));
  }

  begins({ id }: Experiment, atMs: number): void {
    const { recent, windows } = this;
    const most = (field: "backlog" | "errors" | "refused"): number => Math.max(0, ...recent.map((moment) => moment[field]));
    const normal: Normal = {
      backlog: most("backlog"),
      capacity: recent.at(-1)?.capacity ?? [],
      errors: most("errors"),
      refused: most("refused"),
      slowestMs: this.latencies.value(100) ?? undefined,
    };
    const slos = new Map(windows.map(({ slo, now }) => [slo.id, { before: phase(slo, now, null), during: null, after: null }]));
    // What comes from now on is this one's doing: of others no more is counted.
    this.watched.set(id, { beganMs: atMs, endedMs: undefined, normal, first: this.ledger, last: undefined, detected: null, steadySinceMs: undefined, recoveredMs: undefined, peak: normal.backlog, delayed: 0, slos });
  }

  ends({ id }: Experiment, atMs: number): void {
    const watched = this.watched.get(id);
    if (watched) watched.endedMs ??= atMs;
  }

  /** A notice tells of trouble before any frame does. */
  heard(code: string, atMs: number): void {
    const by = SIGNS[code];
    if (by === undefined) return;
    for (const watched of this.watched.values()) if (watched.recoveredMs === undefined) watched.detected ??= { afterMs: Math.max(0, atMs - watched.beganMs), by };
  }

  observe(interval: SloInterval): void {
    for (const window of this.windows) window.observe(interval);
    const { atMs, ledger } = interval;
    const capacity: number[] = [];
    let [stalls, errors, refused] = [0, 0, 0];
    const late = [...this.watched.values()].filter(({ recoveredMs }) => recoveredMs === undefined);
    for (const { index, behaviour } of this.wiring.places) {
      if (behaviour.role === "consumer") capacity.push(interval.now(index).capacity);
      for (const delta of interval.deltas(index)) {
        stalls += delta.stalls;
        errors += delta.errors;
        refused += delta.refused;
        if (!delta.endToEnd) continue;
        this.latencies.add(delta.endToEnd);
        for (const watched of late) if (watched.normal.slowestMs !== undefined) watched.delayed += countAbove(delta.endToEnd, watched.normal.slowestMs);
      }
    }
    this.latencies.next();
    if (++this.latencyParts > BEFORE_INTERVALS) this.latencies.drop();
    const moment: Moment = { atMs, backlog: ledger.inFlight, capacity, stalls, errors, refused };
    this.recent.push(moment);
    if (this.recent.length > BEFORE_INTERVALS) this.recent.shift();
    this.ledger = ledger;
    for (const watched of this.watched.values()) this.look(watched, moment);
  }

  /** The books at the end. */
  close(ledger: Ledger): void {
    this.ledger = ledger;
  }

  /** What came of an experiment; undefined for one that never began. */
  recovery({ id, hypothesis }: Experiment): Recovery | undefined {
    const watched = this.watched.get(id);
    if (!watched) return undefined;
    const { detected, recoveredMs, endedMs, beganMs, normal, peak, delayed, first } = watched;
    const later = [...this.watched.values()].find((other) => other.beganMs > beganMs)?.first;
    const last = later ?? this.ledger;
    const slos = this.windows.map(({ slo }) => ({ id: slo.id, name: slo.name, ...(watched.slos.get(slo.id) ?? { before: null, during: null, after: null }) }));
    const recovered = recoveredMs === undefined ? null : { afterMs: Math.max(0, recoveredMs - (endedMs ?? beganMs)) };
    const recovery = {
      detected,
      recovered,
      backlogBefore: normal.backlog,
      backlogPeak: peak,
      delayed: normal.slowestMs === undefined ? null : delayed,
      lost: Math.max(0, (last?.lost ?? 0) - (first?.lost ?? 0)),
      duplicated: Math.max(0, (last?.duplicated ?? 0) - (first?.duplicated ?? 0)),
      slos,
    };
    return { ...recovery, hypothesis: judged(hypothesis, recovery) };
  }

  private look(watched: Watched, moment: Moment): void {
    const { normal } = watched;
    const usual = Math.max(normal.backlog * 1.1, normal.backlog + 2 * this.eachStandsFor);
    watched.peak = watched.recoveredMs === undefined ? Math.max(watched.peak, moment.backlog) : watched.peak;
    const missed = this.windows.find(({ slo, now }) => now !== null && !meets(slo, now) && watched.slos.get(slo.id)?.before?.passed !== false);
    const sign = signOf(moment, normal, this.eachStandsFor) ?? (missed && `the SLO ${missed.slo.name || missed.slo.id}`);
    if (sign !== undefined && watched.recoveredMs === undefined) watched.detected ??= { afterMs: Math.max(0, moment.atMs - watched.beganMs), by: sign };
    const isNormal = !areGone(moment, normal) && moment.backlog <= usual && missed === undefined;
    if (watched.recoveredMs === undefined && watched.endedMs !== undefined && moment.atMs > watched.endedMs) {
      watched.steadySinceMs = isNormal ? (watched.steadySinceMs ?? moment.atMs) : undefined;
      if (watched.steadySinceMs !== undefined && moment.atMs - watched.steadySinceMs >= STEADY_MS) {
        // Nothing was out of order at all: it had recovered when it ended.
        const isUnharmed = watched.detected === null && watched.peak <= usual;
        watched.recoveredMs = isUnharmed ? watched.endedMs : watched.steadySinceMs;
      }
    }
    for (const { slo, now } of this.windows) {
      const phases = watched.slos.get(slo.id);
      if (!phases) continue;
      if (watched.recoveredMs === undefined) phases.during = phase(slo, now, phases.during);
      else phases.after = phase(slo, now, phases.after);
    }
  }
}

/** Whether some consumer has fewer slots than was normal. */
function areGone(moment: Moment, normal: Normal): boolean {
  return normal.capacity.some((slots, consumer) => (moment.capacity[consumer] ?? 0) < slots);
}

/** The first sign of trouble in an interval, in words. */
function signOf(moment: Moment, normal: Normal, each: number): string | undefined {
  if (areGone(moment, normal)) return "slots that were gone";
  if (moment.stalls > 0) return "events that stalled";
  if (moment.refused > normal.refused) return "channels that refused events";
  if (moment.errors > normal.errors * 1.5 + 2 * each) return "attempts that failed";
  return moment.backlog > normal.backlog * 1.5 + 10 * each ? "a growing backlog" : undefined;
}

/** The worst value so far of an SLO in a phase. */
function phase(slo: Slo, now: number | null, worst: PhaseVerdict | null): PhaseVerdict | null {
  if (now === null) return worst;
  const verdict = { value: now, passed: meets(slo, now) };
  if (worst === null || (worst.passed && !verdict.passed)) return verdict;
  if (worst.passed !== verdict.passed) return worst;
  const isWorse = slo.op === "<=" ? now > worst.value : slo.op === ">=" ? now < worst.value : Math.abs(now - slo.value) > Math.abs(worst.value - slo.value);
  return isWorse ? verdict : worst;
}

/** Whether what was expected came true, and why not. */
function judged({ stated, text, holds, recoversWithinMs, slos }: Experiment["hypothesis"], { recovered, slos: measured }: Pick<Recovery, "recovered" | "slos">): Recovery["hypothesis"] {
  const about = measured.filter(({ id }) => slos === undefined || slos.includes(id));
  const failures = [
    ...about.filter(({ during }) => holds && during?.passed === false).map(({ name, id }) => `${name || id} was missed while it lasted`),
    ...about.filter(({ before, after }) => after?.passed === false && before?.passed !== false).map(({ name, id }) => `${name || id} was missed after it`),
    ...(recovered === null ? ["the run did not recover"] : []),
    ...(recovered !== null && recoversWithinMs !== undefined && recovered.afterMs > recoversWithinMs ? [`recovery took ${Math.round(recovered.afterMs)} ms, more than ${recoversWithinMs} ms`] : []),
  ];
  return { stated, text, held: failures.length === 0, why: failures.length === 0 ? "Everything was as expected." : `${upperFirst(failures.join("; "))}.` };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
