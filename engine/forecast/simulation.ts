import type { Flow } from "../../design/graph/compile.ts";
import type { Notice } from "../contract/run.ts";
import type { Ledger } from "../contract/ledger.ts";
import type { Sample } from "../contract/sample.ts";
import type { Timer } from "../core/clock.ts";
import { lagOf, readBy } from "../core/consumer-lag.ts";
import { Dispatcher, type Effects, type Sampling } from "../core/dispatch.ts";
import { childrenOf, empty, noEffects, rejected } from "../core/effects.ts";
import type { FlowEvent } from "../core/event.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { LedgerCounter } from "../core/ledger-counter.ts";
import { OwnChecks } from "../core/own-checks.ts";
import { REDRIVE_PORT } from "../core/redrive.ts";
import { NOTHING_COUNTED } from "../core/scaling-loop.ts";
import { Scaling } from "../core/scaling.ts";
import { SourceRunner, type Emission } from "../core/source-runner.ts";
import { answersOf, sourceBehaviour, Wiring, type Place, type WiredEdge } from "../core/wiring.ts";
import type { Standing } from "../kinds/behaviour.ts";
import { logNow, type PlaceNow } from "../metrics/place-totals.ts";
import { Recorder, type MetricsDelta } from "../metrics/recorder.ts";
import { MemoryChannel, type Eviction } from "./channel.ts";
import { magnifiedCounts } from "./coarse/magnifier.ts";
import { ConsumerRunner } from "./consumer.ts";
import { ConsumerCounter } from "./consumer-counter.ts";
import { DeadLetters } from "./dead-letters.ts";
import type { Job } from "./job.ts";
import { Standstill } from "./standstill.ts";
import { StageRunner } from "./stage.ts";
import { MemoryOutlet } from "./memory-outlet.ts";
import { MemoryTopics } from "./topics.ts";
import { ZoneCalls } from "./zone-calls.ts";
import { ForecastZones } from "./zones.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A flow in virtual time: the same behaviours as live, channels in memory. Deterministic to the event (rules E5, F1). */
export class Simulation {
  readonly wiring: Wiring;
  readonly clock = new VirtualClock();
  readonly sampling: Sampling = { every: 1 };
  private readonly recorder: Recorder;
  private readonly dispatcher: Dispatcher;
  private readonly ledgerCounter: LedgerCounter;
  private readonly calls: ZoneCalls;
  readonly zones: ForecastZones;
  private readonly channels = new Map<Place, MemoryChannel>();
  /** The same by place, for the path that every event takes. */
  private readonly channelAt: (MemoryChannel | undefined)[] = [];
  private readonly topics: MemoryTopics;
  /** Used again for every emission whose effects nobody keeps. */
  private readonly scratch = noEffects();
  private readonly stored = new Map<Place, DeadLetters>();
  private readonly consumers = new Map<Place, ConsumerRunner>();
  private readonly stages = new Map<Place, StageRunner>();
  private readonly sources: SourceRunner[] = [];
  private readonly outlet: MemoryOutlet;
  /** Redis is down or takes nothing (rule O4). */
  private readonly away = new Standstill();
  /** What sources emit now will not be on the disk when the power fails: it will be lost, whatever it becomes until then (rule O4). */
  isTail = false;
  readonly scaling: Scaling;
  private readonly counters = new Map<Place, ConsumerCounter>();
  private scalingTimer: Timer | undefined;
  private readonly checks: OwnChecks;

