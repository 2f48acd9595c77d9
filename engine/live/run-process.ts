import { randomBytes } from "node:crypto";
import { flowOf } from "../../design/graph/compile.ts";
import { isAppError, messageOf } from "../../design/errors.ts";
import { CallEngine } from "../core/call-engine.ts";
import { OwnChecks } from "../core/own-checks.ts";
import { Dispatcher, type Sampling } from "../core/dispatch.ts";
import { RunClock, type ClockState } from "../core/run-clock.ts";
import { traceOfRun } from "../core/trace-context.ts";
import { answersOf, sourceBehaviour, Wiring, type Place } from "../core/wiring.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import { Recorder } from "../metrics/recorder.ts";
import { connect, onServerBack, type RedisClient } from "../redis/connection.ts";
import { takeDetour } from "../redis/detour.ts";
import { Mailbox } from "../redis/mailbox.ts";
import { RunKeys } from "../redis/run-keys.ts";
import { LiveDeadLetter } from "./live-dead-letter.ts";
import { callMessagesIn } from "./call-messages.ts";
import { CallsElsewhere } from "./calls-elsewhere.ts";
import { CheckTimer } from "./check-timer.ts";
import { Edges } from "./edges/edges.ts";
import { LiveSchedule } from "./live-schedule.ts";
import { LiveConsumer } from "./live-consumer.ts";
import { LiveStage } from "./live-stage.ts";
import { LiveSource, type SourceState } from "./live-source.ts";
import type { GroupMessage, HostLink, RunInit, ToProcess, ZoneLink } from "./messages.ts";
import { Outlet } from "./outlet.ts";
import { Standings } from "./standings.ts";
import { TopicBrokers } from "./topic-brokers.ts";
import { ProcessMeter } from "./process-meter.ts";
import { Sweeper } from "./sweeper.ts";
import { isEdge } from "./zones.ts";

/** How often a process tells what it measured, ms on the wall clock. */
const TELL_MS = 100;
/** How often it tells of samples: dots are seen to move. */
const SAMPLES_MS = 30;
/** How often it looks for dead letters that are too old, ms on the wall clock. */
const EXPIRE_MS = 250;
/** How often it looks whether what was on its way has arrived. */
const SETTLE_MS = 5;
/** The longest that it waits for that: a lost lock or a lost Redis may keep an event on its way. */
const SETTLE_MOST_MS = 2000;
/** The longest that it goes on with what it has in hand when it is to end. */
const DRAIN_MOST_MS = 5000;

/** How long the same problem is not told again, ms; and how many are remembered. */
const SAME_PROBLEM_MS = 1000;
const MOST_PROBLEMS = 100;

/** Which part of the flow a process runs. */
export type Part = "load" | "consumers";

