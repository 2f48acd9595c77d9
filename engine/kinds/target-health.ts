/** When a target leaves and returns. */
export interface HealthCheck {
  readonly everyMs: number;
  readonly unhealthyAfter: number;
  readonly healthyAfter: number;
}

interface Record {
  isIn: boolean;
  /** Checks in a row that say otherwise. */
  against: number;
}

/**
 * Which targets of a load balancer are in (rule R5). Checks are due at every multiple of their interval and are made up for when
 * the next event or call comes: between two of them nobody asks.
 */
export class TargetHealth {
  private readonly records = new Map<string, Record>();
  private made = 0;

  /** Makes the checks that are due. `check` tells what the `n`-th check of a target finds. */
  update(settings: HealthCheck, targets: readonly string[], atMs: number, check: (target: string, n: number) => boolean): void {
    const due = Math.floor(atMs / settings.everyMs);
    if (due <= this.made) return;
    // Before the last few, checks cannot matter any more: they would all have found the same.
    const first = Math.max(this.made + 1, due - Math.max(settings.unhealthyAfter, settings.healthyAfter) - 1);
    for (let n = first; n <= due; n++) for (const target of targets) this.found(settings, target, check(target, n));
    this.made = due;
  }

  isIn(target: string): boolean {
    return this.records.get(target)?.isIn ?? true;
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
