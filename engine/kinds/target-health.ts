/** When a target leaves and returns. */
export interface HealthCheck {
  readonly everyMs: number;
  readonly unhealthyAfter: number;
  readonly healthyAfter: number;
}

/** Checks that are made up for at most, when time has jumped. */
const MOST_MADE_UP = 1000;

interface Record {
  isIn: boolean;
  /** Checks in a row that say otherwise. */
  against: number;
}

/** Which targets of a load balancer are in (rule R5). A check is due at every multiple of the interval. */
export class TargetHealth {
  private readonly records = new Map<string, Record>();
  private everyMs = 1;
  /** Number of the last check that was made, in intervals of `everyMs`. */
  private made = 0;

  /** Design time of the next check, ms. */
  nextMs({ everyMs }: HealthCheck): number {
    this.goBy(everyMs);
    return (this.made + 1) * everyMs;
  }

  /** Makes the checks that are due. `check` tells what the `n`-th check of a target, at `atMs`, finds. */
  advance(settings: HealthCheck, targets: readonly string[], nowMs: number, check: (target: string, n: number, atMs: number) => boolean): void {
    const { everyMs } = settings;
    this.goBy(everyMs);
    this.made = Math.max(this.made, Math.floor(nowMs / everyMs) - MOST_MADE_UP);
    while (this.nextMs(settings) <= nowMs) {
      const n = ++this.made;
      for (const target of targets) this.found(settings, target, check(target, n, n * everyMs));
    }
  }

  isIn(target: string): boolean {
    return this.records.get(target)?.isIn ?? true;
  }

  /** Counts what was made in intervals of another length. */
  private goBy(everyMs: number): void {
    if (everyMs === this.everyMs) return;
    this.made = Math.floor((this.made * this.everyMs) / everyMs);
    this.everyMs = everyMs;
  }

  private found({ unhealthyAfter, healthyAfter }: HealthCheck, target: string, isHealthy: boolean): void {
    const record = this.records.get(target) ?? { isIn: true, against: 0 };
    this.records.set(target, record);
    record.against = isHealthy === record.isIn ? 0 : record.against + 1;
    if (record.against < (record.isIn ? unhealthyAfter : healthyAfter)) return;
    record.isIn = !record.isIn;
    record.against = 0;
  }
}
