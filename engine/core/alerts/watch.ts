import { alertFigure, measureOf } from "../../../design/alerts/metric-words.ts";
import { ALERT_METRICS } from "../../../design/alerts/metrics.ts";
import type { AlertCondition } from "../../../design/alerts/resolve.ts";
import type { Design, Slo } from "../../../design/document/schema.ts";
import { metricValue, sloBound, sloMeasure, sloTarget } from "../../../design/words/slo-words.ts";
import { formatTyped } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";
import type { AlertWhy } from "../../contract/alerts.ts";
import { NodeReading } from "../../metrics/node-reading.ts";
import { targetOf } from "../../metrics/slo-watch.ts";
import { SloWindow, type SloInterval } from "../../metrics/slo-window.ts";
import { meets } from "../sustained.ts";
import type { Place, Wiring } from "../wiring.ts";
import { Band, NEW_NORMAL_HALF_LIVES } from "./band.ts";

/** What was seen of a condition at the end of an interval. */
export interface Sight {
  /** Whether it holds. */
  readonly holds: boolean;
  readonly value: number | null;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly isLearning?: boolean;
  /** It held for so long that this is usual now. */
  readonly isNewNormal?: boolean;
}

/** Looks at what an alert waits for, interval by interval (rule O6). */
export interface Watch {
  look(interval: SloInterval): Sight;
  /** What was seen, for people, where it holds; `forMs` is how long it had to. */
  why(sight: Sight, forMs: number): AlertWhy;
  /** The condition holds only after so long by itself, ms. */
  readonly leastForMs: number;
}

/** SLOs without a window are looked at over a second. */
const SLO_WINDOW_MS = 1000;

/** What watches a condition, from the beginning of the run or from now on; undefined where it is about what this run does not have. */
export function watchOf(condition: AlertCondition, design: Design, wiring: Wiring, isFromStart: boolean): Watch | undefined {
  if (condition.type === "slo") {
    const slo = design.slos?.find(({ id }) => id === condition.slo);
    return slo && new SloSight(slo, design, wiring, isFromStart);
  }
  const place = wiring.places.find(({ id, node }) => id === condition.node && node);
  if (!place) return undefined;
  return condition.type === "threshold" ? new ThresholdSight(condition, place, wiring, isFromStart) : new AnomalySight(condition, place, wiring, isFromStart);
}

class ThresholdSight implements Watch {
  readonly leastForMs = 0;
  private readonly reading: NodeReading;

  constructor(
    private readonly condition: Extract<AlertCondition, { type: "threshold" }>,
    private readonly place: Place,
    wiring: Wiring,
    isFromStart: boolean,
  ) {
    this.reading = new NodeReading(condition, place, wiring, isFromStart);
  }

  look(interval: SloInterval): Sight {
    const { direction, value: limit } = this.condition;
    const value = this.reading.observe(interval);
    const holds = value !== null && (direction === "above" ? value > limit : value < limit);
    return { holds, value, ...(direction === "above" ? { high: limit } : { low: limit }) };
  }

  why({ value, low, high }: Sight, forMs: number): AlertWhy {
    const { metric, direction, value: limit } = this.condition;
    const text = `${measureOf(this.condition, this.place)} ${alertFigure(metric, value ?? 0)}, ${direction} ${alertFigure(metric, limit)}${lasting(forMs)}`;
    return { node: this.place.id, metric, value: value ?? 0, low, high, text };
  }
}

class AnomalySight implements Watch {
  readonly leastForMs = 0;
  private readonly reading: NodeReading;
  private readonly band: Band;
  private outsideSinceMs: number | undefined;

  constructor(
    private readonly condition: Extract<AlertCondition, { type: "anomaly" }>,
    private readonly place: Place,
    wiring: Wiring,
    isFromStart: boolean,
  ) {
    this.reading = new NodeReading(condition, place, wiring, isFromStart);
    this.band = new Band(condition.sigmas, condition.halfLifeMs, ALERT_METRICS[condition.metric].leastDeviation);
  }

  look(interval: SloInterval): Sight {
    const { direction, halfLifeMs } = this.condition;
    const value = this.reading.observe(interval);
    if (value === null) return { holds: false, value };
    const { side, low, high } = this.band.judge(value);
    const holds = side !== "learning" && side !== "inside" && (direction === "either" || direction === side);
    const sight = { holds, value, low: direction === "above" ? undefined : low, high: direction === "below" ? undefined : high, isLearning: side === "learning" };
    if (!holds) {
      this.outsideSinceMs = undefined;
      this.band.learn(value, interval.atMs);
      return sight;
    }
    // What fires does not widen the band, or the next deviation would pass for usual.
    this.outsideSinceMs ??= interval.atMs;
    if (interval.atMs - this.outsideSinceMs < NEW_NORMAL_HALF_LIVES * halfLifeMs) return sight;
    this.outsideSinceMs = undefined;
    this.band.forget();
    this.band.learn(value, interval.atMs);
    return { ...sight, holds: false, isNewNormal: true };
  }

  why({ value, low, high }: Sight, forMs: number): AlertWhy {
    const { metric, sigmas, halfLifeMs } = this.condition;
    const [from, to] = [low, high].map((end) => (end === undefined ? undefined : alertFigure(metric, end)));
    const band = from === undefined ? `at most ${to}` : to === undefined ? `at least ${from}` : `${from} to ${to}`;
    const text = `${measureOf(this.condition, this.place)} ${alertFigure(metric, value ?? 0)}, usually ${band} (mean ± ${formatTyped(sigmas)} σ, half-life ${formatDuration(halfLifeMs)})${lasting(forMs)}`;
    return { node: this.place.id, metric, value: value ?? 0, low, high, text };
  }
}

class SloSight implements Watch {
  readonly leastForMs: number;
  private readonly window: SloWindow;
  private readonly windowMs: number;
  private sinceMs: number | undefined;

  constructor(
    private readonly slo: Slo,
    private readonly design: Design,
    wiring: Wiring,
    isFromStart: boolean,
  ) {
    if (isFromStart) this.sinceMs = 0;
    this.windowMs = slo.windowMs ?? SLO_WINDOW_MS;
    this.leastForMs = slo.forMs ?? 0;
    this.window = new SloWindow({ ...slo, windowMs: this.windowMs }, targetOf(slo, wiring), isFromStart);
  }

  look(interval: SloInterval): Sight {
    const { slo, window } = this;
    this.sinceMs ??= interval.atMs;
    window.observe(interval);
    const value = window.now;
    // A rate falls by itself once producers have ended, and a window that has just begun is no whole one.
    const isJudged = interval.atMs - this.sinceMs >= this.windowMs - 1e-6 && (slo.metric !== "throughputPerSecond" || interval.producedUntilMs === undefined);
    const holds = isJudged && value !== null && !meets(slo, value);
    return { holds, value, ...(slo.op !== ">=" && { high: slo.value }), ...(slo.op !== "<=" && { low: slo.value }) };
  }

  why({ value, low, high }: Sight, forMs: number): AlertWhy {
    const { slo } = this;
    const text = `SLO ${slo.name || slo.id} missed: ${sloMeasure(slo)} of ${sloTarget(slo, this.design)} ${metricValue(slo.metric, value ?? 0)} over the last ${formatDuration(this.windowMs)}, wanted ${sloBound(slo)}${lasting(forMs)}`;
    return { ...("node" in slo.target ? { node: slo.target.node } : {}), metric: slo.metric, value: value ?? 0, low, high, text };
  }
}

function lasting(forMs: number): string {
  return forMs > 0 ? ` for ${formatDuration(forMs)}` : "";
}
