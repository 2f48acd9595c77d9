import type { Slo } from "../../design/document/schema.ts";
import type { Ledger } from "../contract/ledger.ts";
import { Sustained } from "../core/sustained.ts";
import type { Place } from "../core/wiring.ts";
import type { PlaceNow } from "./place-totals.ts";
import type { PlaceDelta } from "./recorder.ts";
import { SlidingHistogram } from "./sliding-histogram.ts";
import { lostOf, duplicatesOf } from "./slo-ledger.ts";

/** Parts of a window: it slides by one of them. */
const PARTS = 20;
/** The window of an SLO that has none of its own but must hold for a time, ms. */
const DEFAULT_WINDOW_MS = 1000;

/** What one interval brought. */
export interface SloInterval {
  readonly atMs: number;
  readonly deltas: (place: number) => readonly PlaceDelta[];
  readonly now: (place: number) => PlaceNow;
  readonly ledger: Ledger;
  /** Until when producers produced, once that is known. */
  readonly producedUntilMs: number | undefined;
}

/** What an SLO looks at: places, one after the other, or the books of a source. */
export interface SloTarget {
  readonly places: readonly Place[];
  /** The source whose books count; undefined for all. */
  readonly source: string | undefined;
  /** For each place the consumer group whose lag counts, where a consumer reads a topic; without it that of the group that is furthest behind. */
  readonly groups?: readonly (string | undefined)[];
}

/** What the books said. */
interface Books {
  readonly delivered: number;
  readonly lost: number;
  readonly duplicates: number;
}

interface Tally {
  in: number;
  out: number;
  errors: number;
  busyMs: number;
  capacityMs: number;
  depth: number;
}

/** One place in the window. */
class PlaceWindow {
  private readonly tallies: Tally[] = [emptyTally()];
  private times: SlidingHistogram | undefined;

  constructor(
    readonly place: Place,
    private readonly time: "wait" | "service" | "endToEnd" | undefined,
  ) {}

  add(deltas: readonly PlaceDelta[], depth: number): void {
    const tally = this.tallies.at(-1) as Tally;
    tally.depth = Math.max(tally.depth, depth);
    for (const delta of deltas) {
      tally.in += delta.in;
      tally.out += delta.out;
      tally.errors += delta.errors;
      tally.busyMs += delta.busyMs;
      tally.capacityMs += delta.capacityMs;
      const times = this.time && delta[this.time];
      if (times) (this.times ??= this.fresh()).add(times);
    }
  }

  next(): void {
    this.times?.next();
    this.tallies.push(emptyTally());
  }

  drop(): void {
    this.times?.drop();
    this.tallies.shift();
  }

  sum(field: Exclude<keyof Tally, "depth">): number {
    return this.tallies.reduce((sum, tally) => sum + tally[field], 0);
  }

  get depth(): number {
    return this.tallies.reduce((most, tally) => Math.max(most, tally.depth), 0);
  }

  /** A histogram with as many parts as there are tallies. */
  private fresh(): SlidingHistogram {
    const times = new SlidingHistogram();
    for (let part = 1; part < this.tallies.length; part++) times.next();
    return times;
  }

  value(percentile: number | undefined): number | null {
    return this.times?.value(percentile) ?? null;
  }
}

/** Judges an SLO over every window of a run (rule O5), in memory that does not grow with it. */
export class SloWindow {
  private readonly windowMs: number;
  private readonly places: PlaceWindow[];
  private readonly sustained: Sustained;
  /** When each part began, and what the books said then; the last part is open. */
  private readonly parts: { readonly startMs: number; readonly books: Books }[];
  private waiting: { atMs: number; value: number } | undefined;
  /** The value of the newest window; null when nothing was measured in it. */
  now: number | null = null;

  constructor(
    readonly slo: Slo,
    private readonly target: SloTarget,
    /** Whether it sees the run from its beginning; else its first window begins at the end of the first interval that it sees. */
    isFromStart = true,
  ) {
    this.parts = isFromStart ? [{ startMs: 0, books: { delivered: 0, lost: 0, duplicates: 0 } }] : [];
    this.windowMs = slo.windowMs ?? DEFAULT_WINDOW_MS;
    const time = { waitMs: "wait", serviceMs: "service", endToEndMs: "endToEnd" } as const;
    this.places = target.places.map((place) => new PlaceWindow(place, time[slo.metric as keyof typeof time]));
    this.sustained = new Sustained(slo, slo.forMs ?? 0);
  }

