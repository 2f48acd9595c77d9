import type { Clock, Timer } from "./clock.ts";
import { FreeSlots } from "./free-slots.ts";
import { UsedTime, type Usage } from "./used-time.ts";

/** One of a replica's places for an event. */
export interface Slot {
  readonly replica: Replica;
  /** Its place among the slots of its replica. */
  readonly order: number;
  busy: boolean;
  /** Its last attempt failed; shown until the next one begins. */
  failed: boolean;
  /** When the current or last hold was meant to begin and to end (rule C1); design time, ms. */
  intendedStartMs: number;
  intendedEndMs: number;
  /** What is in it; told when the slot's replica crashes. */
  holder: Holder | undefined;
  /** Its neighbours among the free slots. */
  previousFree: Slot | undefined;
  nextFree: Slot | undefined;
}

/** Whatever holds a slot. */
export interface Holder {
  /** The replica crashed: nothing more happens in this slot. */
  abandoned(): void;
}

/** The time of a replica between two crashes: what it keeps in memory is gone with it. */
export interface Life {
  over: boolean;
}

/** A copy of the service with its slots. */
export interface Replica {
  state: "starting" | "up" | "down" | "leaving";
  /** Its place among the replicas. */
  readonly order: number;
  readonly slots: Slot[];
  /** Crashes in a row, for the back-off. */
  crashes: number;
  /** When it last came up. */
  upSinceMs: number;
  life: Life;
  timer: Timer | undefined;
  /** While it is down: when its back-off is over; design time, ms. */
  restartsAtMs: number | undefined;
  /** It has nothing to read: its group has more replicas than partitions (rule T3). */
  isWithoutWork: boolean;
}

/**
 * The first restart waits 10 s, each further one twice as long, at most 5 min; after 10 min without a crash it begins anew
 * (rule O2; Kubernetes' CrashLoopBackOff).
 */
export const RESTART_FIRST_MS = 10_000;
export const RESTART_MOST_MS = 300_000;
export const RESTART_FORGOTTEN_MS = 600_000;

/** How far a hold may begin, or an event leave a stage, in the past to make up for a late timer, ms. */
export const CATCH_UP_MS = 50;

/**
 * The replicas of one consumer and their slots: which are up, which is free, when a hold is meant to begin. Both
 * executors use it, so that crash, cold start and scaling are the same on both. `onCapacity` is called whenever slots come or go.
 */
export class SlotPool {
  private readonly replicas: Replica[] = [];
  private readonly free = new FreeSlots();
  private replicasMade = 0;
  private slotsMade = 0;
  private concurrency = 1;
  private coldStartMs = 0;
  private busy = 0;
  private open = 0;
  /** How many things keep it from taking anything in. */
  private halts = 0;
  private readonly used: UsedTime;

  constructor(
    private readonly clock: Clock,
    private readonly onCapacity: () => void,
  ) {
    this.used = new UsedTime(clock);
  }

  /** Sets the number of replicas and slots; slots in use are let go when their event is done. */
  resize(replicas: number, concurrency: number, coldStartMs: number): void {
    this.coldStartMs = coldStartMs;
    this.concurrency = concurrency;
    for (const replica of this.replicas) this.fitSlots(replica);
    const staying = this.replicas.filter((replica) => replica.state !== "leaving");
    for (let n = staying.length; n < replicas; n++) this.startReplica(this.newReplica());
    for (const replica of staying.slice(replicas)) this.retire(replica);
    this.onCapacity();
  }

  /** Slots that could be busy now. */
  capacity(): number {
    return this.open;
  }

  busyCount(): number {
    return this.busy;
  }

  hasFree(): boolean {
    return this.busy < this.open && this.halts === 0;
  }

  get isHalted(): boolean {
    return this.halts > 0;
  }

  /** Its process takes nothing in until it is resumed, as often as it was halted (rule O4); what is in its slots stays there. */
  halt(): void {
    this.halts++;
  }

  resume(): void {
    if (--this.halts === 0) this.onCapacity();
  }

  /** Slot time that was busy and that was open since the last call, ms of design time. */
  usage(): Usage {
    this.account();
    return this.used.usage();
  }

