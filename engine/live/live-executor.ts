import type { Design } from "../../design/document/schema.ts";
import { AppError, messageOf } from "../../design/errors.ts";
import { flowOf } from "../../design/graph/compile.ts";
import type { Report } from "../contract/report.ts";
import type { Notice, RunState } from "../contract/run.ts";
import type { LiveEnvironment } from "../core/environment.ts";
import { Deferred } from "../core/deferred.ts";
import type { Executor, Experiments, RunListener, RunOptions, TimeSums, UpdateResult } from "../core/executor.ts";
import type { BrokerChange } from "../core/log/broker-change.ts";
import { redrivable } from "../core/redrive.ts";
import { reportOf } from "../core/report.ts";
import type { EarlyChild } from "../core/ledger.ts";
import { designAt, wallNow, type ClockState } from "../core/run-clock.ts";
import { planUpdate } from "../core/update.ts";
import { Wiring } from "../core/wiring.ts";
import { RecoveryWatch } from "../metrics/recovery-watch.ts";
import { RunMetrics } from "../metrics/run-metrics.ts";
import { RedisSide } from "../redis/redis-side.ts";
import { refuseUnusable } from "../core/refuse-unusable.ts";
import { refuseUnapproved } from "./edges/refuse-unapproved.ts";
import { LiveAlerts } from "./alerts/live-alerts.ts";
import { AUDITED_WITHIN_MS, LiveAudit } from "./live-audit.ts";
import { LiveChaos } from "./chaos/live-chaos.ts";
import { Books } from "./books.ts";
import { Crew, type Member } from "./crew.ts";
import type { FromProcess, RunInit } from "./messages.ts";
import { GroupHost } from "./group-host.ts";
import { channelKey } from "./outlet.ts";
import { LiveFrames } from "./live-frames.ts";
import { LiveNumbers } from "./live-numbers.ts";
import { LiveScaling } from "./live-scaling.ts";
import { nextThing } from "./next-thing.ts";
import { OpenEndpoints } from "./open-endpoints.ts";
import { openToWorkers } from "./remote/open-to-workers.ts";
import type { RemoteWorkers } from "./remote/remote-workers.ts";
import { RollCall } from "./roll-call.ts";
import { ToldBrokers } from "./told-brokers.ts";
import { Turns } from "./turns.ts";
import { whoRunsIt } from "./zone-states.ts";
import { zoneProcesses } from "./zones.ts";

/** Length of a frame, ms on the wall clock. */
const FRAME_MS = 100;
/** The longest wait for the processes to come up, ms. */
const READY_MS = 20_000;

/** Runs a design for real: BullMQ on Redis, sources and consumers in processes of their own. */
export function createLiveExecutor(options: RunOptions, listener: RunListener, environment: LiveEnvironment): Executor {
  return new LiveExecutor(options, listener, environment);
}

class LiveExecutor implements Executor {
  readonly mode = "live";
  private flow;
  private readonly wiring: Wiring;
  private readonly metrics: RunMetrics;
  private readonly crew: Crew;
  private readonly redis: RedisSide;
  private remote: RemoteWorkers | undefined;
  private readonly books: Books;
  private readonly groups: GroupHost;
  private clock: ClockState;
  private originMs = 0;
  private phase: RunState["phase"] = "starting";
  private message: string | undefined;
  private readonly numbers = new LiveNumbers();
  private readonly scalers: LiveScaling;
  private readonly watched: LiveAlerts;
  private readonly frames: LiveFrames;
  private early: readonly EarlyChild[] = [];
  private readonly brokers: ToldBrokers;
  private readonly experiments: LiveChaos;
  private ticker: ReturnType<typeof setTimeout> | undefined;
  private producedUntilMs: number | undefined;
  private readonly endpoints: OpenEndpoints;
  private readonly rollCall = new RollCall();
  /** Changes of the clock and the end happen one after the other. */
  private readonly turns = new Turns();
  private readonly outcome = new Deferred<Report>();
  readonly finished = this.outcome.promise;

