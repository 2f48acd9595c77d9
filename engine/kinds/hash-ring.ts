import { hashText } from "../core/random.ts";

/** Points that a target of weight 1 has on the ring; with 160, as ketama has it, shares differ by a tenth or so. */
const POINTS = 160;

/**
 * Consistent hashing (Karger et al. 1997): a key belongs to the first point at or after its hash, so that a target that
 * leaves gives away its own keys only, and the others keep theirs.
 */
export class HashRing {
  private readonly points: { readonly hash: number; readonly target: number }[];

  /** Targets by name; a target's points follow from its name alone. */
  constructor(targets: readonly { readonly name: string; readonly weight: number }[]) {
    this.points = targets
      .flatMap(({ name, weight }, target) => Array.from({ length: Math.round(POINTS * weight) }, (_, n) => ({ hash: hashText(`${name}#${n}`) >>> 0, target })))
      .sort((a, b) => a.hash - b.hash || a.target - b.target);
  }

  /** The index of the key's target among those that `mayTake` it; undefined when none may. */
  targetOf(key: string, mayTake: (target: number) => boolean = () => true): number | undefined {
    const { points } = this;
    const hash = hashText(key) >>> 0;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle]?.hash ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    for (let step = 0; step < points.length; step++) {
      const target = points[(low + step) % points.length]?.target;
      if (target !== undefined && mayTake(target)) return target;
    }
    return undefined;
  }
}
