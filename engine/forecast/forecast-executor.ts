import { setImmediate as nextTurn } from "node:timers/promises";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import { flowOf, type Flow } from "../../design/graph/compile.ts";
import { formatExactCount } from "../../design/words/numbers.ts";
import type { Report } from "../contract/report.ts";
import type { Notice, RunState } from "../contract/run.ts";
import type { Sample } from "../contract/sample.ts";
import { ChaosTimeline } from "../core/chaos/timeline.ts";
import { ZoneDeaths } from "../core/chaos/zone-restarts.ts";
import { samplingFor } from "../core/dispatch.ts";
import { Deferred } from "../core/deferred.ts";
import type { Executor, RunListener, RunOptions, TimeSums, UpdateResult } from "../core/executor.ts";
import { noticeOf, topicOfChange, type BrokerChange } from "../core/log/broker-change.ts";
import { redrivable } from "../core/redrive.ts";
import { reportOf } from "../core/report.ts";
import { planUpdate } from "../core/update.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import { RecoveryWatch } from "../metrics/recovery-watch.ts";
import { RunMetrics } from "../metrics/run-metrics.ts";
import { refuseUnusable } from "../core/refuse-unusable.ts";
import { coarsen, type Coarse } from "../../design/coarse/coarsen.ts";
import { isAppError, messageOf } from "../../design/errors.ts";
import { Wiring } from "../core/wiring.ts";
import { ForecastAlerts } from "./alerts/forecast-alerts.ts";
import { forecastActuators } from "./chaos/forecast-actuators.ts";
import { magnified, noticesOf } from "./coarse/magnified.ts";
import { Simulation } from "./simulation.ts";

/** Length of a frame, ms of design time. */
const FRAME_MS = 100;
/** Samples are told three times a frame, because dots are seen to move. */
const SAMPLES_PER_FRAME = 3;
/** How long the forecast may keep the process busy before others get a turn, ms. */
const SLICE_MS = 20;
/** Timers between two looks at the clock. */
const TIMERS_AT_ONCE = 2000;
/** Forecasts of a minute and more leave out the first tenth, at most 10 min, of their statistics (rule F1). */
const WARM_UP_FROM_MS = 60_000;
const WARM_UP_MOST_MS = 600_000;
/** Samples drawn on a screen, roots per second of design time; and of a whole run that nobody watches as it goes, more than are kept of it. */
const SAMPLED_PER_SECOND = 200;
const SAMPLED_AT_ONCE = 20_000;
/** One root in so many is sampled where nobody looks. */
const HARDLY_EVER = 2 ** 30;

/** A forecast: the same design in virtual time, shown at the pace of a run or computed at once (`finish`). `remarks` are told when it begins. */
export function createForecastExecutor(options: RunOptions, listener: RunListener, remarks: readonly Notice[] = []): Executor {
  return new ForecastExecutor(options, listener, remarks);
}

class ForecastExecutor implements Executor {
  readonly mode = "forecast";
  /** What is simulated in place of the design, where each event stands for several (rule F6). */
  private readonly coarse: Coarse | undefined;
  private readonly simulation: Simulation;
  /** The design as it is drawn, for whatever is reported of it. */
  private readonly wiring: Wiring;
  private readonly measured: Pick<Simulation, "flush" | "now" | "ledger">;
  private readonly metrics: RunMetrics;
  readonly chaos: ChaosTimeline;
  private readonly watched: ForecastAlerts;
  private readonly flow: Flow;
  private phase: RunState["phase"] = "starting";
  private message: string | undefined;
  private speed: number;
  private hurry = false;
  private pacer: ReturnType<typeof setTimeout> | undefined;
  /** Design time shown so far, and when it was shown. */
  private shownMs = 0;
  private pacedAt = 0;
  /** How far the simulation is: up to a frame ahead of what was shown. */
  private reachedMs = 0;
  private producedUntilMs: number | undefined;
  private readonly outcome = new Deferred<Report>();
  readonly finished = this.outcome.promise;