  constructor(
    private readonly options: RunOptions,
    private readonly listener: RunListener,
    private readonly environment: LiveEnvironment,
  ) {
    this.flow = flowOf(options.design);
    this.wiring = new Wiring(this.flow, options.seed);
    this.metrics = new RunMetrics(this.wiring, 0, new RecoveryWatch(this.wiring));
    this.clock = { wallMs: wallNow(), designMs: 0, speed: options.speed, paused: true };
    this.redis = new RedisSide(environment.redisUrl, options.runId, (notice) => this.notice(notice));
    this.groups = new GroupHost(this.wiring, this.clock, this.redis.keys, (notice) => this.notice(notice));
    this.books = new Books(this.wiring, this.redis.keys, options.audit ? new LiveAudit(this.wiring, this.redis.keys, this.redis.auditLog()) : undefined);
    this.endpoints = new OpenEndpoints(this.wiring, (notice) => this.notice(notice));
    this.crew = new Crew(options.runId, environment.spawnWorker, zoneProcesses(this.wiring), {
      onMessage: (member, message) => this.heard(member, message),
      onNotice: (notice) => this.notice(notice),
      onGone: (member) => this.gone(member),
      onChange: () => this.over() || this.enter(this.phase, this.message),
      init: (member) => this.init(environment.redisUrl, member),
    });
    const { wiring, metrics, numbers, books, redis } = this;
    const onNotice = (notice: Notice): void => this.notice(notice);
    this.scalers = new LiveScaling({ wiring, metrics, members: () => this.crew.members, channelNow: (place) => numbers.channel(place), onNotice });
    const { scalers } = this;
    const onChange = (): void => void (this.over() || this.enter(this.phase, this.message));
    this.watched = new LiveAlerts({ design: options.design, wiring, crew: this.crew, shares: scalers.shares, approved: environment.approvedWebhooks ?? [], dateOf: (atMs) => new Date(this.originMs + atMs), onNotice, onChange });
    this.frames = new LiveFrames({
      options, wiring, metrics, numbers, books, redis, scalers, alerts: this.watched.alerts, listener,
      now: () => ({ atMs: this.nowMs(), speed: this.clock.speed, producedUntilMs: this.producedUntilMs }),
      broadcast: (message) => this.crew.broadcast(message),
    });
    this.brokers = new ToldBrokers(wiring, (change) => this.crew.broadcast({ type: "broker", change }), onNotice);
    this.experiments = new LiveChaos({
      runId: options.runId, seed: options.seed, design: options.design, clock: this.groups.clock, watch: metrics.recovery, wiring, crew: this.crew, environment,
      setBroker: (change) => this.setBroker(change),
      apply: (design) => this.apply(design),
      onNotice, onChange,
    });
  }

  get chaos(): Experiments {
    return this.experiments.timeline;
  }

  timeSums(): TimeSums {
    return this.metrics.sums();
  }

  state(): RunState {
    const { runId, forMs, seed } = this.options;
    const atMs = this.nowMs();
    const progress = forMs ? Math.min(1, atMs / forMs) : undefined;
    return { runId, mode: "live", phase: this.phase, atMs, forMs, speed: this.clock.speed, seed, message: this.message, progress, endpoints: this.endpoints.all(), experiments: this.experiments.timeline.states(), alerts: this.watched.alerts.shown(), ...whoRunsIt(this.crew.members, this.environment) };
  }

  async start(): Promise<void> {
    this.enter("starting");
    refuseUnusable(this.flow);
    refuseUnapproved(this.flow, this.environment.approvedWebhooks ?? []);
    await this.redis.ready();
    await this.redis.prepare(this.flow, this.clock.speed);
    this.scalers.scaling.start();
    await this.experiments.prepare();
    const ready = this.everyMember("ready", READY_MS);
    this.crew.start();
    try {
      await ready;
      // Groups that begin at the end of their topics must have begun before the first event.
      await this.redis.within(this.groups.quiet(), READY_MS);
    } catch (error) {
      if (this.over()) return;
      await this.crew.end();
      this.experiments.close();
      await this.redis.close();
      throw error;
    }
    if (this.over()) return;
    // Every process is up: design time begins now, for all of them at once.
    this.originMs = wallNow();
    this.setClock({ wallMs: this.originMs, designMs: 0, speed: this.options.speed, paused: this.options.paused });
    this.experiments.timeline.start();
    this.enter(this.options.paused ? "paused" : "running");
    const { environment, options, wiring, crew, scalers } = this;
    this.remote = openToWorkers({ environment, runId: options.runId, wiring, crew, shares: scalers.shares, onNotice: (notice) => this.notice(notice) });
    this.tick();
    // Who is told that the run is going on may tell others, who join it.
    await this.redis.within(this.remote?.open ?? Promise.resolve());
  }

  pause(): Promise<void> {
    return this.turns.take(async () => {
      if (this.clock.paused || this.over()) return;
      const now = wallNow();
      this.setClock({ wallMs: now, designMs: designAt(this.clock, now), speed: this.clock.speed, paused: true });
      // A backoff that begins after the others were parked would not be.
      await this.flushed();
      await this.redis.park(this.flow, this.clock.speed);
      await this.settle();
      this.enter("paused");
    });
  }

