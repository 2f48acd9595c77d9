import type { Dispatcher } from "../core/dispatch.ts";
import { noEffects } from "../core/effects.ts";
import { eventOf } from "../core/event.ts";
import { REDRIVE_PORT, retentionOf } from "../core/redrive.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import { DeadLetterStore } from "../redis/dead-letter-store.ts";
import type { RedisClient } from "../redis/connection.ts";
import { channelKey, type Outlet } from "./outlet.ts";

/** Events looked at in one go. */
const AT_ONCE = 100;

export interface DeadLetterContext {
  readonly wiring: Wiring;
  readonly runId: string;
  readonly commands: RedisClient;
  readonly clock: RunClock;
  readonly recorder: Recorder;
  readonly dispatcher: Dispatcher;
  readonly outlet: Outlet;
  readonly isAudited: boolean;
}

/**
 * Moves what lies in a dead letter back over its redrive port, and drops what is too old. An event is put first and taken out second;
 * a process that dies in between is followed by one that puts the same children again, which their channels recognise (rule E2).
 */
export class LiveDeadLetter {
  private readonly store: DeadLetterStore;
  private working = false;
  private held: ReturnType<typeof noEffects> | undefined;
  private moving = false;

  constructor(
    readonly place: Place,
    private readonly context: DeadLetterContext,
  ) {
    this.store = new DeadLetterStore(context.commands, context.runId, channelKey(place), context.isAudited);
  }

  /** An event that is between here and its channel; one that a full channel holds back is not. */
  get inTransit(): number {
    return this.moving && !(this.held && this.context.outlet.holdsBack(this.held)) ? 1 : 0;
  }

  /** Moves what is meant to be moved, until nothing is left of it. */
  async redrive(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      for (let left = await this.store.intended(); left > 0; left = await this.store.intended()) {
        const envelopes = await this.store.oldest(Math.min(left, AT_ONCE));
        if (envelopes.length === 0) return await this.store.forget();
        for (const envelope of envelopes) await this.move(envelope);
      }
    } finally {
      this.working = false;
    }
  }

  /** Drops what has lain here for longer than the retention. */
  async expire(): Promise<void> {
    const retentionMs = retentionOf(this.place);
    const { clock, outlet, wiring } = this.context;
    if (this.working || retentionMs === Number.POSITIVE_INFINITY || clock.current.paused) return;
    this.working = true;
    try {
      for (;;) {
        const envelopes = await this.store.oldest(AT_ONCE);
        const old = envelopes.filter((envelope) => clock.now() - Number(envelope.emittedms) >= retentionMs);
        for (const envelope of old) {
          const { source } = eventOf(envelope, sourceOf(wiring, envelope.source));
          const dropped = { as: "dropped", reason: "retention", place: this.place } as const;
          await this.store.take(envelope.id, outlet.outcomeOf(source, { puts: [], ends: [dropped] }), false);
        }
        if (old.length < AT_ONCE) return;
      }
    } finally {
      this.working = false;
    }
  }

  private async move(envelope: Parameters<typeof eventOf>[0]): Promise<void> {
    const { clock, dispatcher, outlet, recorder, wiring } = this.context;
    // A timer of the run's clock: while it is paused nothing moves.
    await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
    const event = eventOf(envelope, sourceOf(wiring, envelope.source));
    const effects = noEffects();
    this.moving = true;
    this.held = effects;
    try {
      dispatcher.emit(this.place, REDRIVE_PORT, event, 1, clock.now(), false, effects);
      const settled = await outlet.settle(effects, false);
      if (await this.store.take(envelope.id, outlet.outcomeOf(event.source, settled), true)) recorder.place(this.place.index).out++;
    } finally {
      this.moving = false;
    }
  }
}

function sourceOf(wiring: Wiring, id: string): number {
  return wiring.sources.findIndex((source) => source.id === id);
}