  /** Of a coarse flow (rule F6) each event stands for several: autoscalers are told how many there are. */
  constructor(flow: Flow, seed: number, stopMs: number, onNotice: (notice: Notice) => void = () => {}, eachStandsFor = 1) {
    this.wiring = new Wiring(flow, seed, undefined, eachStandsFor);
    const { places, edges, sources, readings } = this.wiring;
    this.recorder = new Recorder(places.length, edges.length);
    this.dispatcher = new Dispatcher(this.recorder, this.sampling, this.wiring.inForce);
    this.wiring.standing = (edge) => this.standing(edge);
    this.checks = this.clock.beforehand = new OwnChecks(this.wiring);
    this.calls = new ZoneCalls(this.wiring, this.clock, this.recorder, this.sampling);
    this.ledgerCounter = new LedgerCounter(sources.map((place) => place.id));
    this.zones = new ForecastZones({ wiring: this.wiring, clock: this.clock, calls: this.calls, consumers: this.consumers, stages: this.stages, away: this.away });
    this.topics = new MemoryTopics(this.wiring, this.clock, this.recorder, this.dispatcher, (source, reason) => this.ledgerCounter.dropped(source, reason), {
      early: (source, more) => this.outlet.countEarly(source, more),
      cameAgain: (puts) => puts.forEach(({ edge, channel }) => this.recorder.cameAgain(edge.index, channel.index)),
      duplicated: (source, children) => this.ledgerCounter.duplicated(source, children),
    });
    this.outlet = new MemoryOutlet({ channelAt: this.channelAt, logAt: this.topics.logAt, stored: this.stored }, this.clock, this.recorder, this.dispatcher);
    for (const place of this.wiring.keepers) {
      if (place.behaviour.role === "log") continue;
      if (place.behaviour.role === "channel" || place.behaviour.role === "stage")
        this.channels.set(place, new MemoryChannel(place, this.clock, this.recorder, (channel, job, why) => this.evict(channel, job, why)));
      else this.stored.set(place, new DeadLetters(place, this.clock, (event) => this.expired(place, event)));
    }
    for (const [place, channel] of this.channels) {
      this.channelAt[place.index] = channel;
      if (place.behaviour.role === "stage") this.addStage(place, channel);
    }
    for (const { consumer, channel, edge } of readings) {
      const memory = this.channels.get(channel) as MemoryChannel;
      memory.addReader(this.consumer(consumer).reading(memory, edge));
    }
    for (const place of this.topics.consumers) this.topics.join(this.consumer(place));
    this.shareTimes();
    for (const runner of this.consumers.values()) runner.resize();
    for (const place of sources) this.addSource(place, stopMs);
    this.scaling = new Scaling(this.wiring, {
      counts: (place) => magnifiedCounts(this.counters.get(place)?.counts() ?? NOTHING_COUNTED, eachStandsFor),
      scale: (place, replicas) => this.consumers.get(place)?.scale(replicas),
      onNotice,
    });
    for (const { to } of flow.attachments) this.addCounter(this.wiring.node(to.node));
  }

  /** Starts the sources. */
  start(): void {
    this.scaling.start();
    this.awaitScaling();
    for (const source of this.sources) source.start();
  }

  stopSources(): void {
    for (const source of this.sources) source.stop();
  }

  /** True when no source will emit any more. */
  get sourcesFinished(): boolean {
    return this.sources.every((source) => source.finished);
  }

  /** How long the sources produced, once all have finished. */
  get producedMs(): number {
    return Math.max(0, ...this.sources.map((source) => source.producedMs));
  }

  /** Whether nothing will ever happen by itself: nobody waits for a time but autoscalers that have nothing to change. */
  get isStill(): boolean {
    const { pending } = this.clock;
    return pending === 0 || (pending === 1 && this.scalingTimer !== undefined && this.scaling.isSettled(this.clock.now()));
  }

  /** Events in channels, slots and refused emissions, counted. */
  inFlight(): number {
    let count = 0;
    for (const channel of this.channels.values()) count += channel.size;
    for (const source of this.sources) count += source.pending;
    return count + this.topics.size;
  }

  /** Whether all that is in flight waits in stages for events, which nothing is left to bring. */
  get isNothingDue(): boolean {
    if (this.topics.size > 0 || this.sources.some(({ pending }) => pending > 0)) return false;
    return [...this.channels].every(([place, channel]) => channel.size === 0 || this.stages.get(place)?.isStuck === true);
  }

  /** What was measured since the last call. */
  flush(): MetricsDelta {
    for (const [place, runner] of this.consumers) {
      const usage = runner.pool.usage();
      const recorded = this.recorder.place(place.index);
      recorded.busyMs = usage.busyMs;
      recorded.capacityMs = usage.capacityMs;
    }
    this.calls.measure();
    for (const counter of this.counters.values()) counter.flushing();
    return this.recorder.flush();
  }

  /** The samples since the last call or flush. */
  takeSamples(): Sample[] {
    return this.recorder.takeSamples();
  }