  resume(): Promise<void> {
    return this.turns.take(async () => {
      if (!this.clock.paused || this.over()) return;
      await this.redis.unpark(this.clock.speed);
      this.setClock({ ...this.clock, wallMs: wallNow(), paused: false });
      this.enter(this.producedUntilMs === undefined ? "running" : "draining");
    });
  }

  async step(): Promise<void> {
    await this.pause();
    await this.turns.take(async () => {
      if (this.over()) return;
      const { crew, groups, redis, clock } = this;
      const next = await nextThing({ crew, groups, redis, designMs: clock.designMs, everyMember: (type, withinMs, onAnswer) => this.everyMember(type, withinMs, onAnswer) });
      if (!next) return;
      const before = this.clock.designMs;
      this.setClock({ ...this.clock, wallMs: wallNow(), designMs: Math.max(before, next.atMs) });
      await next.fire();
      // What a process appended to a topic, another is to have at hand before it is asked what comes next.
      if (this.wiring.logReadings.length > 0) await this.flushed();
      await this.settle();
      await this.redis.advance(this.clock.designMs - before);
      this.enter("paused");
    });
  }

  setSpeed(speed: number): Promise<void> {
    return this.turns.take(async () => {
      if (this.over() || speed === this.clock.speed) return;
      const now = wallNow();
      const before = this.clock.speed;
      this.setClock({ wallMs: now, designMs: designAt(this.clock, now), speed, paused: this.clock.paused });
      await this.redis.changeSpeed(this.flow, before, speed, this.clock.paused);
      this.enter(this.phase);
    });
  }

  update(design: Design): Promise<UpdateResult> {
    this.watched.alerts.update(design);
    return this.apply(this.experiments.timeline.over(design));
  }

  private async apply(design: Design): Promise<UpdateResult> {
    const { flow, result } = planUpdate(this.flow, design);
    if (flow) {
      this.flow = flow;
      this.wiring.adopt(flow);
      this.crew.broadcast({ type: "update", design });
      this.scalers.scaling.update(this.nowMs());
      await this.redis.prepare(flow, this.clock.speed);
    }
    return result;
  }

  async redrive(node: string): Promise<number> {
    const place = redrivable(this.wiring, node);
    if (this.over()) return 0;
    const events = await this.redis.deadLetters(channelKey(place)).intend();
    this.crew.broadcast({ type: "redrive", place: place.index });
    return events;
  }

  async setBroker(change: BrokerChange, atMs = 0): Promise<number> {
    return this.brokers.set(change, Math.max(atMs, this.nowMs()), this.over());
  }

  async startZone(zone: string): Promise<void> {
    if (!this.over()) this.crew.startNow(zone);
  }

  stop(): Promise<void> {
    return this.turns.take(() => this.end("stopped"));
  }

  async finish(): Promise<void> {}

  private init(redisUrl: string, member: Member): RunInit {
    const { runId, seed, forMs } = this.options;
    const { originMs, clock } = this;
    return { type: "init", runId, redisUrl, design: this.flow.design, seed, originMs: originMs || wallNow(), clock, sampling: this.frames.sampling, stopMs: forMs, audit: this.options.audit, forgetsIds: this.options.forgetsIds, nodes: member.nodes, isHome: member.isHome, replicas: this.scalers.shares.of(member), inForce: this.watched.inForce, brokers: this.brokers.all(), link: this.experiments.linkOf(member), listening: this.endpoints.listening(member.zone), approvedWebhooks: this.environment.approvedWebhooks ?? [] };
  }

  private gone(member: Member): void {
    this.groups.gone(member);
    this.numbers.gone(member);
    this.scalers.shares.tell();
  }

  private heard(member: Member, message: FromProcess): void {
    if (this.groups.heard(member, message)) return;
    if (message.type === "measured") this.numbers.heard(member, message);
    else if (message.type === "samples") this.listener.onSamples?.(message.samples);
    else if (message.type === "endpoints") {
      this.endpoints.heard(member.zone, message.port, message.endpoints);
      if (!this.over()) this.enter(this.phase, this.message);
    } else if (message.type === "notice") this.notice(message.notice);
    else if (message.type === "failed") void this.fail(new AppError("engine-lost", message.message));
    this.rollCall.heard(member, message);
  }

  /** One frame, then the next: Redis is asked in between, so that a slow Redis slows frames rather than piling them up. */
  private tick(): void {
    this.ticker = setTimeout(() => {
      this.frames
        .next()
        .then(() => this.endWhenDone())
        .catch((error: unknown) => this.notice({ level: "warning", code: "frame", message: messageOf(error) }))
        .finally(() => {
          if (!this.over()) this.tick();
        });
    }, FRAME_MS);
  }

