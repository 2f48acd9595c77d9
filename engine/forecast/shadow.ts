import type { Design } from "../../design/document/schema.ts";
import { flowOf, type Flow } from "../../design/graph/compile.ts";
import type { ExperimentRequest } from "../contract/chaos.ts";
import type { Frame, NodeFrame } from "../contract/frame.ts";
import type { Ledger } from "../contract/ledger.ts";
import type { NodePrediction, Prediction } from "../contract/prediction.ts";
import type { ClosedForm, PredictedReport } from "../contract/report.ts";
import { closedFormsOf } from "../core/closed-form-of.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { ZoneDeaths } from "../core/chaos/zone-restarts.ts";
import { ChaosTimeline } from "../core/chaos/timeline.ts";
import { planUpdate } from "../core/update.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import type { MetricsDelta } from "../metrics/recorder.ts";
import { RunMetrics } from "../metrics/run-metrics.ts";
import { ForecastAlerts } from "./alerts/forecast-alerts.ts";
import { forecastActuators } from "./chaos/forecast-actuators.ts";
import { Simulation } from "./simulation.ts";

/** Longest stretch that is simulated at once, ms: the length of a frame, so that its windows are those of frames. */
const STRETCH_MS = 100;
/** Frames remember the last 5 s. */
const WINDOW_MS = 5100;

/** What the forecast beside a run has to know of it. */
export interface ShadowOptions {
  readonly runId: string;
  readonly design: Design;
  readonly seed: number;
  readonly forMs: number | null;
}

/**
 * A forecast that follows a live run's clock: same design, same seed, same changes at the same design time. What it says at
 * a moment is about the same events, in the same windows, as the run's frame of that moment (rule E5).
 */
export class Shadow {
  private readonly simulation: Simulation;
  private readonly metrics: RunMetrics;
  private flow: Flow;
  private readonly chaos: ChaosTimeline;
  private readonly watched: ForecastAlerts;
  private closedForms: Record<string, ClosedForm>;
  private atMs = 0;
  /** Nobody looks at it, and counting a long backlog takes time. */
  private readonly ledger: Ledger;

  constructor(private readonly options: ShadowOptions) {
    this.flow = flowOf(options.design);
    this.closedForms = closedFormsOf(this.flow);
    this.simulation = new Simulation(this.flow, options.seed, options.forMs ?? Number.POSITIVE_INFINITY);
    this.metrics = new RunMetrics(this.simulation.wiring, 0);
    // Nobody looks at its samples.
    this.simulation.sampling.every = 2 ** 30;
    this.ledger = this.simulation.ledger();
    const deaths = new ZoneDeaths();
    this.watched = new ForecastAlerts({ design: options.design, wiring: this.simulation.wiring, simulation: this.simulation, measured: this.simulation, deaths, stopMs: options.forMs ?? Number.POSITIVE_INFINITY, onNotice() {}, onChange() {} });
    this.chaos = new ChaosTimeline({ design: options.design, clock: this.simulation.clock, watch: undefined, apply: (design) => this.apply(design), actuators: forecastActuators(this.simulation, deaths), onNotice: () => {}, onChange: () => {} });
    this.chaos.start();
    this.simulation.start();
  }

  /** Goes on to the run's design time, and tells how things stand there. */
  advance(toMs: number): Prediction {
    this.pass(toMs - WINDOW_MS);
    let frame = this.frame(toMs);
    while (this.atMs < toMs) frame = this.frame(toMs);
    return { runId: this.options.runId, atMs: this.atMs, nodes: mapped(frame.nodes), channels: mapped(frame.channels), closedForms: this.closedForms };
  }

  /** The next stretch, at most to `toMs`, with what frames remember of the seconds before. */
  private frame(toMs: number): Frame {
    const atMs = Math.max(this.atMs, Math.min(toMs, this.atMs + STRETCH_MS));
    const now = (place: number): PlaceNow => this.simulation.now(place);
    return this.metrics.frame(this.stretch(atMs), { atMs, now, ledger: this.ledger, processes: [], redis: undefined, saturated: [], sampling: 1 });
  }

  /** Takes over settings that were changed in the run at this design time. */
  update(design: Design, atMs: number): void {
    this.pass(atMs);
    this.watched.update(design);
    this.apply(this.chaos.over(design));
  }

  /** An experiment was begun by hand in the run (rule O4). */
  experiment(request: ExperimentRequest, id: string): void {
    void this.chaos.begin(request, id).catch(() => {});
  }

  /** One was ended before its time. */
  endExperiment(id: string, atMs: number): void {
    this.pass(atMs);
    void this.chaos.end(id).catch(() => {});
  }

  private apply(design: Design): void {
    const { flow } = planUpdate(this.flow, design);
    if (!flow) return;
    this.flow = flow;
    this.closedForms = closedFormsOf(flow);
    this.simulation.update(flow);
  }

  /** A broker of a topic dies or comes back in the run, at a design time (rule T7). */
  setBroker(change: TimedBrokerChange): void {
    this.simulation.setBroker(change);
  }

  /** The run's whole time: producers ended at `durationMs`, the run did `drainedMs` later. */
  report(durationMs: number, drainedMs: number): PredictedReport {
    this.pass(durationMs);
    this.simulation.stopSources();
    this.pass(durationMs + drainedMs, durationMs);
    const { nodes, channels, endToEndMs } = this.metrics.report(durationMs);
    return { nodes, channels, endToEndMs: endToEndMs.all, closedForms: this.closedForms };
  }

  /** Goes on without telling anything, in stretches as long as frames. */
  private pass(toMs: number, producedUntilMs?: number): void {
    while (this.atMs < toMs) {
      const next = Math.min(toMs, this.atMs + STRETCH_MS);
      this.metrics.add(this.stretch(next), { atMs: next, now: (place) => this.simulation.now(place), ledger: () => this.ledger, producedUntilMs });
    }
  }

  private stretch(toMs: number): MetricsDelta[] {
    this.watched.runUntil(toMs);
    this.atMs = toMs;
    return this.watched.flush();
  }
}

function mapped(frames: Readonly<Record<string, NodeFrame>>): Record<string, NodePrediction> {
  return Object.fromEntries(
    Object.entries(frames).map(([id, { inPerSecond, outPerSecond, depth, utilization, waitMs, serviceMs }]) => [id, { inPerSecond, outPerSecond, depth, utilization, waitMs, serviceMs }]),
  );
}