  /** How a place stands now. */
  now(index: number): PlaceNow {
    const place = this.wiring.places[index] as Place;
    const channel = this.channels.get(place);
    // What a stage holds waits in it: it has no slots.
    if (channel && this.stages.has(place)) return { depth: channel.size, inFlight: 0, capacity: 0 };
    if (channel) return { depth: channel.depth, inFlight: channel.inSlots, capacity: 0 };
    const called = this.calls.now(place);
    if (called) return called;
    const log = this.topics.logAt[index];
    if (log) return logNow(log.lag(), log.inSlots);
    const runner = this.consumers.get(place);
    if (runner) return { depth: 0, inFlight: runner.pool.busyCount(), capacity: runner.pool.capacity(), slots: runner.pool.picture(), restarts: runner.pool.restarts() };
    const scaling = this.scaling.now(place);
    if (scaling) return { depth: 0, inFlight: 0, capacity: 0, scaling };
    const stored = this.stored.get(place);
    return { depth: stored?.size ?? 0, inFlight: 0, capacity: 0 };
  }

  ledger(): Ledger {
    const inFlight: number[] = [];
    for (const channel of this.channels.values()) channel.countBySource(inFlight);
    for (const log of this.topics.logs.values()) log.countBySource(inFlight);
    for (const [index, source] of this.sources.entries()) inFlight[index] = (inFlight[index] ?? 0) + source.pending;
    const dead: number[] = [];
    for (const letters of this.stored.values()) letters.countBySource(dead);
    return this.ledgerCounter.ledger(dead, inFlight, this.outlet.early);
  }

  /** A broker of a topic dies or comes back (rule T7, modelled): at a design time, or now where that is past. */
  setBroker({ topic, broker, isDown, atMs }: TimedBrokerChange): void {
    const log = this.topics.logs.get(this.wiring.node(topic));
    if (atMs <= this.clock.now()) log?.setBroker(broker, isDown);
    else this.clock.at(atMs, () => log?.setBroker(broker, isDown));
  }

  /** What runs a consumer; undefined for other nodes. */
  runnerOf(node: string): ConsumerRunner | undefined {
    return this.consumers.get(this.wiring.node(node));
  }

  /** Applies the settings of a newer compilation of the same graph. */
  update(flow: Flow): void {
    this.wiring.adopt(flow);
    for (const place of this.wiring.places) {
      this.consumers.get(place)?.resize();
      this.stages.get(place)?.update();
      this.channels.get(place)?.pump();
    }
    this.calls.update(flow);
    this.checks.update();
    for (const [index, place] of this.wiring.sources.entries()) this.sources[index]?.update(sourceBehaviour(place));
    this.scaling.update(this.clock.now());
    this.scalingTimer?.cancel();
    this.awaitScaling();
  }

  /** Lets the autoscalers look when the next one is due (rule O1). */
  private awaitScaling(): void {
    const nextMs = this.scaling.nextMs();
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.scalingTimer = this.clock.at(nextMs, () => {
      this.scaling.advance(this.clock.now());
      this.awaitScaling();
    });
  }

  private addCounter(place: Place): void {
    const runner = this.consumers.get(place);
    const lag = (): number => lagOf(this.wiring, place, (index) => this.now(index));
    if (runner) this.counters.set(place, new ConsumerCounter(this.recorder, place, readBy(this.wiring, place), lag, runner.pool));
  }

  /** Where one consumer reads one channel and no other does, the channel's times are the consumer's. */
  private shareTimes(): void {
    const { readings } = this.wiring;
    for (const { channel, consumer } of readings) {
      const isPair = readings.every((other) => (other.channel === channel) === (other.consumer === consumer));
      // Where calls are timed as well, the two differ.
      if (isPair && !answersOf(consumer)) this.recorder.place(channel.index).timedAs = this.recorder.place(consumer.index);
    }
  }

  /** How the node that an edge leads to stands at this moment. */
  private standing(edge: WiredEdge): Standing {
    const called = edge.type === "call" ? this.calls.now(edge.to) : undefined;
    if (called) return { waiting: called.depth, served: called.inFlight, isCalled: true, open: this.calls.openOn(edge), isUp: !this.calls.isGone(edge.to) };
    const channel = edge.channel && this.channels.get(edge.channel);
    const pool = this.consumers.get(edge.to)?.pool;
    return { waiting: channel?.depth ?? 0, served: channel?.inSlots ?? 0, isCalled: false, open: 0, isUp: pool === undefined || pool.capacity() > 0 };
  }

