import { noEffects } from "../core/effects.ts";
import type { Dispatcher } from "../core/dispatch.ts";
import { outcomeOf } from "../core/outcome.ts";
import type { RunClock } from "../core/run-clock.ts";
import { SourceRunner, type Emission, type SourceCursor } from "../core/source-runner.ts";
import { sourceBehaviour, type Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RunKeys } from "../redis/run-keys.ts";
import type { SourceNow } from "./messages.ts";
import type { Outlet } from "./outlet.ts";

/** What Redis keeps of a source: where to go on after a crash, and what became of all that was emitted before. */
export interface SourceState {
  readonly cursor: SourceCursor;
  readonly outcomes: Record<string, number>;
  /** Events emitted after the cursor: for the ledger only, a restarted process emits them again. */
  readonly beyond: { readonly outcomes: Record<string, number>; readonly pending: number };
}

interface Emitted {
  readonly emission: Emission;
  outcome: string | undefined;
}

/**
 * Runs one source in the load process. Its state is written at most every 100 ms and covers a prefix of its events; a
 * restarted process emits the rest again with the same identities, which the channels recognise (rules E2, M4).
 */
export class LiveSource {
  private readonly runner: SourceRunner;
  /** Emitted events in order, from the first that is not settled. */
  private readonly open: Emitted[] = [];
  private readonly outcomes: Map<string, number>;
  private cursor: SourceCursor;
  private written = "";

  constructor(
    readonly place: Place,
    private readonly index: number,
    clock: RunClock,
    private readonly outlet: Outlet,
    private readonly dispatcher: Dispatcher,
    private readonly recorder: Recorder,
    private readonly runKeys: RunKeys,
    private readonly onError: (error: Error) => void,
    stopMs: number,
    state: SourceState | undefined,
  ) {
    this.cursor = state?.cursor ?? { n: 0, previousMs: 0 };
    this.outcomes = new Map(Object.entries(state?.outcomes ?? {}));
    this.runner = new SourceRunner(clock, sourceBehaviour(place), (emission) => void this.emit(emission).catch(onError), stopMs, this.cursor);
  }

  start(): void {
    this.runner.start();
  }

  stop(): void {
    this.runner.stop();
  }

  update(): void {
    this.runner.update(sourceBehaviour(this.place));
  }

  now(): SourceNow {
    const { produced, pending, finished, producedMs } = this.runner;
    return { place: this.place.index, produced, pending, finished, producedMs };
  }

  /** Events on their way to a channel that has not refused them. */
  get inTransit(): number {
    return this.runner.pending - this.runner.waiting;
  }

  /** Writes the state if it changed. */
  async write(): Promise<void> {
    const beyond = new Map<string, number>();
    let pending = 0;
    for (const { outcome } of this.open) {
      if (outcome === undefined) pending++;
      else beyond.set(outcome, (beyond.get(outcome) ?? 0) + 1);
    }
    const state: SourceState = {
      cursor: this.cursor,
      outcomes: Object.fromEntries(this.outcomes),
      beyond: { outcomes: Object.fromEntries(beyond), pending },
    };
    const text = JSON.stringify(state);
    if (text === this.written) return;
    await this.runKeys.writeSource(this.place.id, text);
    this.written = text;
  }

  private async emit(emission: Emission): Promise<void> {
    const recorded = this.recorder.place(this.place.index);
    recorded.out++;
    const { event } = emission;
    this.dispatcher.seen(this.place, event, "emitted");
    const emitted: Emitted = { emission, outcome: undefined };
    this.open.push(emitted);
    const effects = noEffects();
    this.dispatcher.emit(this.place, "out", event, 1, event.emittedMs, false, effects);
    const settled = await this.outlet.settle(effects, false, () => {
      if (!emission.waiting) recorded.refused++;
      return this.runner.refused(emission);
    });
    emitted.outcome = outcomeOf(this.index, settled);
    this.runner.settled(emission);
    this.advance();
  }

  /** Moves the settled prefix into the state. */
  private advance(): void {
    for (let first = this.open[0]; first?.outcome !== undefined; first = this.open[0]) {
      this.outcomes.set(first.outcome, (this.outcomes.get(first.outcome) ?? 0) + 1);
      this.cursor = { n: first.emission.n + 1, previousMs: first.emission.event.bornMs };
      this.open.shift();
    }
  }
}
