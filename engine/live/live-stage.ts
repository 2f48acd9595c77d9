import type { Effects } from "../core/dispatch.ts";
import { noEffects } from "../core/effects.ts";
import { eventOf, type FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { EarlyChild } from "../core/ledger.ts";
import { carryOut } from "../core/let-go.ts";
import { StageDriver, type LetGo } from "../core/stage-driver.ts";
import { stageBehaviour, type Place } from "../core/wiring.ts";
import type { Notes } from "../kinds/behaviour.ts";
import { QueueReader, type AttemptResult, type Delivery } from "../redis/queue-reader.ts";
import { rememberedMs } from "../redis/remembered.ts";
import { StageKeys } from "../redis/stage-keys.ts";
import type { ConsumerContext } from "./consumer-context.ts";
import { channelKey } from "./outlet.ts";

/** How long what a dead process held is waited for before work begins without the rest, ms on the wall clock. */
const RESTORE_MS = 5000;

/** The longest that what is due waits for what was emitted before, ms on the wall clock. */
const TAKEN_WITHIN_MS = 1000;
const LOOK_AGAIN_MS = 2;
/** Wait before what failed is done again, ms on the wall clock. */
const TRY_AGAIN_MS = 200;

/** What was decided about an event: the plans, and whether it leaves the stage with the last of them. */
type Decided = readonly Pick<LetGo<unknown>["release"], "plan" | "atMs" | "stays">[];

/** An event in the stage: its job is in Redis' hands as active until `end` is called. */
interface Held {
  readonly id: string;
  readonly event: FlowEvent;
  readonly port: string;
  end: (result: AttemptResult) => void;
  readonly effects: Effects;
  open: number;
  leaving: boolean;
  decided: Decided;
  /** What it became, once everything is settled. */
  outcome: string | undefined;
}

/**
 * Runs a stage on a real queue: whatever comes is taken, and its job stays active, its lock renewed, until the stage lets the event go.
 * So a killed process loses nothing. What is decided about several events at once, or about one in parts, is written down before it is done:
 * a crash in between repeats exactly that.
 */
export class LiveStage {
  private readonly reader: QueueReader;
  private readonly keys: StageKeys;
  private driver: StageDriver<Held> | undefined;
  private readonly held = new Map<string, Held>();
  /** What a dead process held and what has come back of it; undefined once all has. */
  private restoring: { readonly missing: Set<string>; readonly back: Held[] } | undefined;
  private closed = false;
  private stopListening: () => void = () => {};
  /** Decisions that are being written down. */
  private inHand = 0;
  /** Emission of the newest event taken. */
  private newestMs = Number.NEGATIVE_INFINITY;
  private readonly settling = new Set<Effects>();

  constructor(
    readonly place: Place,
    private readonly context: ConsumerContext,
  ) {
    const { runId, commands, onError, recorder } = context;
    this.keys = new StageKeys(commands, runId, channelKey(place));
    this.reader = new QueueReader({
      runId,
      channelKey: channelKey(place),
      commands,
      settings: stageBehaviour(place).channel.settings,
      rememberMs: rememberedMs(context.wiring),
      attempt: (delivery) => this.arrive(delivery),
      stalledOut: (delivery) => Promise.resolve(`${this.eventOf(delivery).source} failed`),
      onStalled: () => recorder.place(place.index).stalls++,
      onMoved: (id) => this.moved(id),
      onError,
    });
  }

  /** Takes over what a process before this one held, and begins. */
  async start(): Promise<void> {
    const { keys, context } = this;
    await this.reader.ready();
    const notes = await keys.notes();
    const missing = new Set(await keys.takeOver());
    context.recorder.place(this.place.index).stalls += missing.size;
    this.driver = new StageDriver<Held>(stageBehaviour(this.place), context.clock, notes, (batch, changed) => this.letGo(batch, changed), (dueMs, go) => this.whenTaken(dueMs, go));
    if (missing.size > 0) {
      this.restoring = { missing, back: [] };
      setTimeout(() => this.restored(), RESTORE_MS).unref();
    }
    this.reader.takeAll();
    this.stopListening = keys.onBack(() => void this.takeUnheld().catch(context.onError));
  }

  /** An event that Redis handed out as it died is nobody's: without this it would be until its lock is over. */
  private async takeUnheld(): Promise<void> {
    const unheld = await this.keys.takeOver(this.held.keys());
    this.context.recorder.place(this.place.index).stalls += unheld.length;
  }

  update(): void {
    this.driver?.update(stageBehaviour(this.place));
  }

  /** Events that were let go and are not yet where they go. */
  get inTransit(): number {
    let count = this.inHand;
    for (const effects of this.settling) if (!this.context.outlet.holdsBack(effects)) count++;
    for (const { outcome } of this.held.values()) if (outcome !== undefined) count++;
    return count;
  }

  /** How many it holds for nothing but events that have not come; 0 while it does something by itself. */
  get stuck(): number {
    return this.restoring || this.inTransit > 0 || this.settling.size > 0 ? 0 : (this.driver?.stuck ?? 0);
  }

  /** Children of events that are still in the stage. */
  early(): EarlyChild[] {
    return [...this.held.values()].flatMap(({ effects, outcome }) =>
      outcome === undefined ? effects.puts.map(({ channel, event }) => ({ id: identityText(event.high, event.low), source: event.source, place: channel.index })) : [],
    );
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stopListening();
    this.driver?.close();
    await this.reader.close();
  }

  /** Waits, at most a second on the wall clock, for what was emitted before and lies in the queue: it decides about what is due. */
  private whenTaken(dueMs: number, go: () => void): void {
    const until = performance.now() + TAKEN_WITHIN_MS;
    const look = (): void => {
      const taken = this.reader.hasTakenAll || this.newestMs >= dueMs || performance.now() >= until;
      if (taken) go();
      else setTimeout(look, LOOK_AGAIN_MS);
    };
    if (stageBehaviour(this.place).patient) look();
    else go();
  }

  private eventOf({ envelope }: Delivery): FlowEvent {
    const { sources } = this.context.wiring;
    return eventOf(envelope, sources.findIndex((source) => source.id === envelope.source));
  }

  private arrive(delivery: Delivery): Promise<AttemptResult> {
    return new Promise((end) => {
      const { id } = delivery.envelope;
      if (delivery.repeated) this.context.recorder.place(this.place.index).duplicates++;
      const known = this.held.get(id);
      if (known) return this.comesAgain(known, end);
      const held: Held = { id, event: this.eventOf(delivery), port: delivery.port, end, effects: noEffects(), open: 0, leaving: false, decided: [], outcome: undefined };
      this.held.set(id, held);
      this.newestMs = Math.max(this.newestMs, held.event.emittedMs);
      const { restoring } = this;
      if (!restoring) return this.driver?.take(held, held.event, held.port);
      restoring.back.push(held);
      restoring.missing.delete(id);
      if (restoring.missing.size === 0) this.restored();
    });
  }

  /** Its lock was lost while it was held, and it was handed out again: what holds is the newest job. */
  private comesAgain(known: Held, end: Held["end"]): void {
    known.end({ type: "abandoned" });
    known.end = end;
    if (known.outcome !== undefined) end({ type: "done", outcome: known.outcome });
  }

  /** Everything that a dead process held is back: what it had decided is done, the rest is taken in the order in which it was emitted. */
  private restored(): void {
    const { restoring, keys } = this;
    if (!restoring) return;
    const back = restoring.back.splice(0).toSorted((a, b) => a.event.emittedMs - b.event.emittedMs);
    this.inHand++;
    void this.insist(() => keys.journal(back.map(({ id }) => id)))
      .then((journal) => {
        for (const held of back) {
          held.decided = JSON.parse(journal.get(held.id) ?? "[]") as Decided;
          for (const release of held.decided) this.doOne({ item: held, event: held.event, port: held.port, release: { ...release, ticket: -1 } });
        }
        this.restoring = undefined;
        for (const held of back) if (!held.leaving) this.driver?.take(held, held.event, held.port, true);
        for (const held of restoring.back) this.driver?.take(held, held.event, held.port);
      })
      .finally(() => this.inHand--);
  }

  private letGo(batch: readonly LetGo<Held>[], notes: Notes): void {
    const written = batch.filter(({ release }) => release.together);
    for (const { item, release } of written) item.decided = [...item.decided, { plan: release.plan, atMs: release.atMs, stays: release.stays }];
    if (notes.length === 0 && written.length === 0) return this.doAll(batch);
    this.inHand++;
    const journal = written.map(({ item }) => [item.id, JSON.stringify(item.decided)] as const);
    void this.insist(() => this.keys.write(notes, journal))
      .then(() => this.doAll(batch))
      .finally(() => this.inHand--);
  }

  private doAll(batch: readonly LetGo<Held>[]): void {
    for (const each of batch) this.doOne(each);
  }

  private doOne(each: LetGo<Held>): void {
    const { clock, dispatcher, recorder, sampling, outlet } = this.context;
    const { item, event, release } = each;
    item.open++;
    if (release.stays !== true) item.leaving = true;
    const effects = carryOut(dispatcher, recorder, sampling, this.place, each, clock.now());
    this.settling.add(effects);
    void this.insist(() => outlet.settle(effects, false)).then((settled) => {
      this.settling.delete(effects);
      item.open--;
      item.effects.puts.push(...settled.puts);
      item.effects.ends.push(...settled.ends);
      if (!item.leaving || item.open > 0) return;
      item.outcome = outlet.outcomeOf(event.source, item.effects);
      item.end({ type: "done", outcome: item.outcome });
    });
  }

  /** Does again what failed because Redis was away: what a stage has decided does not come again by itself. Repeating changes nothing. */
  private async insist<Result>(action: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (this.closed) return new Promise<Result>(() => {});
        this.context.onError(error as Error);
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
    }
  }

  private moved(id: string): void {
    const held = this.held.get(id);
    if (held?.outcome === undefined) return;
    this.held.delete(id);
    if (held.decided.length > 0) this.keys.forget([id]).catch(this.context.onError);
  }
}