  constructor(
    private readonly options: RunOptions,
    private readonly listener: RunListener,
    private readonly remarks: readonly Notice[],
  ) {
    const eachStandsFor = typeof options.eachStandsFor === "number" ? options.eachStandsFor : 1;
    this.coarse = eachStandsFor > 1 ? coarsen(options.design, eachStandsFor) : undefined;
    const design = this.coarse?.design ?? options.design;
    this.flow = flowOf(design);
    this.speed = options.speed;
    this.simulation = new Simulation(this.flow, options.seed, options.forMs ?? Number.POSITIVE_INFINITY, (notice) => listener.onNotice(notice), eachStandsFor);
    this.wiring = this.coarse ? new Wiring(flowOf(options.design), options.seed) : this.simulation.wiring;
    this.measured = this.coarse ? magnified(this.simulation, this.coarse) : this.simulation;
    const watch = listener.onFrame || options.design.scenario?.chaos?.length ? new RecoveryWatch(this.wiring, eachStandsFor) : undefined;
    const deaths = new ZoneDeaths();
    const onNotice = (notice: Notice): void => listener.onNotice(notice);
    const onChange = (): void => void (this.phase !== "starting" && !this.over() && !this.hurry && this.enter(this.phase, this.message));
    this.chaos = new ChaosTimeline({
      design,
      clock: this.simulation.clock,
      watch,
      apply: (design) => this.apply(design),
      actuators: forecastActuators(this.simulation, deaths, (change) => this.setBroker(change)),
      onNotice,
      onChange,
    });
    this.watched = new ForecastAlerts({ design: options.design, wiring: this.wiring, simulation: this.simulation, measured: this.measured, deaths, stopMs: options.forMs ?? Number.POSITIVE_INFINITY, onNotice, onChange });
    const { forMs } = options;
    this.metrics = new RunMetrics(this.wiring, forMs !== null && forMs >= WARM_UP_FROM_MS ? Math.min(forMs / 10, WARM_UP_MOST_MS) : 0, watch, eachStandsFor);
    if (!listener.onFrame && !listener.onSamples) this.simulation.sampling.every = HARDLY_EVER;
  }

  timeSums(): TimeSums {
    return this.metrics.sums();
  }

  state(): RunState {
    const { runId, forMs, seed } = this.options;
    const progress = forMs ? Math.min(1, this.shownMs / forMs) : undefined;
    return { runId, mode: "forecast", phase: this.phase, atMs: this.shownMs, forMs, speed: this.speed, seed, message: this.message, ...(this.coarse && { eachStandsFor: this.coarse.eachStandsFor }), progress, experiments: this.chaos.states(), alerts: this.watched.alerts.shown() };
  }

  async start(): Promise<void> {
    refuseUnusable(this.flow);
    this.chaos.start();
    this.simulation.start();
    this.enter(this.options.paused ? "paused" : "running");
    // A screen that hears of another run forgets what it was told before.
    for (const notice of [...this.remarks, ...(this.coarse ? noticesOf(this.coarse) : [])]) this.listener.onNotice(notice);
    if (!this.options.paused) this.pace();
  }

  async pause(): Promise<void> {
    if (this.phase !== "running" && this.phase !== "draining") return;
    clearTimeout(this.pacer);
    if (this.reachedMs > this.shownMs) this.frame(this.reachedMs);
    this.enter("paused");
  }

  async resume(): Promise<void> {
    if (this.phase !== "paused") return;
    this.enter(this.producedUntilMs === undefined ? "running" : "draining");
    this.pace();
  }

  async step(): Promise<void> {
    await this.pause();
    if (this.phase !== "paused") return;
    const next = this.simulation.clock.nextMs();
    if (next === Number.POSITIVE_INFINITY) return this.end(this.simulation.inFlight() === 0 ? "drained" : "nothing-due");
    this.watched.runUntil(next, 1);
    this.frame(Math.max(next, this.shownMs));
    this.enter("paused");
    this.endWhenDone();
  }