/** A process of a live run: the load process with the sources, or a worker with the consumers of a zone. */
export class RunProcess {
  private readonly wiring: Wiring;
  private readonly clock: RunClock;
  private readonly recorder: Recorder;
  private readonly sampling: Sampling;
  private readonly commands: RedisClient;
  private readonly runKeys: RunKeys;
  private readonly brokers: TopicBrokers;
  private readonly outlet: Outlet;
  private readonly dispatcher: Dispatcher;
  private readonly calls: CallEngine;
  private readonly mailbox: Mailbox;
  private readonly callsElsewhere: CallsElsewhere;
  private readonly standings: Standings;
  private readonly checks: CheckTimer;
  private readonly meter: ProcessMeter;
  private readonly edges: Edges;
  private readonly sweeper: Sweeper;
  private sources: LiveSource[] = [];
  private readonly schedules = new Map<Place, LiveSchedule>();
  private consumers: LiveConsumer[] = [];
  private stages: LiveStage[] = [];
  private deadLetters: LiveDeadLetter[] = [];
  /** Whether an experiment is on that concerns its connections (rule O4). */
  private readonly network = { isImpaired: false };
  /** When each problem was told last. */
  private readonly problems = new Map<string, number>();
  private expiry: ReturnType<typeof setInterval> | undefined;
  private teller: ReturnType<typeof setInterval> | undefined;
  private sampleTeller: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly init: RunInit,
    private readonly part: Part,
    name: string,
    private readonly link: HostLink,
  ) {
    this.wiring = new Wiring(flowOf(init.design), init.seed, init.originMs);
    this.clock = new RunClock(init.clock);
    this.recorder = new Recorder(this.wiring.places.length, this.wiring.edges.length);
    this.sampling = { every: init.sampling };
    const onError = (error: Error): void => this.problem(error);
    this.setLink(init.link);
    this.wiring.inForce.set(init.inForce ?? []);
    this.commands = connect(init.redisUrl, onError);
    this.runKeys = new RunKeys(this.commands, init.runId);
    this.dispatcher = new Dispatcher(this.recorder, this.sampling, this.wiring.inForce);
    this.mailbox = new Mailbox(init.redisUrl, init.runId, this.address(), this.commands, (error) => this.problem(error));
    this.callsElsewhere = new CallsElsewhere(this.wiring, this.clock, this.mailbox);
    const isElsewhere = (place: Place): boolean => isCalled(place) && !this.isHome(place);
    this.calls = new CallEngine(this.wiring, this.clock, this.recorder, this.sampling, { transport: this.callsElsewhere, isElsewhere });
    this.standings = new Standings(this.calls);
    this.wiring.standing = (edge) => this.standings.of(edge);
    this.checks = new CheckTimer(new OwnChecks(this.wiring), init.clock);
    this.brokers = new TopicBrokers(this.wiring, this.clock, init.brokers);
    this.outlet = new Outlet(this.wiring, init.runId, { ms: init.originMs, trace: traceOfRun(init.runId) }, this.clock, this.recorder, this.dispatcher, this.brokers, this.commands, onError, { isAudited: init.audit === true, forgetsIds: init.forgetsIds === true });
    this.sweeper = new Sweeper(this.wiring, this.clock, this.outlet, onError);
    this.edges = new Edges(this.clock, init.listening ?? { token: randomBytes(16).toString("hex"), port: 0 }, init.approvedWebhooks ?? [], onError);
    this.meter = new ProcessMeter(name);
  }

  async start(): Promise<void> {
    // Design time begins when every process is ready: the first events must not wait for connections and scripts.
    await this.outlet.ready();
    if (this.part === "load") await this.startSources();
    else await this.startConsumers();
    this.checks.update();
    this.teller = setInterval(() => this.tell(), TELL_MS);
    this.sampleTeller = setInterval(() => this.tellSamples(), SAMPLES_MS);
    this.tell();
    this.link.send({ type: "ready", pid: process.pid });
  }

  handle(message: ToProcess): void {
    switch (message.type) {
      case "clock":
        return this.setClock(message.clock);
      case "ask-next": {
        const atMs = this.clock.nextMs();
        return this.link.send({ type: "next", atMs: atMs === Number.POSITIVE_INFINITY ? null : atMs });
      }
      case "fire-next":
        return void this.clock.fireNext();
      case "sampling":
        this.sampling.every = message.every;
        return;
      case "standings":
        return this.standings.told(message.frame, message.places, message.gone);
      case "update":
        return this.update(message.design);
      case "scale":
        for (const [place, replicas] of message.replicas) this.consumers.find((consumer) => consumer.place.index === place)?.scale(replicas ?? undefined);
        return;
      case "restart":
        return void this.consumers.find(({ place }) => place.index === message.place)?.pool.restart();
      case "in-force":
        return this.wiring.inForce.set(message.measures);
      case "crash":
        return this.consumers.forEach(({ place, pool }) => void (place.index === message.place && pool.crashSome(message.replicas)));
      case "link":
        return this.setLink(message.link);
      case "broker":
        return this.brokers.told(message.change);
      case "redrive":
        return this.deadLetters.filter(({ place }) => place.index === message.place).forEach((letters) => this.redrive(letters));
      case "stop-sources":
        return this.sources.forEach((source) => source.stop());
      case "flush":
        return void this.flush().catch((error: unknown) => this.problem(error));
      case "group-assign":
        return this.consumers.forEach((consumer) => consumer.topics?.assign(message.member, message.grants));
      case "group-revoke":
        return this.consumers.forEach((consumer) => consumer.topics?.revoke(message.member, message.partitions));
      case "group-lost":
        return this.consumers.forEach((consumer) => consumer.topics?.lost(message.member));
      case "init":
      case "end":
        return;
    }
  }

  /** Does what it has in hand and takes nothing more; for some seconds at most. */
  async drain(): Promise<void> {
    const until = performance.now() + DRAIN_MOST_MS;
    let isDraining = true;
    void Promise.all(this.consumers.map((consumer) => consumer.drain())).then(() => (isDraining = false), (error: unknown) => this.problem(error));
    const isBusy = (): boolean => isDraining || this.inTransit() || this.consumers.some(({ pool }) => pool.busyCount() > 0);
    while (isBusy() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    this.tell();
  }

  async close(): Promise<void> {
    clearInterval(this.teller);
    clearInterval(this.sampleTeller);
    clearInterval(this.expiry);
    this.outlet.close();
    this.sweeper.close();
    this.clock.clear();
    this.checks.close();
    this.meter.stop();
    await this.edges.close();
    await Promise.allSettled([...this.consumers, ...this.stages, ...this.schedules.values()].map((part) => part.close()));
    this.mailbox.close();
    this.commands.disconnect();
  }

  /** Connections go another way, or something is done to them. */
  private setLink(link: ZoneLink | undefined): void {
    takeDetour(this.init.redisUrl, link?.via);
    this.network.isImpaired = link?.isImpaired === true;
  }

  private setClock(state: ClockState): void {
    this.clock.set(state);
    this.checks.set(state);
    if (state.paused) this.brokers.stoppedAt(state.designMs);
    if (!state.paused && state.designMs === 0) this.begun(state);
    for (const schedule of this.schedules.values()) schedule.clockChanged();
  }

  /** Design time begins: schedules know now which date it is. */
  private begun({ wallMs }: ClockState): void {
    if (this.part !== "load" || this.schedules.size === 0) return;
    this.wiring.startedAtMs = wallMs;
    for (const place of this.schedules.keys()) place.behaviour = this.wiring.behaviourOf(place);
    for (const source of this.sources) if (this.schedules.has(source.place)) source.update();
  }

  private async startSources(): Promise<void> {
    const { sources } = this.wiring;
    const states = await this.runKeys.readSources(sources.map((place) => place.id));
    this.sources = sources.map((place, index) => {
      const text = states[index];
      const state = typeof text === "string" ? (JSON.parse(text) as SourceState) : undefined;
      const stopMs = this.init.stopMs ?? Number.POSITIVE_INFINITY;
      const { outlet, dispatcher, recorder, runKeys } = this;
      const clock = sourceBehaviour(place).outside === "scheduler" ? this.schedule(place).gate : this.clock;
      return new LiveSource(place, index, clock, outlet, dispatcher, recorder, runKeys, (error) => this.problem(error), stopMs, state, this.init.seed, this.init.audit === true);
    });
    onServerBack(this.commands, () => this.sources.forEach((source) => source.doubt()));
    await Promise.all(this.sources.map((source) => source.start()));
    if (!this.clock.current.paused) for (const schedule of this.schedules.values()) schedule.clockChanged();
    await this.edges.openSources(this.sources);
    this.sweeper.update();
    this.startDeadLetters();
  }

  /** Goes on moving what the process before has left, and drops what grows too old. */
  private startDeadLetters(): void {
    const { wiring, commands, clock, recorder, dispatcher, outlet } = this;
    const context = { wiring, runId: this.init.runId, commands, clock, recorder, dispatcher, outlet, isAudited: this.init.audit === true };
    this.deadLetters = wiring.places.filter(({ node }) => node?.kind === "deadLetter").map((place) => new LiveDeadLetter(place, context));
    for (const letters of this.deadLetters) this.redrive(letters);
    this.expiry = setInterval(() => this.deadLetters.forEach((letters) => void letters.expire().catch((error: unknown) => this.problem(error))), EXPIRE_MS);
  }

  private redrive(letters: LiveDeadLetter): void {
    letters.redrive().catch((error: unknown) => this.problem(error));
  }

  private schedule(place: Place): LiveSchedule {
    const made = new LiveSchedule(place, this.clock, this.init.runId, this.commands, (error) => this.problem(error));
    this.schedules.set(place, made);
    return made;
  }

  private async startConsumers(): Promise<void> {
    if (this.wiring.places.some(isCalled)) {
      this.callsElsewhere.open(this.calls);
      const answering = new Set(this.wiring.places.filter((place) => isCalled(place) && this.isHome(place)).map(({ id }) => id));
      await this.mailbox.listen((messages) => this.callsElsewhere.receive(callMessagesIn(messages, (node) => answering.has(node))));
    }
    const { wiring, clock, recorder, dispatcher, sampling, outlet, brokers, calls, commands } = this;
    const { runId, redisUrl } = this.init;
    const context = { wiring, runId, redisUrl, network: this.network, commands, clock, recorder, dispatcher, sampling, outlet, brokers, calls, outside: (place: Place) => this.edges.outside(place), replicas: new Map(this.init.replicas), onError: (error: Error) => this.problem(error), tellGroup: (message: GroupMessage) => this.link.send(message) };
    const places = new Set([...wiring.readings, ...wiring.logReadings].map((reading) => reading.consumer).filter((place) => this.isHere(place) && (this.init.isHome || !(isEdge(place) || isCalled(place)))));
    await this.edges.openConsumers([...places]);
    this.consumers = [...places].map((place) => new LiveConsumer(place, context));
    if (this.init.isHome) this.stages = wiring.places.filter((place) => place.behaviour.role === "stage" && this.isHere(place)).map((place) => new LiveStage(place, context));
    await Promise.all([...this.consumers.map((consumer) => consumer.ready()), ...this.stages.map((stage) => stage.start())]);
  }

  /** Whether this process runs a node: it is in its zone (rule O3). */
  private isHere({ id }: Place): boolean {
    return this.init.nodes === null || this.init.nodes.includes(id);
  }

  /** Whether it is this process that answers a called node's calls and takes a stage's events: no other one does (rule C5). */
  private isHome(place: Place): boolean {
    return this.init.isHome && this.isHere(place);
  }

  /** Where messages reach this process: its zone's name, also when it is started again; a worker that joined has one of its own. */
  private address(): string {
    const zone = this.init.isHome && this.wiring.places.find(({ id }) => this.init.nodes?.includes(id) === true)?.node?.zone;
    return typeof zone === "string" ? zone : `joined-${randomBytes(8).toString("hex")}`;
  }

  private update(design: RunInit["design"]): void {
    const flow = flowOf(design);
    this.wiring.adopt(flow);
    for (const consumer of this.consumers) consumer.resize();
    for (const stage of this.stages) stage.update();
    this.calls.update(flow);
    this.checks.update();
    for (const source of this.sources) source.update();
    if (this.part === "load") this.sweeper.update();
  }

  /** Waits until no emission is on its way, writes what was counted, and says so. */
  private async flush(): Promise<void> {
    // A step and this question may come in one batch of messages: let what the step began get on its way first.
    await new Promise((resolve) => setImmediate(resolve));
    // What a full channel holds back stays with its source or in its slot, where the ledger counts it.
    const until = performance.now() + SETTLE_MOST_MS;
    await this.callsElsewhere.quiet(until);
    while (this.inTransit() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    await Promise.all(this.consumers.flatMap(({ topics }) => (topics ? [topics.fetched(until)] : [])));
    await Promise.all(this.sources.map((source) => source.write()));
    this.tell();
    this.link.send({ type: "flushed", early: [...this.outlet.early(), ...this.stages.flatMap((stage) => stage.early())] });
  }

  private inTransit(): boolean {
    return [this.sweeper, ...this.sources, ...this.consumers, ...this.stages, ...this.deadLetters].some((part) => part.inTransit > 0);
  }

  private tellSamples(): void {
    const samples = this.recorder.takeSamples();
    if (samples.length > 0) this.link.send({ type: "samples", samples });
  }

  private tell(): void {
    // All samples take one way, because their order tells what an event was emitted in.
    this.tellSamples();
    const places: [number, PlaceNow][] = this.consumers.map((consumer) => {
      const { pool, place } = consumer;
      const usage = pool.usage();
      const recorded = this.recorder.place(place.index);
      recorded.busyMs = usage.busyMs;
      recorded.capacityMs = usage.capacityMs;
      return [place.index, { depth: 0, inFlight: pool.busyCount(), capacity: pool.capacity(), slots: pool.picture(), restarts: pool.restarts() }];
    });
    if (this.part !== "load") this.calls.measure();
    // What a database holds for events to store counts as its connections.
    const called = this.part === "load" ? [] : this.wiring.places.flatMap((place): [number, PlaceNow][] => {
      const now = this.calls.now(place);
      return now ? [[place.index, now]] : [];
    });
    const listening = this.edges.changed();
    if (listening) this.link.send({ type: "endpoints", ...listening });
    for (const source of this.sources) source.write().catch((error: Error) => this.problem(error));
    this.link.send({
      type: "measured",
      metrics: this.recorder.flush(),
      places: [...places, ...called],
      sources: this.sources.map((source) => source.now()),
      stuck: this.stages.reduce((sum, stage) => sum + stage.stuck, 0),
      process: this.meter.frame(),
    });
  }

  /** Connections come back by themselves and lost locks are Redis' own to settle: worth a line, not an end; the same one once a second. */
  private problem(error: unknown): void {
    const message = messageOf(error);
    // What the design itself makes impossible, the next event would run into as well.
    if (isAppError(error) && error.code === "design-has-problems") return this.link.send({ type: "failed", message });
    const nowMs = performance.now();
    if (nowMs - (this.problems.get(message) ?? Number.NEGATIVE_INFINITY) < SAME_PROBLEM_MS) return;
    if (this.problems.size >= MOST_PROBLEMS) this.problems.clear();
    this.problems.set(message, nowMs);
    this.link.send({ type: "notice", notice: { level: "warning", code: "worker", message, atMs: this.clock.now() } });
  }
}

/** Whether a node is called, and answers in one process. */
function isCalled(place: Place): boolean {
  const answers = answersOf(place);
  return answers !== undefined && answers.inCaller !== true;
}
