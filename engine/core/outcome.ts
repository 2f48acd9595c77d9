import { emptyLedgerEntry, type LedgerEntry } from "../contract/ledger.ts";
import type { Effects, End, Put } from "./dispatch.ts";
import type { FlowEvent } from "./event.ts";
import { identityText } from "./identity.ts";

/**
 * What one event became, as a short text that a counter in Redis is named by: the source's index, then what ended and
 * what went on, each with its number. `0 delivered`; `0 p:3*2` — two children put into place 3; `0 p:3 +p:3` — one, and the same once more,
 * which is a duplicate (rule O4).
 */
export function outcomeOf(source: number, effects: Effects): string {
  if (effects.puts.length === 1 && effects.ends.length === 0) return `${source} ${putCode(effects.puts[0] as Put)}`;
  const [onlyEnd] = effects.ends;
  if (onlyEnd && effects.puts.length === 0 && effects.ends.length === 1) return `${source} ${endCode(onlyEnd)}`;
  const counts = new Map<string, number>();
  for (const put of effects.puts) increase(counts, putCode(put));
  for (const end of effects.ends) increase(counts, endCode(end));
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([part, count]) => (count === 1 ? part : `${part}*${count}`));
  return `${source} ${parts.join(" ")}`;
}

/** Stands between an outcome and the children that an audit is told of. */
const BAR = "|";
/** Before what became of the second of two events, where a channel delivers one twice. */
export const AGAIN = "+";

/** Tells what one event became: {@link outcomeOf}, or in a run that is audited {@link auditedOutcomeOf}. */
export type TellOutcome = (source: number, effects: Effects) => string;

/** An outcome and, behind a bar, every child by place and id, so that an audit can count by id (rule E4): `0 p:3|3.e0123456789abcdef`; a duplicate has a + before it. */
export function auditedOutcomeOf(source: number, effects: Effects): string {
  return `${outcomeOf(source, effects)}${BAR}${effects.puts.map(({ channel, event, isAgain }) => `${isAgain ? AGAIN : ""}${channel.index}.${identityText(event.high, event.low)}`).join(" ")}`;
}

/** The parts of what was told of an event; the children are undefined where nothing is audited. */
export function partsOfOutcome(told: string): { readonly outcome: string; readonly children: string | undefined } {
  const bar = told.indexOf(BAR);
  return bar < 0 ? { outcome: told, children: undefined } : { outcome: told.slice(0, bar), children: told.slice(bar + 1) };
}

/** What an audit is told of an event: its id, and its children by place and id. Several are separated by commas. */
export function recordOf({ high, low }: Pick<FlowEvent, "high" | "low">, children: string): string {
  return `${identityText(high, low)}>${children}`;
}

/** The events of a record, each with its children; the inverse of {@link recordOf}. */
export function recordedEvents(record: string): { readonly event: string; readonly children: string }[] {
  return record.split(",").map((each) => {
    const [event = "", children = ""] = each.split(">");
    return { event, children };
  });
}

function increase(counts: Map<string, number>, part: string): void {
  counts.set(part, (counts.get(part) ?? 0) + 1);
}

function putCode({ channel, isAgain }: Put): string {
  return `${isAgain ? AGAIN : ""}p:${channel.index}`;
}

function endCode({ as, reason, isAgain }: End): string {
  return `${isAgain ? AGAIN : ""}${as === "dropped" ? `x:${(reason ?? "unknown").replaceAll(/[\s*|]/g, "-")}` : as}`;
}

/** What an outcome adds to the ledger, and which channels it put how many children into. */
export interface OutcomeMeaning {
  readonly source: number;
  readonly entry: LedgerEntry;
  readonly puts: ReadonlyMap<number, number>;
}

/**
 * The inverse of {@link outcomeOf}, for one event. `groupsOf` tells how many groups read a place: so many children has one put
 * into a topic, and one that nobody reads ends there (rule E4).
 */
export function meaningOf(outcome: string, groupsOf: (place: number) => number = () => 1): OutcomeMeaning {
  const [source = "0", ...parts] = outcome.split(" ");
  const entry = emptyLedgerEntry();
  const puts = new Map<number, number>();
  let children = 0;
  for (const part of parts) {
    const [told = "", times] = part.split("*");
    const count = times === undefined ? 1 : Number(times);
    const isAgain = told.startsWith(AGAIN);
    const code = isAgain ? told.slice(AGAIN.length) : told;
    let made = count;
    if (code.startsWith("p:")) {
      const place = Number(code.slice(2));
      const groups = groupsOf(place);
      puts.set(place, (puts.get(place) ?? 0) + count * groups);
      if (groups === 0) entry.consumed += count;
      else made = count * groups;
    } else if (code.startsWith("x:")) entry.dropped[code.slice(2)] = (entry.dropped[code.slice(2)] ?? 0) + count;
    else entry[code as "delivered" | "consumed" | "filtered" | "absorbed" | "deduplicated" | "failed"] += count;
    if (isAgain) entry.duplicated += made;
    else children += made;
  }
  entry.copies = Math.max(0, children - 1);
  return { source: Number(source), entry, puts };
}

/** Adds `times` times an entry to another. */
export function addEntry(total: LedgerEntry, entry: LedgerEntry, times: number): void {
  for (const [line, count] of Object.entries(entry) as [keyof LedgerEntry, number | Record<string, number>][]) {
    if (typeof count === "number") (total[line] as number) += count * times;
    else for (const [reason, n] of Object.entries(count)) total.dropped[reason] = (total.dropped[reason] ?? 0) + n * times;
  }
}