  async setSpeed(speed: number): Promise<void> {
    this.speed = speed;
    this.enter(this.phase);
  }

  async update(design: Design): Promise<UpdateResult> {
    const { coarse } = this;
    this.watched.update(design);
    if (!coarse) return this.apply(this.chaos.over(design));
    try {
      return this.apply(this.chaos.over(coarsen(design, coarse.eachStandsFor).design));
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { applied: [], later: [{ id: "", why: messageOf(error) }] };
    }
  }

  private apply(design: Design): UpdateResult {
    const { flow, result } = planUpdate(this.flow, design);
    if (flow) this.simulation.update(flow);
    return result;
  }

  async redrive(node: string): Promise<number> {
    const place = redrivable(this.simulation.wiring, node);
    return this.over() ? 0 : this.simulation.redrive(place);
  }

  async setBroker(change: BrokerChange, atMs = 0): Promise<number> {
    const { simulation } = this;
    const place = topicOfChange(simulation.wiring, change);
    const timed = { ...change, atMs: Math.max(atMs, simulation.clock.now()) };
    if (this.over()) return timed.atMs;
    simulation.setBroker(timed);
    this.listener.onNotice(noticeOf(place, timed));
    return timed.atMs;
  }

  async startZone(): Promise<void> {
    throw new AppError("wrong-use", "A forecast has no processes. What an experiment took down is back when the experiment ends.");
  }

  async stop(): Promise<void> {
    if (this.over()) return;
    this.end("stopped");
  }

  async finish(): Promise<void> {
    if (this.over() || this.hurry) return;
    this.hurry = true;
    clearTimeout(this.pacer);
    if (this.phase === "paused") this.enter(this.producedUntilMs === undefined ? "running" : "draining");
    try {
      let sliceEnd = performance.now() + SLICE_MS;
      while (!this.over()) {
        const target = this.shownMs + FRAME_MS;
        while (!this.watched.runUntil(target, TIMERS_AT_ONCE)) {
          if (performance.now() < sliceEnd) continue;
          await nextTurn();
          sliceEnd = performance.now() + SLICE_MS;
        }
        this.frame(target);
        if (performance.now() >= sliceEnd) {
          this.listener.onState(this.state());
          await nextTurn();
          sliceEnd = performance.now() + SLICE_MS;
        }
        this.endWhenDone();
      }
    } catch (error) {
      this.outcome.reject(error);
    }
  }

  /** Shows the next 100 ms when they are due on the wall clock. */
  private pace(): void {
    this.pacedAt = performance.now();
    let ticks = 0;
    const tick = (): void => {
      try {
        const now = performance.now();
        const due = Math.max(this.reachedMs, this.shownMs) + Math.min(now - this.pacedAt, 1000) * this.speed;
        this.pacedAt = now;
        this.watched.runUntil(due);
        this.reachedMs = due;
        if (++ticks % SAMPLES_PER_FRAME === 0) {
          this.frame(due);
          this.endWhenDone();
        } else this.tellSamples(this.simulation.takeSamples());
        if (this.phase === "running" || this.phase === "draining") this.pacer = setTimeout(tick, FRAME_MS / SAMPLES_PER_FRAME);
      } catch (error) {
        this.outcome.reject(error);
      }
    };
    this.pacer = setTimeout(tick, FRAME_MS / SAMPLES_PER_FRAME);
  }

  private tellSamples(samples: Sample[]): void {
    if (samples.length > 0) this.listener.onSamples?.(samples);
  }

