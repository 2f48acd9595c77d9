import type { Notes, Release, Stage, StageBehaviour } from "../kinds/behaviour.ts";
import type { Clock, Timer } from "./clock.ts";
import type { FlowEvent } from "./event.ts";

/** An event that a stage holds, and what its executor knows it by. */
export interface Held<Item> {
  readonly item: Item;
  readonly event: FlowEvent;
  readonly port: string;
}

/** A {@link Release} together with what it is of. */
export interface LetGo<Item> extends Held<Item> {
  readonly release: Release;
}

/**
 * Drives a stage's state: gives events their tickets, wakes it when something is due, and hands on what it lets go, in batches that
 * were decided at once. The same for both executors.
 */
export class StageDriver<Item> {
  private stage: Stage;
  private readonly held = new Map<number, Held<Item>>();
  private nextTicket = 0;
  private timer: Timer | undefined;
  /** It has been due and waits for what came before. */
  private isDue = false;

  /** `notes` are those of a stage that ended before this one; they are kept up to date. */
  constructor(
    behaviour: StageBehaviour,
    private readonly clock: Clock,
    private readonly notes: Map<string, string>,
    private readonly letGo: (batch: readonly LetGo<Item>[], notes: Notes) => void,
    /** Calls back when every event that was there before `dueMs` has been taken. */
    private readonly whenTaken: (dueMs: number, go: () => void) => void = (_dueMs, go) => go(),
  ) {
    this.stage = behaviour.open(notes);
  }

  get size(): number {
    return this.held.size;
  }

  /** How many it holds when no time will let them go: only another event could. 0 while it has something to do by itself. */
  get stuck(): number {
    return this.isDue || this.stage.nextMs() !== Number.POSITIVE_INFINITY ? 0 : this.held.size;
  }

  /** `before` tells that a stage before this one had taken it. */
  take(item: Item, event: FlowEvent, port: string, before = false): void {
    const ticket = this.nextTicket++;
    this.held.set(ticket, { item, event, port });
    this.handOn(this.stage.take(ticket, event, port, this.clock.now(), before));
    this.arm();
  }

  /** Goes on with new settings: as if it began anew with all that it holds. */
  update(behaviour: StageBehaviour): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.stage = behaviour.open(this.notes);
    for (const [ticket, { event, port }] of Array.from(this.held)) this.handOn(this.stage.take(ticket, event, port, this.clock.now(), true));
    this.arm();
  }

  close(): void {
    this.timer?.cancel();
  }

  private handOn(releases: readonly Release[]): void {
    const notes = this.stage.notes?.() ?? NO_NOTES;
    for (const [name, text] of notes) {
      if (text === null) this.notes.delete(name);
      else this.notes.set(name, text);
    }
    if (releases.length === 0 && notes.length === 0) return;
    const batch = releases.map((release): LetGo<Item> => {
      const held = this.held.get(release.ticket);
      if (!held) throw new Error(`Ticket ${release.ticket} has been let go before.`);
      if (!release.stays) this.held.delete(release.ticket);
      return { item: held.item, event: held.event, port: held.port, release };
    });
    this.letGo(batch, notes);
  }

  /** A timer that is too early looks again; one that is too late is replaced. */
  private arm(): void {
    const nextMs = this.stage.nextMs();
    if (this.isDue || nextMs === Number.POSITIVE_INFINITY || (this.timer && this.timer.atMs <= nextMs)) return;
    this.timer?.cancel();
    this.timer = this.clock.at(nextMs, () => {
      const dueMs = this.timer?.atMs ?? nextMs;
      this.timer = undefined;
      this.isDue = true;
      this.whenTaken(dueMs, () => {
        this.isDue = false;
        // A timer may fire a fraction of a millisecond early.
        this.handOn(this.stage.due(Math.max(dueMs, this.clock.now())));
        this.arm();
      });
    });
  }
}

const NO_NOTES: Notes = [];
