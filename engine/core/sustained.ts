import type { Slo } from "../../design/document/schema.ts";

/** Whether a value meets an SLO. */
export function meets({ op, value: target }: Pick<Slo, "op" | "value">, value: number): boolean {
  if (op === "<=") return value <= target;
  return op === ">=" ? value >= target : value === target;
}

/**
 * The worst value that held for a time (rule O5): of the values in each stretch of `forMs` the best, and of these the worst. An SLO
 * is missed exactly when that value misses it. With `forMs` 0 it is simply the worst value.
 */
export class Sustained {
  /** Values of the last stretch that may still be its best, oldest first, each better than those before it. */
  private recent: { readonly atMs: number; readonly value: number }[] = [];
  private firstMs: number | undefined;
  private found: number | undefined;

  constructor(
    private readonly slo: Pick<Slo, "op" | "value">,
    private readonly forMs: number,
  ) {}

  add(atMs: number, value: number): void {
    this.firstMs ??= atMs;
    while (this.recent.length > 0 && this.badness((this.recent.at(-1) as { value: number }).value) >= this.badness(value)) this.recent.pop();
    this.recent.push({ atMs, value });
    while (this.recent.length > 1 && (this.recent[0] as { atMs: number }).atMs < atMs - this.forMs) this.recent.shift();
    if (atMs - this.firstMs < this.forMs) return;
    const best = (this.recent[0] as { value: number }).value;
    if (this.found === undefined || this.badness(best) > this.badness(this.found)) this.found = best;
  }

  /** The worst value that held for so long; where no stretch was long enough yet, the best there was; null for none. */
  get value(): number | null {
    return this.found ?? this.recent[0]?.value ?? null;
  }

  /** Whether nothing bad held for long enough. A value that is never measured is not met. */
  get passed(): boolean {
    if (this.found !== undefined) return meets(this.slo, this.found);
    return this.firstMs !== undefined;
  }

  private badness(value: number): number {
    if (this.slo.op === "<=") return value;
    return this.slo.op === ">=" ? -value : Math.abs(value - this.slo.value);
  }
}
