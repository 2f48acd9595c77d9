import type { Clock } from "../core/clock.ts";
import type { Dispatcher, Effects, Put } from "../core/dispatch.ts";
import { addOf, childrenOf, endAt, noEffects } from "../core/effects.ts";
import { channelBehaviour, type Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { MemoryChannel } from "./channel.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { MemoryLog } from "./memory-log.ts";

/** What keeps events: a channel or a topic by the index of its place, dead letters by theirs. */
export interface MemoryKeepers {
  readonly channelAt: readonly (MemoryChannel | undefined)[];
  readonly logAt: readonly (MemoryLog | undefined)[];
  readonly stored: ReadonlyMap<Place, DeadLetters>;
}

/** Puts into channels, topics and dead letters what became of events, in virtual time (rules Q7, P5, X3). */
export class MemoryOutlet {
  /** Children that are in their channels although their parents still wait for another channel, by source. */
  readonly early: number[] = [];

  constructor(
    private readonly keepers: MemoryKeepers,
    private readonly clock: Clock,
    private readonly recorder: Recorder,
    private readonly dispatcher: Dispatcher,
  ) {}

  countEarly(source: number, more: number): void {
    this.early[source] = (this.early[source] ?? 0) + more;
  }

  /**
   * Offers each put to its channel and calls `done` when all are taken or ended. `refused` asks a source what to do
   * (rule P5); a consumer always waits for a blocking channel and drops what a rejecting one refuses.
   */
  settle(effects: Effects, failed: boolean, refused: (() => boolean) | undefined, done: (effects: Effects) => void): void {
    const final: Effects = { puts: [], ends: effects.ends };
    const source = effects.puts[0]?.event.source ?? 0;
    let open = 1;
    let early = 0;
    const close = (): void => {
      const more = open === 1 ? -early : childrenOf(final.puts) - early;
      early += more;
      this.countEarly(source, more);
      if (--open === 0) done(final);
    };
    open += effects.puts.length;
    for (const publish of new Set(effects.puts.map((put) => put.publish))) {
      const puts = effects.puts.filter((put) => put.publish === publish);
      if (publish) this.offerTogether(puts, failed, refused, final, close);
      else for (const put of puts) this.offer(put, failed, refused, final, close);
    }
    close();
  }

  /** The copies of one publish go out together: none before every full queue that blocks has room (rule X3). */
  private offerTogether(puts: readonly Put[], failed: boolean, refused: (() => boolean) | undefined, final: Effects, done: () => void): void {
    const { channelAt } = this.keepers;
    const full = puts.find((put) => channelAt[put.channel.index]?.admission() === "block");
    if (!full) return puts.forEach((put) => this.offer(put, failed, refused, final, done));
    const rest = puts.filter((put) => put !== full);
    this.offer(full, failed, refused, final, () => {
      done();
      if (rest.length > 0) this.offerTogether(rest, failed, refused, final, done);
    });
  }

  /** The usual case, without a closure: at most one put, and its channel takes it. */
  takenAtOnce(effects: Effects, failed: boolean): boolean {
    const put = effects.puts[0];
    if (!put) return true;
    const channel = this.keepers.channelAt[put.channel.index];
    const log = channel || effects.puts.length > 1 ? undefined : this.keepers.logAt[put.channel.index];
    if (log?.gate.isOpen) {
      log.offer(put);
      this.dispatcher.entered(put, failed);
      return true;
    }
    if (effects.puts.length > 1 || channel?.admission() !== "accept" || channel.isDuplicate(put.event)) return false;
    channel.add(put, "accept");
    this.dispatcher.entered(put, failed);
    return true;
  }

  private offer(put: Put, failed: boolean, refused: (() => boolean) | undefined, final: Effects, done: () => void): void {
    const stored = this.keepers.stored.get(put.channel);
    const accepted = (): void => {
      this.dispatcher.entered(put, failed);
      final.puts.push(put);
      done();
    };
    if (stored) {
      stored.add(put.event);
      this.recorder.place(put.channel.index).in++;
      this.dispatcher.seen(put.channel, put.event, "deadLettered");
      return accepted();
    }
    const log = this.keepers.logAt[put.channel.index];
    if (log) {
      const { partition, acceptance } = log.offer(put);
      if (acceptance === "accept") return accepted();
      if (acceptance === "lose") {
        final.ends.push(endAt(put, "dropped", "broker-lost"));
        return done();
      }
      log.recorded.refused++;
      if (!refused || refused()) return log.block(put, partition, accepted);
      final.ends.push(endAt(put, "dropped", "rejected"));
      return done();
    }
    const channel = this.keepers.channelAt[put.channel.index] as MemoryChannel;
    const deduplicated = (): void => {
      final.ends.push(endAt(put, "deduplicated"));
      this.dispatcher.seen(put.channel, put.event, "deduplicated", undefined, put.parent);
      done();
    };
    if (channel.isDuplicate(put.event)) return deduplicated();
    const admission = channel.admission();
    if (admission === "accept" || admission === "drop-head") {
      channel.add(put, admission);
      return accepted();
    }
    if (admission === "dead-letter") {
      const effects = noEffects();
      const now = this.clock.now();
      this.dispatcher.run(channelBehaviour(put.channel).exhausted(put.event, "maxlen", now), put.channel, now, true, effects, put.event);
      return this.settle(effects, true, undefined, (settled) => {
        addOf(put, settled, final);
        done();
      });
    }
    this.recorder.place(put.channel.index).refused++;
    const keep = refused ? refused() : admission === "block";
    if (!keep) {
      final.ends.push(endAt(put, "dropped", "rejected"));
      return done();
    }
    // A source keeps what a rejecting channel refused and offers it again, as one that is blocked.
    channel.block(put, accepted, deduplicated);
  }
}
