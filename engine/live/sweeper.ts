import type { Timer } from "../core/clock.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { Outlet } from "./outlet.ts";

/** How often a queue of which no event is known to expire is looked at, ms on the wall clock: at least and at most. */
const LOOK_MS = { least: 5, most: 50 };

/** A queue whose events leave without a worker. */
interface Swept {
  readonly place: Place;
  /** When its next event expires. */
  due: Timer | undefined;
  look: ReturnType<typeof setTimeout> | undefined;
  /** Names of those that are on their way out. */
  readonly inHand: Set<string>;
}

/**
 * Takes expired events out of queues (rule Q6), whether or not anybody reads them, and finishes what a process that died had
 * taken out. One process of a run does so.
 */
export class Sweeper {
  private readonly swept = new Map<Place, Swept>();
  private looking = 0;
  private closed = false;

  constructor(
    private readonly wiring: Wiring,
    private readonly clock: RunClock,
    private readonly outlet: Outlet,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Begins with the queues whose settings ask for it, also after these changed. One that did so before goes on, for what it holds. */
  update(): void {
    for (const place of this.wiring.keepers) {
      if (place.behaviour.role !== "channel" || this.swept.has(place)) continue;
      const { ttlMs, overflow, maxLength } = place.behaviour.settings;
      if (ttlMs === undefined && (maxLength === undefined || overflow !== "drop-head")) continue;
      const swept: Swept = { place, due: undefined, look: undefined, inHand: new Set() };
      this.swept.set(place, swept);
      this.sweep(swept, 0);
    }
  }

  /** Events on their way out, or being looked for. */
  get inTransit(): number {
    return this.looking + this.outlet.inTransit;
  }

  close(): void {
    this.closed = true;
    for (const { due, look } of this.swept.values()) {
      due?.cancel();
      clearTimeout(look);
    }
  }

  /** Looks once, and again when the next event expires. `dueMs` is when one is known to: its timer may fire a moment early. */
  private sweep(swept: Swept, dueMs: number): void {
    clearTimeout(swept.look);
    this.looking++;
    void this.takeExpired(swept, Math.max(this.clock.now(), dueMs))
      .catch((error: unknown) => {
        this.onError(error instanceof Error ? error : new Error(String(error)));
        return Number.POSITIVE_INFINITY;
      })
      .then((nextMs) => {
        this.looking--;
        if (this.closed) return;
        if (nextMs === Number.POSITIVE_INFINITY) swept.look = setTimeout(() => this.sweep(swept, 0), this.lookMs(swept.place));
        else swept.due = this.clock.at(nextMs, () => this.sweep(swept, nextMs));
      });
  }

  private async takeExpired(swept: Swept, nowMs: number): Promise<number> {
    const { claims, nextMs } = await this.outlet.claimExpired(swept.place, nowMs);
    for (const claim of claims) {
      // Claimed again because it takes its time: that only renews the claim.
      if (swept.inHand.has(claim.member)) continue;
      swept.inHand.add(claim.member);
      const atMs = claim.reason === "expired" ? Number(claim.envelope.expiresms ?? nowMs) : nowMs;
      void this.outlet
        .letGo(swept.place, claim, atMs)
        .catch(this.onError)
        .finally(() => swept.inHand.delete(claim.member));
    }
    return nextMs;
  }

  private lookMs(place: Place): number {
    const ttlMs = place.behaviour.role === "channel" ? (place.behaviour.settings.ttlMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    return Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, ttlMs / this.clock.current.speed / 4));
  }
}