  /** Ends the production when its time is over or every source has finished, and the run when nothing is in flight. */
  private async endWhenDone(): Promise<void> {
    if (this.phase !== "running" && this.phase !== "draining") return;
    const { forMs, drainMs } = this.options;
    const nowMs = this.nowMs();
    if (this.producedUntilMs === undefined) {
      this.producedUntilMs = this.numbers.producedUntil(this.wiring, nowMs, forMs ?? Number.POSITIVE_INFINITY);
      if (this.producedUntilMs === undefined) return;
      this.crew.broadcast({ type: "stop-sources" });
    }
    const held = this.numbers.held(this.wiring);
    if (held.length === 0 || this.numbers.stuck(this.wiring) !== undefined) return this.turns.take(() => this.endIfEmpty());
    this.enter("draining", `waiting for ${held.join(", ")}`);
    if (nowMs - this.producedUntilMs >= drainMs) await this.turns.take(() => this.end("drain-timeout"));
  }

  /** Looks again with everything settled: an event may have been between two channels. */
  private async endIfEmpty(): Promise<void> {
    if (this.over()) return;
    await this.settle();
    const { ledger } = this.frames;
    if (!ledger || this.over()) return;
    if (ledger.inFlight === 0) await this.end("drained");
    else if (this.numbers.stuck(this.wiring) === ledger.inFlight) await this.end("nothing-due");
  }

  private async end(ended: Report["ended"]): Promise<void> {
    if (this.over()) return;
    const endMs = this.nowMs();
    const durationMs = this.producedUntilMs ?? endMs;
    this.enter("stopping");
    this.rollCall.giveUp();
    clearTimeout(this.ticker);
    await this.experiments.timeline.close();
    this.groups.close();
    this.setClock({ ...this.clock, wallMs: wallNow(), designMs: endMs, paused: true });
    this.crew.broadcast({ type: "stop-sources" });
    await this.settle();
    await this.crew.end();
    this.experiments.close();
    this.remote?.close();
    const { ledger, audit } = (await this.redis.within(this.books.closed(this.early), this.options.audit ? AUDITED_WITHIN_MS : 5000)) ?? { ledger: this.frames.ledger, audit: undefined };
    await this.redis.within(this.redis.keys.clean(), 10_000);
    await this.redis.close();
    this.frames.close();
    if (!ledger) return this.outcome.reject(new AppError("redis-lost", "Redis is gone, and the run's counts with it. Start Redis again and run the design once more."));
    const saturated = this.frames.saturated();
    const { wiring, metrics } = this;
    const remembered = this.redis.remembered(wiring);
    const drainedMs = endMs - durationMs;
    const report = reportOf({ mode: "live", wiring, metrics, ledger, durationMs, drainedMs, ended, saturated, problems: [], redis: this.redis.version, remembered, audit, scaling: this.scalers.scaling.report(endMs), experiments: this.experiments.timeline.report(ledger), alerts: this.watched.alerts.report() });
    this.enter(ended === "failed" ? "failed" : "finished");
    this.outcome.resolve(report);
  }

  private fail(error: AppError): Promise<void> {
    this.notice({ level: "error", code: error.code, message: error.message });
    return this.turns.take(() => this.end("failed"));
  }

  /** Waits until nothing is on its way, then reads the ledger and shows it. */
  private async settle(): Promise<void> {
    await this.flushed();
    await this.frames.settled(this.early);
  }

  /** Waits until nothing is on its way, as far as the processes know. */
  private async flushed(): Promise<void> {
    this.early = await this.rollCall.flushed(this.crew);
  }

  private everyMember(type: FromProcess["type"], withinMs: number, onAnswer?: (member: Member, message: FromProcess) => void): Promise<void> {
    return this.rollCall.every(this.crew.members, type, withinMs, onAnswer);
  }

  private setClock(clock: ClockState): void {
    this.clock = clock;
    // A run that was started paused begins when it is let go: a process that is started again must take the same date for it.
    if (clock.designMs === 0 && !clock.paused) this.originMs = clock.wallMs;
    this.groups.clock.set(clock);
    this.crew.broadcast({ type: "clock", clock });
  }

  private nowMs(): number {
    return designAt(this.clock, wallNow());
  }

  private over(): boolean {
    return this.phase === "finished" || this.phase === "failed" || this.phase === "stopping";
  }

  private notice(notice: Notice): void {
    this.metrics.recovery?.heard(notice.code, this.nowMs());
    this.listener.onNotice({ ...notice, atMs: notice.atMs ?? this.nowMs() });
  }

  private enter(phase: RunState["phase"], message?: string): void {
    this.phase = phase;
    this.message = message;
    this.listener.onState(this.state());
  }
}