  /** The same since the beginning. */
  total(): Usage {
    this.account();
    return this.used.total();
  }

  /**
   * Takes the free slot that has been free longest for an event that became available at `arrivalMs`, or undefined when
   * none is free. Its hold is meant to begin when the event had arrived and the slot's last hold had ended; a timer's
   * lateness is made up for that way, up to 50 ms.
   */
  take(arrivalMs: number): Slot | undefined {
    if (this.halts > 0) return undefined;
    const chosen = this.free.take();
    return chosen && this.occupy(chosen, arrivalMs);
  }

  /** The same in one replica: undefined when that has no free slot. */
  takeIn(replica: Replica, arrivalMs: number): Slot | undefined {
    if (replica.state !== "up" || this.halts > 0) return undefined;
    let chosen: Slot | undefined;
    for (const slot of replica.slots) if (!slot.busy && (!chosen || slot.intendedEndMs < chosen.intendedEndMs)) chosen = slot;
    if (!chosen) return undefined;
    this.free.remove(chosen);
    return this.occupy(chosen, arrivalMs);
  }

  /** Every replica, in whatever state. */
  all(): readonly Replica[] {
    return this.replicas;
  }

  /** What a slot was just taken for was meant to begin at `startMs`: the slot counts as busy from then on. */
  began(startMs: number): void {
    this.used.began(startMs);
  }

  /** Lets a slot go. It counts as busy until `endMs`, when its hold was meant to end. */
  release(slot: Slot, endMs = this.clock.now()): void {
    if (!slot.busy) return;
    this.account();
    this.used.ended(endMs);
    this.busy--;
    slot.busy = false;
    slot.holder = undefined;
    this.free.add(slot);
    const { replica } = slot;
    if (replica.state === "leaving" || replica.slots.length > this.concurrency) {
      this.fitSlots(replica);
      this.onCapacity();
    }
  }

  /** The replica dies, as it was meant to at `endMs`: its busy slots are abandoned; it comes back after its back-off, or `restartMs`, and cold start. */
  crash(replica: Replica, endMs = this.clock.now(), restartMs?: number): void {
    if (replica.state !== "up" && replica.state !== "leaving") return;
    if (this.clock.now() - replica.upSinceMs >= RESTART_FORGOTTEN_MS) replica.crashes = 0;
    const wait = restartMs ?? Math.min(RESTART_FIRST_MS * 2 ** replica.crashes, RESTART_MOST_MS);
    const leaving = replica.state === "leaving";
    const abandoned = replica.slots.filter((slot) => slot.busy);
    this.account();
    replica.state = "down";
    replica.crashes++;
    replica.life.over = true;
    replica.life = { over: leaving };
    for (const slot of replica.slots) if (!slot.busy) this.free.remove(slot);
    replica.slots.length = 0;
    this.count();
    for (const slot of abandoned) {
      this.used.ended(Math.max(endMs, slot.intendedStartMs));
      slot.busy = false;
      slot.holder?.abandoned();
    }
    if (leaving) this.replicas.splice(this.replicas.indexOf(replica), 1);
    else this.restartAt(replica, this.clock.now() + wait);
    this.onCapacity();
  }

  /** So many replicas that are up die at once, the first ones; returns how many did (rule C2). */
  crashSome(count: number): number {
    const dying = this.replicas.filter(({ state }) => state === "up").slice(0, count);
    for (const replica of dying) this.crash(replica);
    return dying.length;
  }

  /** Every replica is replaced by a new one, without a back-off; those that are up finish what they hold. Returns how many. */
  restart(): number {
    const leaving = this.replicas.filter(({ state }) => state !== "leaving");
    for (const replica of leaving) this.retire(replica);
    for (let n = 0; n < leaving.length; n++) this.startReplica(this.newReplica());
    this.onCapacity();
    return leaving.length;
  }

  /** The process that the replicas are in dies, and is started again after `restartMs` with all of them (rule O2). */
  killAll(restartMs: number): void {
    for (const replica of this.replicas.slice()) {
      if (replica.state === "up" || replica.state === "leaving") this.crash(replica, this.clock.now(), restartMs);
      else {
        replica.timer?.cancel();
        replica.state = "down";
        this.restartAt(replica, this.clock.now() + restartMs);
      }
      replica.crashes = 0;
    }
  }

