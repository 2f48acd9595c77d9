/**
 * The mean rate of what leaves a place. What a run drains after its producers have ended is no part of the rate at which it kept up with
 * them, and yet it is all that a batch shows: the rate is therefore the higher of two means, that of the time in which producers produced, and
 * that of the time until the last event left. Neither exceeds what the place can do.
 */
export class Throughput {
  private count = 0;
  private whileProducing = 0;
  private lastMs = 0;
  /** End of the first interval: a batch that is out within it has been worked off for that long. */
  private firstMs: number | undefined;

  /** Adds what left in an interval that ended at `atMs`, ms of design time; `producing` while producers did at its beginning. */
  add(count: number, atMs: number, producing: boolean): void {
    this.firstMs ??= atMs;
    if (count === 0) return;
    this.count += count;
    this.lastMs = atMs;
    if (producing) this.whileProducing = this.count;
  }

  /** Events per second, where producers produced for `durationMs`. */
  perSecond(durationMs: number): number {
    const producedMs = Math.max(durationMs, this.firstMs ?? 0);
    return Math.max(rate(this.whileProducing, producedMs), rate(this.count, Math.max(producedMs, this.lastMs)));
  }
}

function rate(count: number, ms: number): number {
  return ms > 0 ? (count * 1000) / ms : 0;
}
