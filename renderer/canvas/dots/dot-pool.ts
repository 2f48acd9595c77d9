/**
 * Dots that are on their way, as parallel arrays: no object per dot, no work for the garbage collector. A dot's place is
 * its index, which changes when another dot ends.
 */
export interface DotPool {
  readonly capacity: number;
  readonly count: () => number;
  /** Number of the edge that a dot is on; see the edge table. */
  readonly edges: Int32Array;
  /** When it set off, ms of design time. */
  readonly starts: Float64Array;
  /** 1 for a dot that failed. */
  readonly failed: Uint8Array;
  /** Hash of its root, for thinning. */
  readonly hashes: Uint32Array;
  /** The event that the producer emitted and that this one descends from. */
  readonly rootAt: (index: number) => string;
  /** False when the pool is full; the dot is then not shown. */
  readonly add: (edge: number, startMs: number, failed: boolean, root: string, hash: number) => boolean;
  /** Removes the dots for which `gone` holds. */
  readonly removeWhere: (gone: (index: number) => boolean) => void;
  readonly clear: () => void;
}

/** An empty pool for at most `capacity` dots. */
export function createDotPool(capacity: number): DotPool {
  const edges = new Int32Array(capacity);
  const starts = new Float64Array(capacity);
  const failed = new Uint8Array(capacity);
  const hashes = new Uint32Array(capacity);
  const roots: string[] = [];
  let count = 0;

  function moveLastTo(index: number): void {
    count -= 1;
    edges[index] = edges[count] ?? 0;
    starts[index] = starts[count] ?? 0;
    failed[index] = failed[count] ?? 0;
    hashes[index] = hashes[count] ?? 0;
    roots[index] = roots[count] ?? "";
    roots.length = count;
  }

  return {
    capacity,
    edges,
    starts,
    failed,
    hashes,
    count: () => count,
    rootAt: (index) => roots[index] ?? "",
    add(edge, startMs, hasFailed, root, hash) {
      if (count >= capacity) return false;
      edges[count] = edge;
      starts[count] = startMs;
      failed[count] = hasFailed ? 1 : 0;
      hashes[count] = hash;
      roots[count] = root;
      count += 1;
      return true;
    },
    removeWhere(gone) {
      for (let index = count - 1; index >= 0; index -= 1) if (gone(index)) moveLastTo(index);
    },
    clear() {
      count = 0;
      roots.length = 0;
    },
  };
}
