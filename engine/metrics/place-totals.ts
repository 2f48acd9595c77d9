import type { BreakerFrame, NodeFrame, TargetsFrame } from "../contract/frame.ts";
import type { NodeReport } from "../contract/report.ts";
import type { TimeSum } from "../core/executor.ts";
import type { PlaceDelta } from "./recorder.ts";
import { Throughput } from "./throughput.ts";
import { Timing } from "./timing.ts";

/** Rates and utilisation are smoothed over this, ms of design time. */
const RATE_WINDOW_MS = 1000;
/** Stats on the screen are recomputed at every third frame, which a reader does not notice. */
const STATS_EVERY = 3;

/** What a place counted in an interval, over all processes. */
type Sum = { -readonly [Field in Exclude<keyof PlaceDelta, "place" | "wait" | "service" | "endToEnd">]: number };

/** Adds what was counted, field by field: this is done for every place and frame. */
function addUp(sum: Sum, delta: PlaceDelta): void {
  sum.in += delta.in;
  sum.out += delta.out;
  sum.errors += delta.errors;
  sum.retries += delta.retries;
  sum.stalls += delta.stalls;
  sum.duplicates += delta.duplicates;
  sum.deadLetters += delta.deadLetters;
  sum.refused += delta.refused;
  sum.busyMs += delta.busyMs;
  sum.capacityMs += delta.capacityMs;
  sum.hits += delta.hits;
  sum.misses += delta.misses;
}

/** A stretch of a run that ends at `atMs`. */
export interface Interval {
  readonly atMs: number;
  readonly lengthMs: number;
  /** The warm-up was over (rule F1). */
  readonly warm: boolean;
  /** Producers produced at its beginning. */
  readonly producing: boolean;
}

interface Counted extends Pick<Interval, "atMs" | "lengthMs"> {
  readonly in: number;
  readonly out: number;
  readonly busyMs: number;
  readonly capacityMs: number;
  readonly hits: number;
  readonly misses: number;
}

/** What one place is at the end of an interval; counted, not summed. */
export interface PlaceNow {
  readonly depth: number;
  readonly inFlight: number;
  readonly capacity: number;
  readonly slots?: string;
  /** Replicas that are down until their back-off is over. */
  readonly restarts?: NodeFrame["restarts"];
  /** Where the slots are, while some are on another machine. */
  readonly runsOn?: NodeFrame["runsOn"];
  readonly scaling?: { readonly replicas: number; readonly metric: number | null };
  /** States of a circuit breaker, one for each replica that calls. */
  readonly breaker?: BreakerFrame;
  /** Targets of a load balancer with health checks. */
  readonly targets?: TargetsFrame;
  /** Of a topic, by group and partition. */
  readonly lag?: Record<string, number[]>;
}

/** The same place in two processes. */
export function sumOf(a: PlaceNow, b: PlaceNow): PlaceNow {
  const breaker = a.breaker && b.breaker ? addedUp(a.breaker, b.breaker) : (a.breaker ?? b.breaker);
  // Each process looks at all of them.
  const targets = a.targets && b.targets && a.targets.out < b.targets.out ? b.targets : (a.targets ?? b.targets);
  return {
    depth: a.depth + b.depth,
    inFlight: a.inFlight + b.inFlight,
    capacity: a.capacity + b.capacity,
    ...(a.slots === undefined && b.slots === undefined ? undefined : { slots: `${a.slots ?? ""}${b.slots ?? ""}`.slice(0, 200) }),
    ...(a.restarts || b.restarts ? { restarts: bothRestarts(a.restarts, b.restarts) } : undefined),
    ...(breaker ? { breaker } : undefined),
    ...(targets ? { targets } : undefined),
  };
}

function bothRestarts(a: NodeFrame["restarts"], b: NodeFrame["restarts"]): NodeFrame["restarts"] {
  return a && b ? { replicas: a.replicas + b.replicas, atMs: Math.min(a.atMs, b.atMs) } : (a ?? b);
}

function addedUp(a: BreakerFrame, b: BreakerFrame): BreakerFrame {
  return { closed: a.closed + b.closed, open: a.open + b.open, halfOpen: a.halfOpen + b.halfOpen };
}

