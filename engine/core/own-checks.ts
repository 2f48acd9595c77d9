import type { Checks } from "../kinds/behaviour.ts";
import type { Wiring } from "./wiring.ts";

/**
 * The checks that nodes make at times of their own (rule R5), for one process or for a whole forecast. They are no part of what
 * happens to events: a run does not go on for their sake, and no step ends at one.
 */
export class OwnChecks {
  /** Design time at which the next one is due; Infinity where there is none. */
  nextMs = Number.POSITIVE_INFINITY;
  private all: Checks[] = [];

  constructor(private readonly wiring: Wiring) {
    this.update();
  }

  /** Takes over what was set anew. */
  update(): void {
    this.all = this.wiring.places.flatMap(({ behaviour }) => (behaviour.role === "inline" && behaviour.checks ? [behaviour.checks] : []));
    this.look();
  }

  /** Makes those that are due. */
  advance(nowMs: number): void {
    if (nowMs < this.nextMs) return;
    for (const checks of this.all) checks.advance(nowMs);
    this.look();
  }

  private look(): void {
    this.nextMs = this.all.reduce((next, checks) => Math.min(next, checks.nextMs()), Number.POSITIVE_INFINITY);
  }
}