  private frame(atMs: number): void {
    const { measured } = this;
    const deltas = this.watched.flush();
    const samples = deltas.flatMap((delta) => delta.samples);
    this.shownMs = atMs;
    const now = (place: number): PlaceNow => measured.now(place);
    if (!this.listener.onFrame) {
      this.metrics.add(deltas, { atMs, now, ledger: () => measured.ledger(), producedUntilMs: this.producedUntilMs });
      return this.tellSamples(samples);
    }
    const frame = this.metrics.frame(deltas, {
      atMs,
      now,
      ledger: measured.ledger(),
      processes: [],
      redis: undefined,
      saturated: [],
      sampling: this.simulation.sampling.every * (this.coarse?.eachStandsFor ?? 1),
      producedUntilMs: this.producedUntilMs,
    });
    const alerts = this.watched.alerts.standings();
    this.listener.onFrame(alerts ? { ...frame, alerts } : frame);
    this.tellSamples(samples);
    const rate = Object.values(frame.nodes).reduce((most, node) => Math.max(most, node.inPerSecond, node.outPerSecond), 0);
    this.simulation.sampling.every = samplingFor(rate / (this.coarse?.eachStandsFor ?? 1), this.sampledPerSecond());
  }

  private sampledPerSecond(): number {
    const { sampleAll, forMs } = this.options;
    if (sampleAll) return Number.POSITIVE_INFINITY;
    return this.hurry && forMs !== null ? Math.min(SAMPLED_PER_SECOND, (SAMPLED_AT_ONCE * 1000) / forMs) : SAMPLED_PER_SECOND;
  }

  private endWhenDone(): void {
    if (this.over()) return;
    const { forMs, drainMs } = this.options;
    const { sourcesFinished } = this.simulation;
    if (this.producedUntilMs === undefined && (sourcesFinished || this.isStill() || this.shownMs >= (forMs ?? Number.POSITIVE_INFINITY))) {
      const finishedMs = sourcesFinished ? this.simulation.producedMs : this.shownMs;
      this.producedUntilMs = Math.min(finishedMs, this.shownMs, forMs ?? Number.POSITIVE_INFINITY);
      this.simulation.stopSources();
      if (this.phase === "running") this.enter("draining", "waiting for what is in flight");
    }
    if (this.producedUntilMs === undefined) return;
    if (this.simulation.inFlight() === 0) this.end("drained");
    else if (this.simulation.isNothingDue) this.end("nothing-due");
    else if (this.shownMs - this.producedUntilMs >= drainMs) this.end("drain-timeout");
  }

  /** Nothing will ever happen by itself, and nobody waits to see it: rates are zero, or everyone waits for everyone. */
  private isStill(): boolean {
    return this.hurry && this.options.forMs === null && this.simulation.isStill;
  }

  private end(ended: Report["ended"]): void {
    clearTimeout(this.pacer);
    void this.chaos.close();
    const ledger = this.measured.ledger();
    const durationMs = this.producedUntilMs ?? this.shownMs;
    const report = reportOf({
      mode: "forecast",
      wiring: this.wiring,
      metrics: this.metrics,
      ledger,
      durationMs,
      drainedMs: this.shownMs - durationMs,
      ended,
      saturated: [],
      problems: tooShort(this.metrics),
      redis: undefined,
      remembered: undefined,
      scaling: this.simulation.scaling.report(this.shownMs),
      experiments: this.chaos.report(ledger),
      alerts: this.watched.alerts.report(),
      coarse: this.coarse && { eachStandsFor: this.coarse.eachStandsFor, notes: [...this.coarse.notes] },
    });
    this.enter("finished");
    this.outcome.resolve(report);
  }

  private over(): boolean {
    return this.phase === "finished" || this.phase === "failed";
  }

  private enter(phase: RunState["phase"], message?: string): void {
    this.phase = phase;
    this.message = message;
    this.listener.onState(this.state());
  }
}

/** Rule F1: says when the run was too short for an interval around the mean latency. */
function tooShort(metrics: RunMetrics): Report["problems"] {
  const { all } = metrics.report(0).endToEndMs;
  if (all.count === 0 || all.ci95 !== undefined) return [];
  return [
    {
      severity: "warning",
      code: "too-short",
      message: `${formatExactCount(all.count)} events are too few, or too dependent on each other, for a confidence interval: forecast a longer time.`,
    },
  ];
}
