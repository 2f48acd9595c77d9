import type { Ledger } from "../contract/ledger.ts";
import type { Report } from "../contract/report.ts";
import type { Alerts } from "../core/alerts/alerts.ts";
import { samplingFor } from "../core/dispatch.ts";
import type { RunListener, RunOptions } from "../core/executor.ts";
import type { EarlyChild } from "../core/ledger.ts";
import type { Wiring } from "../core/wiring.ts";
import { byPlace } from "../metrics/by-place.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import { mergeSamples, type RunMetrics } from "../metrics/run-metrics.ts";
import type { RedisSide } from "../redis/redis-side.ts";
import type { Books } from "./books.ts";
import type { LiveNumbers } from "./live-numbers.ts";
import type { LiveScaling } from "./live-scaling.ts";
import type { ToProcess } from "./messages.ts";
import { MachineMeter } from "./machine-meter.ts";
import { ProcessMeter } from "./process-meter.ts";
import { SaturationWatch } from "./saturation.ts";
import { balancedPlaces, calledPlaces } from "./standings.ts";

/** The ledger is read at every fifth frame. */
const LEDGER_EVERY = 5;
/** Redis' own load is read at every tenth. */
const LOAD_EVERY = 10;
/** Samples drawn on a screen, roots per second on the wall clock. */
const SAMPLED_PER_SECOND = 200;

/** Where a run stands when a frame is made. */
export interface FrameTime {
  readonly atMs: number;
  readonly speed: number;
  readonly producedUntilMs: number | undefined;
}

/** What frames are made of, and who is told. */
export interface FrameSource {
  readonly options: Pick<RunOptions, "sampleAll">;
  readonly wiring: Wiring;
  readonly metrics: RunMetrics;
  readonly numbers: LiveNumbers;
  readonly books: Books;
  readonly redis: RedisSide;
  readonly scalers: LiveScaling;
  readonly alerts: Alerts;
  readonly listener: RunListener;
  now(): FrameTime;
  broadcast(message: ToProcess): void;
}

/** Puts together what the processes of a live run measured and what Redis holds, and tells screens, balancers and autoscalers (rules M1, M3). */
export class LiveFrames {
  /** As it was read last. */
  ledger: Ledger | undefined;
  /** Samples stand for so many events each. */
  sampling = 1;
  private made = 0;
  private readonly meter = new ProcessMeter("engine");
  private readonly machine = new MachineMeter();
  private readonly watch = new SaturationWatch();
  private readonly everSaturated = new Map<string, string>();
  /** Places that load balancers send events to. */
  private readonly balanced: readonly number[];
  /** Places that they call. */
  private readonly called: readonly number[];

  constructor(private readonly source: FrameSource) {
    this.balanced = balancedPlaces(source.wiring);
    this.called = calledPlaces(source.wiring);
  }

  /** A frame of a run that is going on. A Redis that does not answer must not stop the screen: the last numbers stand until it does. */
  async next(): Promise<void> {
    const { books, numbers, redis, wiring } = this.source;
    const truth = this.made++ % LEDGER_EVERY === 0 || !this.ledger;
    const read = await redis.within(truth ? books.ledger(false, numbers.produced(wiring.sources)) : books.lengths().then((lengths) => ({ ledger: this.ledger, lengths })));
    if (read?.ledger) this.ledger = read.ledger;
    if (read) numbers.noteLengths(read.lengths);
    if (this.ledger) await this.show(this.ledger);
  }

  /** A frame with nothing on its way, so that the books can be closed. */
  async settled(early: readonly EarlyChild[]): Promise<void> {
    const { books, numbers, redis } = this.source;
    const read = await redis.within(books.ledger(true, [], early), 2000);
    if (!read) return;
    this.ledger = read.ledger;
    numbers.noteLengths(read.lengths);
    await this.show(read.ledger);
  }

  /** Who could not keep up at any time, and how that was seen. */
  saturated(): Report["saturated"] {
    return [...this.everSaturated].map(([what, by]) => ({ what, by }));
  }

  close(): void {
    this.meter.stop();
  }

  private async show(ledger: Ledger): Promise<void> {
    const { numbers, metrics, redis, scalers, alerts, listener, wiring } = this.source;
    const { atMs, speed, producedUntilMs } = this.source.now();
    const deltas = numbers.takeDeltas();
    const measured = numbers.processes();
    // The engine itself shows frames; what is measured is measured in the run's own processes.
    const own = this.meter.frame();
    const saturated = this.watch.observe({
      processes: measured,
      sources: wiring.sources.map((place) => ({ name: place.name, lateMs: (numbers.source(place)?.lateMs ?? 0) / speed })),
      machine: this.machine.load(),
      redis: redis.load,
      ownDelayMs: own.loopDelayMs,
    }, performance.now());
    for (const { what, by } of saturated) this.everSaturated.set(what, by);
    const now = (place: number): PlaceNow => numbers.channel(place) ?? scalers.now(place) ?? numbers.slots(place);
    const frame = metrics.frame(deltas, {
      atMs,
      now,
      ledger,
      processes: [own, ...measured],
      redis: redis.load,
      saturated,
      sampling: this.sampling,
      producedUntilMs,
    });
    if (this.made % LOAD_EVERY === 0) await redis.within(redis.measure());
    if (alerts.isInUse) {
      const places = byPlace(deltas, wiring.places.length);
      alerts.observe({ atMs, deltas: (place) => places[place] ?? [], now, ledger, producedUntilMs });
    }
    const standings = alerts.standings();
    listener.onFrame?.(standings ? { ...frame, alerts: standings } : frame);
    this.tellStandings();
    scalers.scaling.advance(frame.atMs);
    const samples = mergeSamples(deltas);
    if (samples.length > 0) listener.onSamples?.(samples);
    const rate = Object.values(frame.nodes).reduce((most, node) => Math.max(most, node.inPerSecond, node.outPerSecond), 0) * speed;
    this.sample(samplingFor(rate, this.source.options.sampleAll ? Number.POSITIVE_INFINITY : SAMPLED_PER_SECOND));
  }

  private sample(every: number): void {
    if (every === this.sampling) return;
    this.sampling = every;
    this.source.broadcast({ type: "sampling", every });
  }

  /** Tells load balancers how their targets stand (rule R5). */
  private tellStandings(): void {
    const { balanced, called, made } = this;
    const { numbers } = this.source;
    if (balanced.length === 0 && called.length === 0) return;
    const places = balanced.map((place): [number, PlaceNow] => [place, numbers.channel(place) ?? numbers.slots(place)]);
    this.source.broadcast({ type: "standings", frame: made, places, gone: called.filter((place) => !numbers.isRun(place)) });
  }
}
