import type { Coarse } from "../../../design/coarse/coarsen.ts";
import type { Ledger, LedgerEntry } from "../../contract/ledger.ts";
import { closed } from "../../core/ledger.ts";
import type { ConsumerCounts } from "../../core/scaling-loop.ts";
import type { Place, Wiring } from "../../core/wiring.ts";
import { stretched, type HistogramDelta } from "../../metrics/histogram.ts";
import type { PlaceNow } from "../../metrics/place-totals.ts";
import type { MetricsDelta, PlaceDelta } from "../../metrics/recorder.ts";

/**
 * Makes what a coarse simulation measured what the design's own events would have been (rule F6): every count times k, times of service by
 * as much shorter as they were simulated longer. Waits and end-to-end times are as they were simulated.
 */
export class Magnifier {
  private readonly k: number;
  /** By place: so many times as long as really its service was simulated. */
  private readonly stretch: readonly number[];

  constructor({ eachStandsFor, stretch }: Pick<Coarse, "eachStandsFor" | "stretch">, wiring: Wiring) {
    this.k = eachStandsFor;
    this.stretch = wiring.places.map((place) => stretch.get(place.id) ?? stretchOfReaders(place, wiring, stretch));
  }

  delta({ places, edges, samples }: MetricsDelta): MetricsDelta {
    const { k } = this;
    return { places: places.map((place) => this.placeDelta(place)), edges: edges.map((value, index) => (index % 4 === 0 ? value : value * k)), samples };
  }

  /** How a place stands; of those that serve at once, as many slots are busy as really would be. */
  now(place: number, now: PlaceNow): PlaceNow {
    const { k } = this;
    const { depth, inFlight, capacity, lag } = now;
    const slots = capacity > 0 ? k / (this.stretch[place] ?? 1) : k;
    return {
      ...now,
      depth: depth * k,
      inFlight: inFlight * slots,
      capacity: capacity * slots,
      ...(lag && { lag: Object.fromEntries(Object.entries(lag).map(([group, lags]) => [group, lags.map((each) => each * k)])) }),
    };
  }

  ledger(ledger: Ledger): Ledger {
    const { k } = this;
    const { bySource, lost } = ledger;
    const sources = bySource && Object.fromEntries(Object.entries(bySource).map(([id, entry]) => [id, magnifiedEntry(entry, k)]));
    // What is balanced in simulated events is so in those that they stand for.
    return closed(magnifiedEntry(ledger, k), lost * k, sources);
  }

  private placeDelta(delta: PlaceDelta): PlaceDelta {
    const { k } = this;
    const stretch = this.stretch[delta.place] ?? 1;
    const { in: into, out, errors, retries, stalls, duplicates, deadLetters, refused, busyMs, capacityMs, hits, misses, wait, service, endToEnd } = delta;
    return {
      place: delta.place,
      in: into * k,
      out: out * k,
      errors: errors * k,
      retries: retries * k,
      stalls: stalls * k,
      duplicates: duplicates * k,
      deadLetters: deadLetters * k,
      refused: refused * k,
      busyMs: (busyMs * k) / stretch,
      capacityMs: (capacityMs * k) / stretch,
      hits: hits * k,
      misses: misses * k,
      ...(wait && { wait: multiplied(wait, k) }),
      ...(service && { service: multiplied(stretched(service, 1 / stretch), k) }),
      ...(endToEnd && { endToEnd: multiplied(endToEnd, k) }),
    };
  }
}

/** What autoscalers are told (rule O1): counts of events, not of simulated ones. */
export function magnifiedCounts(counts: ConsumerCounts, k: number): ConsumerCounts {
  if (k === 1) return counts;
  const { lag, arrived, taken, waitedMs, busyMs, capacityMs } = counts;
  return { lag: lag * k, arrived: arrived * k, taken: taken * k, waitedMs: waitedMs * k, busyMs, capacityMs };
}

function multiplied({ buckets, sum, max }: HistogramDelta, k: number): HistogramDelta {
  return { buckets: buckets.map((value, index) => (index % 2 === 0 ? value : value * k)), sum: sum * k, max };
}

function magnifiedEntry(entry: LedgerEntry, k: number): LedgerEntry {
  const { produced, copies, duplicated, delivered, consumed, filtered, absorbed, deduplicated, dropped, deadLettered, failed, inFlight } = entry;
  return {
    produced: produced * k,
    copies: copies * k,
    duplicated: duplicated * k,
    delivered: delivered * k,
    consumed: consumed * k,
    filtered: filtered * k,
    absorbed: absorbed * k,
    deduplicated: deduplicated * k,
    dropped: Object.fromEntries(Object.entries(dropped).map(([reason, n]) => [reason, n * k])),
    deadLettered: deadLettered * k,
    failed: failed * k,
    inFlight: inFlight * k,
  };
}

/** A channel's times of service are those of who reads it; where they differ, of the first. */
function stretchOfReaders(place: Place, { readings, logReadings }: Wiring, stretch: ReadonlyMap<string, number>): number {
  const reader = readings.find(({ channel }) => channel === place)?.consumer ?? logReadings.find(({ log }) => log === place)?.consumer;
  return (reader && stretch.get(reader.id)) ?? 1;
}
