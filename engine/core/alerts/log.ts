import type { AlertActionState, AlertRecord } from "../../contract/alerts.ts";

/** Lines that the report lists; a run with more tells the number of all. */
const MOST_LISTED = 1000;
/** Lines that a run's state shows. */
const MOST_SHOWN = 50;

/** What the alerts of a run did and why (rule O6): the first lines are kept for the report, the last ones for the screen. */
export class AlertLog {
  private readonly first: AlertRecord[] = [];
  private readonly last: AlertRecord[] = [];
  private readonly open = new Map<string, AlertRecord[]>();
  count = 0;

  /** Adds a line; `actions` may be changed until all is known of them. */
  add(line: Omit<AlertRecord, "seq" | "resolvedMs" | "again">): AlertRecord {
    const before = this.open.get(line.alert) ?? [];
    const record: AlertRecord = { seq: ++this.count, ...line, again: before.length, resolvedMs: null };
    if (this.first.length < MOST_LISTED) this.first.push(record);
    this.last.push(record);
    if (this.last.length > MOST_SHOWN) this.last.shift();
    this.open.set(line.alert, [...before, record]);
    return record;
  }

  /** An alert fires no longer; returns the line with which it began to. */
  resolve(alert: string, atMs: number, by: NonNullable<AlertRecord["resolvedBy"]>): AlertRecord | undefined {
    const records = this.open.get(alert) ?? [];
    this.open.delete(alert);
    for (const record of records) Object.assign(record, { resolvedMs: atMs, resolvedBy: by });
    return records[0];
  }

  /** Copies, because lines change. */
  shown(): AlertRecord[] {
    return this.last.map(copied);
  }

  report(): { count: number; log: AlertRecord[] } {
    return { count: this.count, log: this.first.map(copied) };
  }
}

function copied(record: AlertRecord): AlertRecord {
  return { ...record, actions: record.actions.map((action): AlertActionState => ({ ...action })) };
}