  observe(interval: SloInterval): void {
    const { atMs, ledger } = interval;
    const books = { delivered: ledger.delivered, lost: lostOf(ledger, this.target.source), duplicates: duplicatesOf(ledger, this.target.source) };
    if (this.parts.length === 0) return void this.parts.push({ startMs: atMs, books });
    for (const [n, window] of this.places.entries()) window.add(interval.deltas(window.place.index), depthOf(interval.now(window.place.index), this.target.groups?.[n]));
    if (atMs - (this.parts.at(-1) as { startMs: number }).startMs < this.windowMs / PARTS - 1e-6) return;
    while (this.parts[1] && this.parts[1].startMs <= atMs - this.windowMs + 1e-6) {
      this.parts.shift();
      for (const window of this.places) window.drop();
    }
    const [first] = this.parts as [{ startMs: number; books: Books }];
    this.now = this.valueOver(atMs - first.startMs, first.books, books);
    // A rate is judged when it is known that producers still produced at the window's end.
    if (this.waiting && this.waiting.atMs <= (interval.producedUntilMs ?? Number.POSITIVE_INFINITY)) this.sustained.add(this.waiting.atMs, this.waiting.value);
    this.waiting = undefined;
    const isWhole = atMs >= this.windowMs - 1e-6;
    if (this.now !== null && isWhole) {
      if (this.slo.metric === "throughputPerSecond") this.waiting = { atMs, value: this.now };
      else this.sustained.add(atMs, this.now);
    }
    for (const window of this.places) window.next();
    this.parts.push({ startMs: atMs, books });
  }

  /** The worst value so far; of a run shorter than the window that of the whole run; null when nothing was measured. */
  verdict(): { value: number | null; passed: boolean } {
    if (this.sustained.value !== null) return { value: this.sustained.value, passed: this.sustained.passed };
    const short = new Sustained(this.slo, 0);
    if (this.now !== null) short.add(0, this.now);
    return { value: short.value, passed: short.passed };
  }

  private valueOver(spanMs: number, first: Books, last: Books): number | null {
    const { metric, percentile } = this.slo;
    const worst = (values: readonly (number | null)[]): number | null => values.reduce((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);
    switch (metric) {
      case "throughputPerSecond": {
        const place = this.places.at(-1);
        const count = place ? place.sum(place.place.node?.role === "terminal" ? "in" : "out") : last.delivered - first.delivered;
        return spanMs > 0 ? (count * 1000) / spanMs : 0;
      }
      case "endToEndMs":
      case "waitMs":
      case "serviceMs":
        return worst(this.places.map((place) => place.value(percentile)));
      case "errorRate": {
        const attempts = this.places.reduce((sum, place) => sum + place.sum("in"), 0);
        return attempts === 0 ? null : this.places.reduce((sum, place) => sum + place.sum("errors"), 0) / attempts;
      }
      case "lost":
        return last.lost - first.lost;
      case "duplicates":
        return last.duplicates - first.duplicates;
      case "depth":
      case "lag":
        return worst(this.places.map((place) => place.depth)) ?? 0;
      case "utilization":
        return worst(this.places.map((place) => (place.sum("capacityMs") > 0 ? Math.min(1, place.sum("busyMs") / place.sum("capacityMs")) : null))) ?? 0;
    }
  }
}

/** How many events lie in a place, or before a group that reads it: a topic is as deep as its slowest group is behind (rule T4). */
export function depthOf({ depth, lag }: PlaceNow & { readonly lag?: Readonly<Record<string, readonly number[]>> }, group: string | undefined): number {
  const own = group === undefined ? undefined : lag?.[group];
  return own ? own.reduce((sum, count) => sum + count, 0) : depth;
}

function emptyTally(): Tally {
  return { in: 0, out: 0, errors: 0, busyMs: 0, capacityMs: 0, depth: 0 };
}
