/** What a look at an alert's condition leads to. */
export type AlertTurn = "fires" | "again" | "resolves";

/**
 * Where an alert stands (rule O6): inactive until its condition holds, pending until that has lasted for `forMs` (as `for` of a Prometheus rule) and
 * the cooldown since its actions were last taken is over, firing until it holds no longer. While it fires it acts again whenever the
 * cooldown is over. Times are design time, ms. Pure.
 */
export class AlertMachine {
  phase: "inactive" | "pending" | "firing" = "inactive";
  sinceMs = 0;
  private actedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly forMs: number,
    private readonly cooldownMs: number,
  ) {}

  /** Its condition was looked at. */
  look(atMs: number, holds: boolean): AlertTurn | undefined {
    if (!holds) {
      const was = this.phase;
      if (was !== "inactive") this.enter("inactive", atMs);
      return was === "firing" ? "resolves" : undefined;
    }
    if (this.phase === "inactive") this.enter("pending", atMs);
    const isReady = atMs - this.actedMs >= this.cooldownMs;
    if (!isReady || (this.phase === "pending" && atMs - this.sinceMs < this.forMs)) return undefined;
    this.actedMs = atMs;
    if (this.phase === "firing") return "again";
    this.enter("firing", atMs);
    return "fires";
  }

  private enter(phase: AlertMachine["phase"], atMs: number): void {
    this.phase = phase;
    this.sinceMs = atMs;
  }
}
