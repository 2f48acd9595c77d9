import type { AlertRecord } from "../../contract/alerts.ts";

/** What the alerts of a run did, added up from the last lines of its log, as states show them (rule O6). */
export class AlertCounts {
  /** How often each alert took its actions. */
  readonly fired = new Map<string, number>();
  /** By alert, action and what became of it, joined by spaces, which none of them has. */
  readonly actions = new Map<string, number>();
  private lastSeq = 0;
  /** Actions of lines that are still shown whose outcome was counted. */
  private counted = new Set<string>();

  hear(records: readonly AlertRecord[]): void {
    const stillShown = new Set<string>();
    for (const { seq, alert, actions } of records) {
      if (seq > this.lastSeq) {
        this.lastSeq = seq;
        increase(this.fired, alert);
      }
      for (const [n, { action, result }] of actions.entries()) {
        const key = `${seq} ${n}`;
        if (result === "begun") continue;
        stillShown.add(key);
        if (!this.counted.has(key)) increase(this.actions, `${alert} ${action} ${result}`);
      }
    }
    this.counted = stillShown;
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
