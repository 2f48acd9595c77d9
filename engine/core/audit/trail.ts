import type { AuditReport } from "../../contract/audit.ts";
import { identityText, parseIdentity } from "../identity.ts";
import { IdTable, type Counted } from "./id-table.ts";

/** Most ids that a report names of each sort. */
const MOST_NAMED = 1000;

/** A place as an audit sees it. */
export interface AuditedPlace {
  readonly id: string;
  /** A source's events end there, as its children; what is put into a topic stays there. */
  readonly is: "source" | "queue" | "topic";
  /** Groups that read it, of a topic: an event in it is one for each (rule E4); 1 elsewhere. */
  readonly groups: number;
}

/** What is there when an audit is closed; by place. */
export interface AuditEnd {
  /** Ids in queues and dead letters; of a topic those that groups have not committed, once for each. */
  readonly present: ReadonlyMap<number, readonly string[]>;
  /** Children whose makers a full channel holds back, so that they have claimed nothing yet. */
  readonly early: readonly { readonly id: string }[];
  /** What the ledger found by difference: more is duplicated, less is lost. */
  readonly surplus: ReadonlyMap<number, number>;
}

/**
 * Every event's birth and ends by id, from what Redis recorded in the steps that did them. An event is born when whoever makes it claims it, or
 * when it comes to its channel, whichever is recorded: the first without the second is a loss, the second without the first a duplicate.
 */
export class AuditTrail {
  private readonly ids = new IdTable();
  /** Children that channels recognised by their ids and left out (rule E2). */
  private recognised = 0;
  private readonly repetitions = new Map<string, number>();
  /** Deliveries that were cut short. */
  private redelivered = 0;

  constructor(private readonly places: readonly AuditedPlace[]) {}

  /** Whoever made an event says that it is in a channel; or a source, that it emitted it: it ended there, or went on as its children. Saying it twice changes nothing. */
  claimed(place: number, id: string): void {
    this.count(place, id, "claims");
  }

  /** It was put into a channel that delivers some events twice, as the second one (rule O4): a duplicate that somebody claims. */
  repeated(place: number, id: string): void {
    this.repetitions.set(id, place);
  }

  /** It came to its channel. */
  put(place: number, id: string): void {
    this.count(place, id, "puts");
  }

  /** It left its channel for good. */
  ended(place: number, id: string): void {
    this.count(place, id, "ends");
  }

  countRecognised(times = 1): void {
    this.recognised += times;
  }

  countRedelivered(): void {
    this.redelivered++;
  }

  /** Closes the audit. */
  report({ present, early, surplus }: AuditEnd): AuditReport {
    this.ids.clearPresent();
    for (const [place, ids] of present) for (const id of ids) this.count(place, id, "present");
    const waiting = new Set(early.map(({ id }) => id));
    const sum = { born: 0, ended: 0, inFlight: 0 };
    const lost = new Findings(this.places);
    const duplicated = new Findings(this.places);
    this.ids.forEach((high, low, known) => {
      const { place, puts, ends, present: there } = known;
      const { is, groups } = this.places[place] as AuditedPlace;
      // Every copy in a topic is to end once for each group.
      const due = is === "topic" ? puts * groups : 1;
      const left = is === "source" ? 1 : ends;
      const alive = left + there;
      const claims = known.claimed || (waiting.size > 0 && waiting.has(identityText(high, low))) ? 1 : 0;
      sum.born += groups;
      sum.ended += Math.min(left, groups);
      sum.inFlight += Math.max(0, Math.min(there, groups - left));
      const missing = is === "topic" && puts === 0 ? groups : Math.max(0, due - alive);
      const more = is === "topic" ? Math.max(0, puts - claims) * groups + Math.max(0, alive - due) : alive - claims;
      if (missing > 0) lost.add(place, high, low, missing);
      if (more > 0) duplicated.add(place, high, low, more);
    });
    const differences = this.differences(lost, duplicated, surplus);
    for (const [id, place] of this.repetitions) {
      const { high, low } = parseIdentity(id);
      duplicated.add(place, high, low, Math.max(1, (this.places[place] as AuditedPlace).groups));
    }
    return { ...sum, lost: lost.told(), duplicated: duplicated.told(), recognised: this.recognised, redelivered: this.redelivered, differences };
  }

  /** Where the ledger, which counts by difference, says otherwise. */
  private differences(lost: Findings, duplicated: Findings, surplus: AuditEnd["surplus"]): AuditReport["differences"] {
    return this.places.flatMap(({ id }, place) => {
      const more = surplus.get(place) ?? 0;
      const lines = [
        { place: id, line: "lost" as const, ledger: Math.max(0, -more), audit: lost.at(place) },
        { place: id, line: "duplicated" as const, ledger: Math.max(0, more), audit: duplicated.at(place) },
      ];
      return lines.filter(({ ledger, audit }) => ledger !== audit);
    });
  }

  private count(place: number, id: string, what: Counted): void {
    const { high, low } = parseIdentity(id);
    this.ids.count(high, low, place, what);
  }
}

/** Events of one sort: how many, where, and which were the first. */
class Findings {
  private count = 0;
  private readonly ids: { id: string; place: string }[] = [];
  private readonly byPlace = new Map<number, number>();

  constructor(private readonly places: readonly AuditedPlace[]) {}

  add(place: number, high: number, low: number, times: number): void {
    this.count += times;
    this.byPlace.set(place, (this.byPlace.get(place) ?? 0) + times);
    if (this.ids.length < MOST_NAMED) this.ids.push({ id: identityText(high, low), place: this.places[place]?.id ?? "" });
  }

  at(place: number): number {
    return this.byPlace.get(place) ?? 0;
  }

  told(): AuditReport["lost"] {
    return { count: this.count, ids: this.ids.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
  }
}
