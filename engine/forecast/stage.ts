import type { Dispatcher, Effects, Sampling } from "../core/dispatch.ts";
import { noEffects } from "../core/effects.ts";
import type { FlowEvent } from "../core/event.ts";
import { carryOut } from "../core/let-go.ts";
import { StageDriver, type LetGo } from "../core/stage-driver.ts";
import { stageBehaviour, type Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import type { Settle } from "./consumer.ts";
import type { Job } from "./job.ts";
import { Standstill } from "./standstill.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** An event in the stage, and what it has become so far. */
interface Held {
  readonly job: Job;
  /** Made when it is needed: most events become all they become at once. */
  effects: Effects | undefined;
  /** Things that channels have not taken yet. */
  open: number;
  leaving: boolean;
}

/** Runs a stage in virtual time: it takes whatever comes, and what it holds stays in its channel. */
export class StageRunner implements Reader {
  /** Its process stands still, or is not there. */
  private readonly still = new Standstill();
  /** Its process does not reach Redis: it takes nothing in, and hands nothing on. */
  private readonly cutOff = new Standstill();
  private readonly driver: StageDriver<Held>;

  constructor(
    readonly place: Place,
    private readonly channel: MemoryChannel,
    private readonly clock: VirtualClock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
    private readonly sampling: Sampling,
    private readonly takenAtOnce: (effects: Effects, failed: boolean) => boolean,
    private readonly settle: Settle,
    private readonly became: (source: number, effects: Effects) => void,
    /** So many more children of a source's event are in their channels although it has not left the stage. */
    private readonly early: (source: number, more: number) => void,
  ) {
    this.driver = new StageDriver<Held>(stageBehaviour(place), clock, new Map(), (batch) => batch.forEach((each) => this.letGo(each)), (_dueMs, go) => (this.still.isOn ? this.still.afterwards(go) : go()));
  }

  hasFree(): boolean {
    return !this.isAway;
  }

  get isAway(): boolean {
    return this.still.isOn || this.cutOff.isOn;
  }

  /** It takes nothing in and lets nothing go until the returned function is called (rule O4). */
  halt(how: "frozen" | "cutOff"): () => void {
    const standstill = how === "frozen" ? this.still : this.cutOff;
    const end = standstill.begin();
    return () => {
      if (!end()) return;
      standstill.end();
      this.channel.pump();
    };
  }

  /** Its process dies, and is started again after `restartMs`: what it holds is handed out to that one, and goes on where it was. */
  die(restartMs: number): void {
    // That one does not stand still.
    this.still.clear();
    const isBack = this.halt("frozen");
    this.clock.at(this.clock.now() + restartMs, () => {
      this.channel.recorded.stalls += this.driver.size;
      this.channel.recorded.duplicates += this.driver.size;
      isBack();
    });
  }

  start(job: Job): void {
    this.driver.take({ job, effects: undefined, open: 0, leaving: false }, job.event, job.port);
  }

  /** Whether all that is in its channel waits for events, and for nothing else. */
  get isStuck(): boolean {
    return this.driver.stuck === this.channel.size;
  }

  update(): void {
    if (this.still.isOn) return this.still.afterwards(() => this.update());
    this.driver.update(stageBehaviour(this.place));
  }

  private letGo(each: LetGo<Held>): void {
    const { item, event, release } = each;
    const effects = carryOut(this.dispatcher, this.recorder, this.sampling, this.place, each, this.clock.now());
    item.leaving = release.stays !== true;
    if (this.cutOff.isOn) return this.cutOff.afterwards(() => this.handOn(item, event, effects));
    this.handOn(item, event, effects);
  }

  private handOn(item: Held, event: FlowEvent, effects: Effects): void {
    if (item.leaving && item.effects === undefined && this.takenAtOnce(effects, false)) {
      this.channel.left(item.job);
      return this.became(event.source, effects);
    }
    const all = (item.effects ??= noEffects());
    item.open++;
    this.settle(effects, false, (settled) => {
      item.open--;
      all.puts.push(...settled.puts);
      all.ends.push(...settled.ends);
      if (!item.leaving || item.open > 0) return this.early(event.source, settled.puts.length);
      this.early(event.source, settled.puts.length - all.puts.length);
      this.channel.left(item.job);
      this.became(event.source, all);
    });
  }
}
