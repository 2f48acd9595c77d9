import type { Sample } from "../../../engine/contract/sample.ts";
import type { DotPool } from "./dot-pool.ts";
import { hashOf } from "../../../engine/contract/root-hash.ts";

/** Turns samples into dots, and into fewer of them where there are too many. */
export interface DotFeed {
  /** Adds the moves among samples. `edgeNumber` gives -1 for an edge that is not drawn. */
  accept(samples: readonly Sample[], edgeNumber: (edge: string) => number): void;
  /** Removes the dots that have arrived by `nowMs`, and lets more through when there is room for good. */
  advance(nowMs: number, crossingMs: number): void;
  /**
   * The share of samples that are kept: those whose root's hash is low. Whole paths are kept or left out, so that an event
   * which is shown on one edge is shown on all.
   */
  keptShare(): number;
  /** Fewer dots on a machine that cannot draw so many: at most this many, up to the pool's capacity. */
  setBudget(dots: number): void;
  reset(): void;
}

const HIGHEST_HASH = 0xffffffff;
/** Each time there are too many, so much of them is kept. */
const STEP = 0.75;
/** After so long with room to spare more are let through, ms of design time. */
const CALM_MS = 1000;
const ROOM = 0.5;

/** A feed into `pool` with its whole capacity as budget. */
export function createDotFeed(pool: DotPool): DotFeed {
  let keptShare = 1;
  let budget = pool.capacity;
  let calmSinceMs: number | null = null;

  function isKept(hash: number): boolean {
    return hash <= keptShare * HIGHEST_HASH;
  }

  function thinOut(): void {
    while (pool.count() >= budget && keptShare > 1e-6) {
      keptShare *= STEP;
      pool.removeWhere((index) => !isKept(pool.hashes[index] ?? 0));
    }
  }

  return {
    accept(samples, edgeNumber) {
      for (const sample of samples) {
        if (sample.type !== "move") continue;
        const hash = hashOf(sample.root);
        if (!isKept(hash)) continue;
        if (pool.count() >= budget) thinOut();
        if (!isKept(hash) || pool.count() >= budget) continue;
        const edge = edgeNumber(sample.edge);
        if (edge >= 0) pool.add(edge, sample.atMs, sample.failed, sample.root, hash);
      }
    },
    advance(nowMs, crossing) {
      pool.removeWhere((index) => (pool.starts[index] ?? 0) + crossing <= nowMs);
      if (keptShare === 1 || pool.count() >= budget * ROOM) {
        calmSinceMs = null;
        return;
      }
      calmSinceMs ??= nowMs;
      if (nowMs - calmSinceMs < CALM_MS) return;
      keptShare = Math.min(1, keptShare / STEP);
      calmSinceMs = nowMs;
    },
    keptShare: () => keptShare,
    setBudget(dots) {
      budget = Math.max(1, Math.min(pool.capacity, dots));
      thinOut();
    },
    reset() {
      pool.clear();
      keptShare = 1;
      calmSinceMs = null;
    },
  };
}
