/** What a cache holds: keys, and when each entry is too old. Values are not kept: events have none. */
export interface CacheStore {
  readonly size: number;
  /** Whether the key is there and young enough; counts as a use of it. */
  has(key: string, atMs: number): boolean;
  /** Keeps a key, in place of another one when there is no room. */
  add(key: string, untilMs: number): void;
  remove(key: string): void;
  resize(capacity: number): void;
}

/** The least recently used entry goes first. A map remembers the order in which keys were put into it. */
export class LruStore implements CacheStore {
  private readonly entries = new Map<string, number>();

  constructor(private capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  has(key: string, atMs: number): boolean {
    const untilMs = this.entries.get(key);
    if (untilMs === undefined) return false;
    this.entries.delete(key);
    if (untilMs <= atMs) return false;
    this.entries.set(key, untilMs);
    return true;
  }

  add(key: string, untilMs: number): void {
    this.entries.delete(key);
    this.makeRoom(1);
    this.entries.set(key, untilMs);
  }

  remove(key: string): void {
    this.entries.delete(key);
  }

  resize(capacity: number): void {
    this.capacity = capacity;
    this.makeRoom(0);
  }

  private makeRoom(more: number): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size + more <= this.capacity) return;
      this.entries.delete(key);
    }
  }
}

interface Used {
  readonly untilMs: number;
  uses: number;
}

/**
 * The least frequently used entry goes first; among those, the least recently used. Uses count from when the entry came. Constant time, by a
 * list of keys for each number of uses (Shah, Mitra and Matani 2010).
 */
export class LfuStore implements CacheStore {
  private readonly entries = new Map<string, Used>();
  private readonly byUses = new Map<number, Set<string>>();
  private fewest = 0;

  constructor(private capacity: number) {}

  get size(): number {
    return this.entries.size;
  }

  has(key: string, atMs: number): boolean {
    const entry = this.entries.get(key);
    if (!entry) return false;
    if (entry.untilMs <= atMs) {
      this.remove(key);
      return false;
    }
    this.unlist(key, entry.uses);
    this.list(key, ++entry.uses);
    return true;
  }

  add(key: string, untilMs: number): void {
    this.remove(key);
    this.makeRoom(1);
    this.entries.set(key, { untilMs, uses: 1 });
    this.list(key, 1);
    this.fewest = 1;
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.unlist(key, entry.uses);
  }

  resize(capacity: number): void {
    this.capacity = capacity;
    this.makeRoom(0);
  }

  private makeRoom(more: number): void {
    while (this.entries.size > 0 && this.entries.size + more > this.capacity) {
      while (!this.byUses.has(this.fewest)) this.fewest++;
      const [oldest] = this.byUses.get(this.fewest) ?? [];
      if (oldest === undefined) return;
      this.remove(oldest);
    }
  }

  private list(key: string, uses: number): void {
    const keys = this.byUses.get(uses);
    if (keys) keys.add(key);
    else this.byUses.set(uses, new Set([key]));
  }

  private unlist(key: string, uses: number): void {
    const keys = this.byUses.get(uses);
    keys?.delete(key);
    if (keys?.size === 0) this.byUses.delete(uses);
  }
}
