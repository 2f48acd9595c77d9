/** What is known of one id. */
export interface Known {
  /** Index of the place that it came to, or comes from. */
  readonly place: number;
  readonly claimed: boolean;
  readonly puts: number;
  readonly ends: number;
  /** It is there now, or was when that was marked. */
  readonly present: number;
}

/** Slots at first; a power of two. */
const FIRST_SLOTS = 1 << 12;
/** The fullest that the table gets before it grows. */
const FULL = 0.6;
const MOST = 255;

const COUNTS = ["claims", "puts", "ends", "present"] as const;
/** What is counted of an id; each up to 255. */
export type Counted = (typeof COUNTS)[number];

/** Slots of the table: 14 bytes each. `places` holds the index plus one, 0 where a slot is empty. */
interface Slots {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly places: Uint16Array;
  readonly counts: Readonly<Record<Counted, Uint8Array>>;
}

function slots(size: number): Slots {
  const counts = (): Uint8Array => new Uint8Array(size);
  return { high: new Uint32Array(size), low: new Uint32Array(size), places: new Uint16Array(size), counts: { claims: counts(), puts: counts(), ends: counts(), present: counts() } };
}

/** Counts by id for millions of events: open addressing in typed arrays, some 30 bytes an id where a map would take five times that. */
export class IdTable {
  private slots = slots(FIRST_SLOTS);
  size = 0;

  /** Counts once more; the first place that an id is named with stays. */
  count(high: number, low: number, place: number, what: Counted): void {
    const slot = this.slotOf(high, low, place);
    const counts = this.slots.counts[what];
    counts[slot] = Math.min(MOST, (counts[slot] as number) + 1);
  }

  /** Forgets which ids are there now. */
  clearPresent(): void {
    this.slots.counts.present.fill(0);
  }

  /** Calls back with every id; in no order. */
  forEach(visit: (high: number, low: number, known: Known) => void): void {
    const { high, low, places, counts } = this.slots;
    for (let slot = 0; slot < places.length; slot++) {
      const place = places[slot] as number;
      if (place === 0) continue;
      const known = { place: place - 1, claimed: (counts.claims[slot] as number) > 0, puts: counts.puts[slot] as number, ends: counts.ends[slot] as number, present: counts.present[slot] as number };
      visit(high[slot] as number, low[slot] as number, known);
    }
  }

  private slotOf(high: number, low: number, place: number): number {
    const found = find(this.slots, high, low);
    if (this.slots.places[found] !== 0) return found;
    if (this.size >= this.slots.places.length * FULL) {
      this.grow();
      return this.slotOf(high, low, place);
    }
    this.size++;
    return take(this.slots, found, high, low, place + 1);
  }

  private grow(): void {
    const before = this.slots;
    const after = slots(before.places.length * 2);
    for (let slot = 0; slot < before.places.length; slot++) {
      const place = before.places[slot] as number;
      if (place === 0) continue;
      const [high, low] = [before.high[slot] as number, before.low[slot] as number];
      const to = take(after, find(after, high, low), high, low, place);
      for (const what of COUNTS) after.counts[what][to] = before.counts[what][slot] as number;
    }
    this.slots = after;
  }
}

/** The slot of an id, or the empty one that it would get. Ids are hashes already: their low bits will do. */
function find({ high, low, places }: Slots, wantedHigh: number, wantedLow: number): number {
  const mask = places.length - 1;
  const [unsignedHigh, unsignedLow] = [wantedHigh >>> 0, wantedLow >>> 0];
  let slot = unsignedLow & mask;
  while (places[slot] !== 0 && (high[slot] !== unsignedHigh || low[slot] !== unsignedLow)) slot = (slot + 1) & mask;
  return slot;
}

function take({ high, low, places }: Slots, slot: number, ownHigh: number, ownLow: number, place: number): number {
  high[slot] = ownHigh;
  low[slot] = ownLow;
  places[slot] = place;
  return slot;
}
