import type { Dispatcher, Effects, Sampling } from "../core/dispatch.ts";
import { noEffects } from "../core/effects.ts";
import { carryOut } from "../core/let-go.ts";
import { StageDriver, type LetGo } from "../core/stage-driver.ts";
import { stageBehaviour, type Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { MemoryChannel, Reader } from "./channel.ts";
import type { Settle } from "./consumer.ts";
import type { Job } from "./job.ts";
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
  private halts = 0;
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
    this.driver = new StageDriver<Held>(stageBehaviour(place), clock, new Map(), (batch) => batch.forEach((each) => this.letGo(each)));
  }

  hasFree(): boolean {
    return !this.isAway;
  }

  get isAway(): boolean {
    return this.halts > 0;
  }

  /** It takes nothing in until the returned function is called (rule O4); what it holds goes on. */
  halt(): () => void {
    this.halts++;
    let isOn = true;
    return () => {
      if (!isOn) return;
      isOn = false;
      if (--this.halts === 0) this.channel.pump();
    };
  }

  start(job: Job): void {
    this.driver.take({ job, effects: undefined, open: 0, leaving: false }, job.event, job.port);
  }

  /** Whether all that is in its channel waits for events, and for nothing else. */
  get isStuck(): boolean {
    return this.driver.stuck === this.channel.size;
  }

  update(): void {
    this.driver.update(stageBehaviour(this.place));
  }

  private letGo(each: LetGo<Held>): void {
    const { item, event, release } = each;
    const effects = carryOut(this.dispatcher, this.recorder, this.sampling, this.place, each, this.clock.now());
    item.leaving = release.stays !== true;
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
