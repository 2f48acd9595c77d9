import { noEffects, rejected } from "../core/effects.ts";
import { SHED, type Dispatcher, type Effects, type End } from "../core/dispatch.ts";
import type { FlowEvent } from "../core/event.ts";
import { identityText, rootHigh, rootLow } from "../core/identity.ts";
import { drawSite } from "../core/random.ts";
import type { Posted } from "./edges/posted-event.ts";
import { partsOfOutcome } from "../core/outcome.ts";
import type { Clock } from "../core/clock.ts";
import { SourceRunner, type Emission, type SourceCursor } from "../core/source-runner.ts";
import { sourceBehaviour, type Place } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RunKeys } from "../redis/run-keys.ts";
import type { SourceNow } from "./messages.ts";
import { SourceAudit } from "./source-audit.ts";
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
  /** Its events come from outside: each is written down before it is emitted, because nobody could repeat it (rule P6). */
  private readonly isFed: boolean;
  /** Written down, and counted in the state that is written next. */
  private counted: string[] = [];
  /** How often its process was started: makes the identities of a new one its own. */
  private incarnation = 0;
  private accepted = 0;
  /** What was meant to be emitted before this may have been emitted by the process before; design time, ms. */
  private readonly beganMs: number;
  private readonly audit: SourceAudit | undefined;
  /** Writes of an audited source follow each other: each has records of its own. */
  private writing: Promise<void> = Promise.resolve();
  private readonly taken = new Map<number, (settled: Effects) => void>();

  constructor(
    readonly place: Place,
    private readonly index: number,
    private readonly clock: Clock,
    private readonly outlet: Outlet,
    private readonly dispatcher: Dispatcher,
    private readonly recorder: Recorder,
    private readonly runKeys: RunKeys,
    private readonly onError: (error: Error) => void,
    stopMs: number,
    state: SourceState | undefined,
    private readonly seed: number,
    isAudited: boolean,
  ) {
    this.cursor = state?.cursor ?? { n: 0, previousMs: 0 };
    this.beganMs = state ? clock.now() : Number.NEGATIVE_INFINITY;
    this.outcomes = new Map(Object.entries(state?.outcomes ?? {}));
    this.runner = new SourceRunner(clock, sourceBehaviour(place), (emission) => void this.emit(emission).catch(onError), stopMs, this.cursor, sourceBehaviour(place).outside === "http");
    this.isFed = sourceBehaviour(place).outside === "http";
    this.audit = isAudited ? new SourceAudit(() => runKeys.lastRecord(place.id)) : undefined;
  }

  /** Redis was away, and may not have what was written: it is written again. */
  doubt(): void {
    this.written = "";
    this.audit?.doubt();
  }

  async start(): Promise<void> {
    if (this.isFed) {
      this.incarnation = await this.runKeys.countStart(this.place.id);
      // What an earlier process took and did not count is emitted again, with the same identities.
      for (const text of await this.runKeys.journal(this.place.id)) this.runner.accept(() => ({ ...(JSON.parse(text) as FlowEvent) }));
    }
    this.runner.start();
  }

  /** Takes an event from outside. Resolves when its channels have taken or refused it, or an alert let it go; undefined when it takes no more. */
  async accept({ data, type, key, trace }: Posted): Promise<{ event: FlowEvent; taken: boolean; shed: boolean } | undefined> {
    const n = this.accepted++;
    const site = drawSite(this.seed, this.place.id, `identity ${this.incarnation}`);
    const [high, low] = [rootHigh(site, n), rootLow(site, n)];
    const atMs = this.clock.now();
    const plain = sourceBehaviour(this.place).event(n, atMs);
    const event: FlowEvent = { ...plain, high, low, rootHigh: high, rootLow: low, data, key, type: type ?? plain.type, trace };
    await this.runKeys.writeDown(this.place.id, identityText(high, low), JSON.stringify(event));
    const emission = this.runner.accept(() => event);
    if (!emission) {
      await this.runKeys.strikeOut(this.place.id, [identityText(high, low)]);
      return undefined;
    }
    const settled = await new Promise<Effects>((resolve) => this.taken.set(emission.n, resolve));
    const isLost = (reason: string) => (end: End): boolean => end.as === "dropped" && end.reason === reason;
    const shed = settled.puts.length === 0 && settled.ends.some(isLost(SHED));
    return { event, shed, taken: settled.puts.length > 0 || settled.ends.some((end) => !isLost("rejected")(end) && !isLost(SHED)(end)) };
  }

  stop(): void {
    this.runner.stop();
  }

  update(): void {
    this.runner.update(sourceBehaviour(this.place));
  }

  now(): SourceNow {
    const { produced, pending, finished, producedMs } = this.runner;
    return { place: this.place.index, produced, pending, finished, producedMs, lateMs: this.runner.takeLateness() };
  }

  /** Events on their way to a channel that has not refused them. */
  get inTransit(): number {
    return this.runner.pending - this.runner.waiting;
  }

  /** Writes the state if it changed. */
  write(): Promise<void> {
    if (!this.audit) return this.writeState();
    this.writing = this.writing.catch(() => {}).then(() => this.writeState());
    return this.writing;
  }

  private async writeState(): Promise<void> {
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
    if (text === this.written && !this.audit?.hasMore) return;
    const records = (await this.audit?.take()) ?? [];
    const counted = this.counted.splice(0);
    try {
      const last = await this.runKeys.writeSource(this.place.id, text, counted, records);
      this.audit?.wrote(records, last);
    } catch (error) {
      this.counted.unshift(...counted);
      this.audit?.doubt();
      throw error;
    }
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
    if (event.emittedMs < this.beganMs) this.outlet.countKnown(effects.puts);
    const refused = (): boolean => {
      if (!emission.waiting) recorded.refused++;
      return this.runner.refused(emission);
    };
    // A broker that is down takes nothing (rule P5); what is kept goes out when it is back.
    const isDropped = effects.puts.length > 0 && !this.outlet.isUp && !refused();
    const settled = isDropped ? rejected(effects) : await this.outlet.settle(effects, false, refused);
    const { outcome, children } = partsOfOutcome(this.outlet.outcomeOf(this.index, settled));
    emitted.outcome = outcome;
    this.audit?.add(event, children ?? "");
    this.taken.get(emission.n)?.(settled);
    this.taken.delete(emission.n);
    this.runner.settled(emission);
    this.advance();
  }

  /** Moves the settled prefix into the state. */
  private advance(): void {
    for (let first = this.open[0]; first?.outcome !== undefined; first = this.open[0]) {
      this.outcomes.set(first.outcome, (this.outcomes.get(first.outcome) ?? 0) + 1);
      this.cursor = { n: first.emission.n + 1, previousMs: first.emission.event.bornMs };
      this.open.shift();
      if (this.isFed) this.counted.push(identityText(first.emission.event.high, first.emission.event.low));
    }
  }
}