  /** One character a slot, as in `NodeFrame.slots`. */
  picture(): string {
    let text = "";
    for (const replica of this.replicas) {
      if (replica.state === "starting" || replica.state === "down") text += (replica.state === "down" ? "d" : "s").repeat(this.concurrency);
      else for (const slot of replica.slots) text += slot.busy ? "b" : slot.failed ? "f" : replica.isWithoutWork ? "n" : "i";
      if (text.length >= 200) return text.slice(0, 200);
    }
    return text;
  }

  /** How many replicas are down until their back-off is over, and when the first is; undefined while none is. */
  restarts(): { readonly replicas: number; readonly atMs: number } | undefined {
    let [replicas, atMs] = [0, Number.POSITIVE_INFINITY];
    for (const { state, restartsAtMs } of this.replicas) {
      if (state !== "down" || restartsAtMs === undefined) continue;
      replicas++;
      atMs = Math.min(atMs, restartsAtMs);
    }
    return replicas === 0 ? undefined : { replicas, atMs };
  }

  private restartAt(replica: Replica, atMs: number): void {
    replica.restartsAtMs = atMs;
    replica.timer = this.clock.at(atMs, () => this.startReplica(replica));
  }

  private occupy(slot: Slot, arrivalMs: number): Slot {
    this.account();
    this.busy++;
    slot.busy = true;
    slot.failed = false;
    slot.intendedStartMs = Math.max(arrivalMs, slot.intendedEndMs, this.clock.now() - CATCH_UP_MS);
    return slot;
  }

  private account(): void {
    this.used.account(this.busy, this.open);
  }

  private count(): void {
    this.busy = 0;
    this.open = 0;
    for (const replica of this.replicas) {
      if (replica.state !== "up" && replica.state !== "leaving") continue;
      this.open += replica.slots.length;
      for (const slot of replica.slots) if (slot.busy) this.busy++;
    }
  }

  private newReplica(): Replica {
    return { state: "starting", order: this.replicasMade++, slots: [], crashes: 0, upSinceMs: 0, life: { over: false }, timer: undefined, restartsAtMs: undefined, isWithoutWork: false };
  }

  private startReplica(replica: Replica): void {
    if (!this.replicas.includes(replica)) this.replicas.push(replica);
    replica.state = "starting";
    replica.restartsAtMs = undefined;
    const open = (): void => {
      replica.state = "up";
      replica.upSinceMs = this.clock.now();
      replica.timer = undefined;
      this.fitSlots(replica);
      this.onCapacity();
    };
    if (this.coldStartMs > 0) replica.timer = this.clock.at(this.clock.now() + this.coldStartMs, open);
    else open();
  }

  private retire(replica: Replica): void {
    replica.timer?.cancel();
    if (replica.state === "up") replica.state = "leaving";
    else this.replicas.splice(this.replicas.indexOf(replica), 1);
    this.fitSlots(replica);
  }

  private fitSlots(replica: Replica): void {
    if (replica.state !== "up" && replica.state !== "leaving") return;
    this.account();
    const wanted = replica.state === "leaving" ? 0 : this.concurrency;
    while (replica.slots.length < wanted) this.addSlot(replica);
    for (let i = replica.slots.length - 1; i >= 0 && replica.slots.length > wanted; i--) {
      const slot = replica.slots[i];
      if (!slot || slot.busy) continue;
      this.free.remove(slot);
      replica.slots.splice(i, 1);
    }
    if (wanted === 0 && replica.slots.length === 0) {
      const index = this.replicas.indexOf(replica);
      if (index >= 0) this.replicas.splice(index, 1);
      replica.life.over = true;
    }
    this.count();
  }

  private addSlot(replica: Replica): void {
    const slot: Slot = {
      replica,
      order: this.slotsMade++,
      busy: false,
      failed: false,
      intendedStartMs: 0,
      intendedEndMs: this.clock.now(),
      holder: undefined,
      previousFree: undefined,
      nextFree: undefined,
    };
    replica.slots.push(slot);
    this.free.add(slot);
  }
}
