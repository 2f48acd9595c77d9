import type { Design } from "../../../design/document/schema.ts";
import type { Notice } from "../../contract/run.ts";
import { Alerts } from "../../core/alerts/alerts.ts";
import type { ZoneDeaths } from "../../core/chaos/zone-restarts.ts";
import { byPlace } from "../../metrics/by-place.ts";
import type { Wiring } from "../../core/wiring.ts";
import type { MetricsDelta } from "../../metrics/recorder.ts";
import type { Simulation } from "../simulation.ts";
import { forecastPort } from "./forecast-port.ts";

/** How often alerts look, ms of design time: as often as a live run at its own pace. */
const LOOK_MS = 100;
/** A forecast has no date; schedules take this one too (rule P6). */
const BEGINNING = Date.UTC(2024, 0, 1);

export interface ForecastAlertsOptions {
  readonly design: Design;
  /** The design's, as it is drawn. */
  readonly wiring: Wiring;
  readonly simulation: Simulation;
  /** What the design's own events would have been, where those of the simulation stand for several (rule F6). */
  readonly measured: Pick<Simulation, "flush" | "now" | "ledger">;
  readonly deaths: ZoneDeaths;
  /** Until when producers produce at most, design time in ms. */
  readonly stopMs: number;
  onNotice(notice: Notice): void;
  onChange(): void;
}

/**
 * The alerts of a forecast (rule O6): they look at fixed times, whenever frames are shown, so that the same design and seed do the same at any
 * pace (rule F1). Time is to pass through {@link runUntil}, and what was measured to be taken by {@link flush}.
 */
export class ForecastAlerts {
  readonly alerts: Alerts;
  private nextMs = LOOK_MS;
  /** What was measured up to the last look, and is in no frame yet. */
  private looked: MetricsDelta[] = [];

  constructor(private readonly options: ForecastAlertsOptions) {
    const { design, wiring, simulation, deaths } = options;
    this.alerts = new Alerts({
      design,
      wiring,
      port: forecastPort(simulation, deaths),
      dateOf: (atMs) => new Date(BEGINNING + atMs),
      onNotice: (notice) => options.onNotice(notice),
      onChange: () => options.onChange(),
    });
  }

  /** Does what is due up to `untilMs`, looks included. `most` bounds the number of timers between two looks; true when all are done. */
  runUntil(untilMs: number, most?: number): boolean {
    const { clock } = this.options.simulation;
    while (this.alerts.isInUse && this.nextMs <= untilMs) {
      if (!clock.runUntil(this.nextMs, most)) return false;
      this.look(this.nextMs);
      this.nextMs += LOOK_MS;
    }
    return clock.runUntil(untilMs, most);
  }

  /** Everything that was measured since the last call. */
  flush(): MetricsDelta[] {
    const looked = this.looked.splice(0);
    const isFresh = looked.length > 0 && this.nextMs - LOOK_MS === this.options.simulation.clock.now();
    return isFresh ? looked : [...looked, this.options.measured.flush()];
  }

  /** Takes over a changed design. */
  update(design: Design): void {
    this.alerts.update(design);
    if (this.looked.length === 0) this.nextMs = Math.max(this.nextMs, (Math.floor(this.options.simulation.clock.now() / LOOK_MS) + 1) * LOOK_MS);
  }

  private look(atMs: number): void {
    const { simulation, measured, wiring, stopMs } = this.options;
    const delta = measured.flush();
    this.looked.push(delta);
    const places = byPlace([delta], wiring.places.length);
    const producedUntilMs = simulation.sourcesFinished ? simulation.producedMs : atMs >= stopMs ? stopMs : undefined;
    this.alerts.observe({
      atMs,
      deltas: (place) => places[place] ?? [],
      now: (place) => measured.now(place),
      // Counting a long backlog takes time: only where an SLO asks for it.
      get ledger() {
        return measured.ledger();
      },
      producedUntilMs,
    });
  }
}