/** How a topic stands: as deep as its slowest group is behind (rule T4). */
export function logNow(lag: Record<string, number[]>, inFlight: number): PlaceNow {
  const depth = Object.values(lag).reduce((most, lags) => Math.max(most, total(lags)), 0);
  return { depth, inFlight, capacity: 0, lag };
}

/** How many times were measured, and what they add up to. */
export function sumOfTimes({ count, sum }: Timing): TimeSum {
  return { count, sum };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Everything known about one place: merges deltas into frames and the report. */
export class PlaceTotals {
  /** A sink's depth is everything that ever arrived there; at any terminal the rate is that of what arrives, because nothing leaves it. */
  constructor(
    private readonly isSink: boolean,
    private readonly isTerminal = isSink,
    eachStandsFor = 1,
  ) {
    this.wait = new Timing(eachStandsFor);
    this.service = new Timing(eachStandsFor);
    this.endToEnd = new Timing(eachStandsFor);
  }

  private readonly wait: Timing;
  private readonly service: Timing;
  readonly endToEnd: Timing;
  private readonly arrivals = new Throughput();
  private readonly departures = new Throughput();
  private readonly intervals: Counted[] = [];
  private in = 0;
  private out = 0;
  private errors = 0;
  private retries = 0;
  private stalls = 0;
  private duplicates = 0;
  private deadLetters = 0;
  private busyMs = 0;
  private capacityMs = 0;
  private hits = 0;
  private misses = 0;
  /** Of a topic, by group. */
  private readonly lags = new Map<string, { readonly integralMs: number; readonly most: number; readonly end: number }>();
  private depthMs = 0;
  private depthMost = 0;
  private depthEnd = 0;
  private elapsedMs = 0;

  /** Merges what several processes measured in one interval, which ends at `atMs`. */
  add(deltas: readonly PlaceDelta[], counted: PlaceNow, { atMs, lengthMs, warm, producing }: Interval): { sum: Sum; now: PlaceNow } {
    const sum = { in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0, busyMs: 0, capacityMs: 0, hits: 0, misses: 0 };
    for (const delta of deltas) {
      addUp(sum, delta);
      if (delta.wait) this.wait.add(delta.wait, warm);
      if (delta.service) this.service.add(delta.service, warm);
      if (delta.endToEnd) this.endToEnd.add(delta.endToEnd, warm);
    }
    const now = this.isSink ? { ...counted, depth: this.in + sum.in } : counted;
    this.arrivals.add(sum.in, atMs, producing);
    this.departures.add(sum.out, atMs, producing);
    this.total(sum, now, lengthMs);
    return { sum, now };
  }

  /** Merges an interval as {@link add} does, and gives the frame. */
  frame(deltas: readonly PlaceDelta[], counted: PlaceNow, seq: number, interval: Interval): NodeFrame {
    const { atMs, lengthMs } = interval;
    const { sum, now } = this.add(deltas, counted, interval);
    for (const { wait, service, endToEnd } of deltas) {
      if (wait) this.wait.show(atMs, wait);
      if (service) this.service.show(atMs, service);
      if (endToEnd) this.endToEnd.show(atMs, endToEnd);
    }
    this.intervals.push({ atMs, lengthMs, in: sum.in, out: sum.out, busyMs: sum.busyMs, capacityMs: sum.capacityMs, hits: sum.hits, misses: sum.misses });
    while (this.intervals.length > 1 && (this.intervals[0] as Counted).atMs <= atMs - RATE_WINDOW_MS) this.intervals.shift();
    const recent = { lengthMs: 0, in: 0, out: 0, busyMs: 0, capacityMs: 0 };
    for (const interval of this.intervals) {
      recent.lengthMs += interval.lengthMs;
      recent.in += interval.in;
      recent.out += interval.out;
      recent.busyMs += interval.busyMs;
      recent.capacityMs += interval.capacityMs;
    }
    const perSecond = (count: number): number => (recent.lengthMs > 0 ? (count * 1000) / recent.lengthMs : 0);
    const recompute = seq % STATS_EVERY === 0;
    return {
      in: sum.in,
      out: sum.out,
      errors: sum.errors,
      retries: sum.retries,
      stalls: sum.stalls,
      duplicates: sum.duplicates,
      deadLetters: sum.deadLetters,
      refused: sum.refused,
      inPerSecond: perSecond(recent.in),
      outPerSecond: perSecond(recent.out),
      ...now,
      utilization: ratio(recent.busyMs, recent.capacityMs),
      waitMs: this.wait.windowStats(atMs, recompute),
      serviceMs: this.service.windowStats(atMs, recompute),
      hitRatio: this.recentHitRatio(),
      endToEndMs: this.endToEnd.count > 0 ? this.endToEnd.windowStats(atMs, recompute) : undefined,
    };
  }

  /** The place's part of the report; rates are over `durationMs`. `steady` leaves out the times of the warm-up. */
  report(durationMs: number, steady: boolean): NodeReport {
    return {
      in: this.in,
      out: this.out,
      errors: this.errors,
      retries: this.retries,
      stalls: this.stalls,
      duplicates: this.duplicates,
      deadLetters: this.deadLetters,
      throughputPerSecond: (this.isTerminal ? this.arrivals : this.departures).perSecond(durationMs),
      utilization: ratio(this.busyMs, this.capacityMs),
      waitMs: this.wait.stats(steady),
      serviceMs: this.service.stats(steady),
      hitRatio: hitRatio(this.hits, this.misses),
      depth: { mean: this.elapsedMs > 0 ? this.depthMs / this.elapsedMs : 0, max: this.depthMost, end: this.depthEnd },
      ...(this.lags.size > 0 && { lag: Object.fromEntries([...this.lags].map(([group, lag]) => [group, { mean: this.elapsedMs > 0 ? lag.integralMs / this.elapsedMs : 0, max: lag.most, end: lag.end }])) }),
    };
  }

  /** Events per second that came in, where producers produced for `durationMs`. */
  arrivalsPerSecond(durationMs: number): number {
    return this.arrivals.perSecond(durationMs);
  }

  timing(time: "waitMs" | "serviceMs" | "endToEndMs"): Timing {
    return time === "waitMs" ? this.wait : time === "serviceMs" ? this.service : this.endToEnd;
  }

  /** What was counted since the run began. */
  counted(): { in: number; busyMs: number; capacityMs: number; waitedMs: number } {
    return { in: this.in, busyMs: this.busyMs, capacityMs: this.capacityMs, waitedMs: this.wait.sum };
  }

  /** All times since the run began. */
  sums(): { waitMs: TimeSum; serviceMs: TimeSum; endToEndMs: TimeSum } {
    return { waitMs: sumOfTimes(this.wait), serviceMs: sumOfTimes(this.service), endToEndMs: sumOfTimes(this.endToEnd) };
  }

  private recentHitRatio(): number | undefined {
    if (this.hits + this.misses === 0) return undefined;
    let hits = 0;
    let misses = 0;
    for (const interval of this.intervals) {
      hits += interval.hits;
      misses += interval.misses;
    }
    return hitRatio(hits, misses) ?? hitRatio(this.hits, this.misses);
  }

  private totalLag(lag: Readonly<Record<string, number[]>>, lengthMs: number): void {
    for (const [group, lags] of Object.entries(lag)) {
      const end = total(lags);
      const known = this.lags.get(group);
      this.lags.set(group, { integralMs: (known?.integralMs ?? 0) + end * lengthMs, most: Math.max(known?.most ?? 0, end), end });
    }
  }

  private total(sum: Sum, now: PlaceNow, lengthMs: number): void {
    if (now.lag) this.totalLag(now.lag, lengthMs);
    this.in += sum.in;
    this.out += sum.out;
    this.errors += sum.errors;
    this.retries += sum.retries;
    this.stalls += sum.stalls;
    this.duplicates += sum.duplicates;
    this.deadLetters += sum.deadLetters;
    this.busyMs += sum.busyMs;
    this.capacityMs += sum.capacityMs;
    this.hits += sum.hits;
    this.misses += sum.misses;
    this.depthMs += now.depth * lengthMs;
    this.depthMost = Math.max(this.depthMost, now.depth);
    this.depthEnd = now.depth;
    this.elapsedMs += lengthMs;
  }
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

function hitRatio(hits: number, misses: number): number | undefined {
  return hits + misses > 0 ? hits / (hits + misses) : undefined;
}