  private consumer(place: Place): ConsumerRunner {
    const known = this.consumers.get(place);
    if (known) return known;
    const channels = this.wiring.readings
      .filter((reading) => reading.consumer === place)
      .map((reading) => this.channels.get(reading.channel) as MemoryChannel);
    const runner = new ConsumerRunner(
      place,
      () => channels,
      this.clock,
      this.recorder,
      this.dispatcher,
      this.sampling,
      this.calls,
      (effects, failed) => this.outlet.takenAtOnce(effects, failed),
      (effects, failed, done) => this.outlet.settle(effects, failed, undefined, done),
      (source, effects) => this.ledgerCounter.became(source, effects),
    );
    this.consumers.set(place, runner);
    return runner;
  }

  private addStage(place: Place, channel: MemoryChannel): void {
    const runner = new StageRunner(
      place,
      channel,
      this.clock,
      this.recorder,
      this.dispatcher,
      this.sampling,
      (effects, failed) => this.outlet.takenAtOnce(effects, failed),
      (effects, failed, done) => this.outlet.settle(effects, failed, undefined, done),
      (source, effects) => this.ledgerCounter.became(source, effects),
      (source, more) => this.outlet.countEarly(source, more),
    );
    this.stages.set(place, runner);
    channel.addReader(runner);
  }

  private addSource(place: Place, stopMs: number): void {
    const index = this.sources.length;
    const runner = new SourceRunner(this.clock, sourceBehaviour(place), (emission) => this.emit(place, runner, index, emission), stopMs);
    this.sources.push(runner);
  }

  private emit(place: Place, runner: SourceRunner, index: number, emission: Emission): void {
    const recorded = this.recorder.place(place.index);
    recorded.out++;
    this.ledgerCounter.produced(index);
    this.dispatcher.seen(place, emission.event, "emitted");
    const { scratch } = this;
    empty(scratch);
    this.dispatcher.emit(place, "out", emission.event, 1, emission.event.emittedMs, false, scratch);
    if (this.isTail && scratch.puts.length > 0) {
      this.ledgerCounter.became(index, scratch);
      this.ledgerCounter.lose(childrenOf(scratch.puts));
      return runner.settled(emission);
    }
    const isAway = this.away.isOn && scratch.puts.length > 0;
    if (!isAway && this.outlet.takenAtOnce(scratch, false)) {
      this.ledgerCounter.became(index, scratch);
      return runner.settled(emission);
    }
    const effects: Effects = { puts: [...scratch.puts], ends: [...scratch.ends] };
    const refused = (): boolean => {
      recorded.refused++;
      return runner.refused(emission);
    };
    const became = (settled: Effects): void => {
      this.ledgerCounter.became(index, settled);
      runner.settled(emission);
    };
    if (!isAway) return this.outlet.settle(effects, false, refused, became);
    // Who does not wait for a broker that is down drops the event (rule P5).
    if (!refused()) return became(rejected(effects));
    this.away.afterwards(() => this.outlet.settle(effects, false, refused, became));
  }

  /** Sends what lies in a dead letter over its redrive port; returns how many events that is. */
  redrive(place: Place): number {
    const letters = this.stored.get(place);
    const events = letters?.take() ?? [];
    for (const event of events) {
      const effects = noEffects();
      this.dispatcher.emit(place, REDRIVE_PORT, event, 1, this.clock.now(), false, effects);
      this.outlet.settle(effects, false, undefined, (settled) => {
        this.recorder.place(place.index).out++;
        letters?.left(event);
        this.ledgerCounter.became(event.source, settled);
      });
    }
    return events.length;
  }

  /** A dead letter was too old. */
  private expired(place: Place, event: FlowEvent): void {
    this.ledgerCounter.became(event.source, { puts: [], ends: [{ as: "dropped", reason: "retention", place }] });
  }

  /** An event left a channel without its consumer: the oldest of a full queue, one that stalled too often, or one that expired. */
  private evict(channel: MemoryChannel, job: Job, why: Eviction): void {
    this.outlet.settle(this.evicted(channel, job, why), true, undefined, (settled) => {
      channel.gone(job);
      this.ledgerCounter.became(job.event.source, settled);
    });
  }

  private evicted(channel: MemoryChannel, job: Job, why: Eviction): Effects {
    const reader = this.wiring.readings.find((reading) => reading.channel === channel.place);
    if (why === "stalled" && reader) return this.consumer(reader.consumer).exhausted(channel, job, "delivery_limit");
    const effects = noEffects();
    const now = this.clock.now();
    const reason = why === "expired" ? "expired" : why === "overflow" ? "maxlen" : "delivery_limit";
    this.dispatcher.run(channel.behaviour.exhausted(job.event, reason, now), channel.place, now, true, effects, job.event);
    return effects;
  }
}
