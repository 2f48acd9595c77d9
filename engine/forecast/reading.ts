import type { Clock } from "../core/clock.ts";
import type { Slot, SlotPool } from "../core/slots.ts";
import type { WiredEdge } from "../core/wiring.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import type { Job } from "./job.ts";
import { BYTES, type SlowLink } from "./slow-link.ts";

/** What a consumer is to the channels that it reads. */
interface Taking {
  readonly pool: SlotPool;
  readonly link: SlowLink;
  begin(channel: MemoryChannel, edge: WiredEdge, job: Job, taken?: Slot): void;
  release(slot: Slot, failed: boolean): void;
}

/** An event that Redis has given, on its way to its slot. */
interface Taken {
  readonly job: Job;
  readonly slot: Slot;
  isGone: boolean;
}

/**
 * A consumer's hand in a channel. Over a slow connection (rule O4) it does as BullMQ's worker: each command is a round trip. Its loop moves one event after the other to
 * active until there is none or its slots are full, and only then begins the first of them; when there is none it waits for a marker. A slot whose event is
 * finished gets the next one by the same command.
 */
export class Reading implements Reader {
  /** Fetched and not begun. */
  private readonly fetched: Taken[] = [];
  /** The last command found nothing: the loop waits for a marker before it fetches again. */
  private isDrained = true;
  private isWaiting = true;
  /** It had nothing in hand when it began to wait. */
  private wasAlone = false;
  /** The marker is on its way. */
  private isMarked = false;
  /** The loop waits for whatever comes first: what it waits for, or the end of an attempt. */
  private isParked = true;
  /** A command of its is at Redis at this moment, and takes what is there: for a slot that has just been freed, or any. */
  private fetching: { readonly into: Slot | undefined; taken: Taken | undefined } | undefined;

  constructor(
    private readonly runner: Taking,
    private readonly channel: MemoryChannel,
    private readonly edge: WiredEdge,
    private readonly clock: Clock,
  ) {}

  hasFree(): boolean {
    const { pool, link } = this.runner;
    if (this.fetching) return !this.fetching.taken && !pool.isHalted && (this.fetching.into !== undefined || pool.hasFree());
    if (!link.isSlow) return pool.hasFree();
    if (this.isWaiting && !this.isMarked) this.mark();
    return false;
  }

  get isAway(): boolean {
    return this.runner.pool.isHalted;
  }

  start(job: Job): void {
    const { fetching } = this;
    if (!fetching) return this.runner.begin(this.channel, this.edge, job);
    const slot = fetching.into ?? (this.runner.pool.take(this.clock.now()) as Slot);
    const taken: Taken = { job, slot, isGone: false };
    fetching.taken = taken;
    slot.holder = {
      abandoned: () => {
        taken.isGone = true;
        this.channel.abandon(job);
      },
    };
  }

  /** The event in a slot is done: its outcome goes to Redis, once that has what became of it, and the next event comes back for the slot. */
  finish(slot: Slot, failed: boolean, hasPut: boolean): void {
    const { link } = this.runner;
    let isGone = false;
    slot.holder = { abandoned: () => (isGone = true) };
    const now = this.clock.now();
    const putMs = hasPut ? link.back(link.atRedis(now, BYTES.add), BYTES.nothing) : now;
    this.clock.at(putMs, () => {
      this.command(BYTES.moveToFinished, isGone ? undefined : slot, (taken) => {
        if (!taken && !isGone) this.runner.release(slot, failed);
        if (taken) this.fetched.push(taken);
        if (this.isParked) this.goOn();
      });
    });
  }

  /** Something is there that it waits for. */
  private mark(): void {
    this.isMarked = true;
    this.clock.at(this.runner.link.back(this.clock.now(), BYTES.marker), () => {
      this.command(BYTES.moveToActive, undefined, (taken) => {
        this.isWaiting = this.isMarked = false;
        if (taken) this.fetched.push(taken);
        if (taken && this.wasAlone) this.loop();
        else if (this.isParked) this.goOn();
      });
    });
  }

  /** Begins what came first, and goes round the loop again. */
  private goOn(): void {
    this.isParked = false;
    this.beginNext();
    this.loop();
  }

  private loop(): void {
    this.isParked = false;
    const { pool, link } = this.runner;
    if (!link.isSlow) return this.quick();
    if (this.isWaiting || !pool.hasFree()) return this.park();
    if (this.isDrained) {
      this.wasAlone = pool.busyCount() === 0;
      this.isWaiting = true;
      this.park();
      // A marker is there already where something came meanwhile.
      return this.channel.pump();
    }
    this.command(BYTES.moveToActive, undefined, (taken) => {
      if (taken) {
        this.fetched.push(taken);
        this.loop();
      } else this.park();
    });
  }

  /** Begins the next event that is at hand, and goes round again; else waits for one. */
  private park(): void {
    if (this.fetched.length > 0) return this.goOn();
    if (!this.isDrained || this.isWaiting || !this.runner.pool.hasFree()) this.isParked = true;
    else this.loop();
  }

  /** Nothing slows it down any more. */
  private quick(): void {
    while (this.fetched.length > 0) this.beginNext();
    this.isParked = this.isWaiting = this.isDrained = true;
    this.channel.pump();
  }

  /** Sends a command that takes the next event, for a slot or any, and calls back when its answer is here. */
  private command(bytes: number, into: Slot | undefined, answered: (taken: Taken | undefined) => void): void {
    const { link } = this.runner;
    this.clock.at(link.atRedis(this.clock.now(), bytes), () => {
      const fetching: NonNullable<Reading["fetching"]> = (this.fetching = { into, taken: undefined });
      this.channel.pump();
      this.fetching = undefined;
      const { taken } = fetching;
      this.isDrained = taken === undefined;
      this.clock.at(link.back(this.clock.now(), taken ? BYTES.event : BYTES.nothing), () => answered(taken));
    });
  }

  private beginNext(): void {
    const taken = this.fetched.shift();
    if (!taken || taken.isGone) return;
    const { job, slot } = taken;
    slot.holder = undefined;
    job.startedMs = this.clock.now();
    this.runner.begin(this.channel, this.edge, job, slot);
  }
}
