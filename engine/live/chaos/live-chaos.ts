import { experimentsOf } from "../../../design/chaos/resolve.ts";
import type { LiveEnvironment } from "../../core/environment.ts";
import { ChaosTimeline, type ChaosTimelineOptions } from "../../core/chaos/timeline.ts";
import { ChaosHelper } from "./helper.ts";
import { liveActuators, type LiveChaosHost } from "./live-actuators.ts";

export interface LiveChaosOptions extends Omit<ChaosTimelineOptions, "actuators">, Omit<LiveChaosHost, "helper" | "redis"> {
  readonly runId: string;
  readonly environment: LiveEnvironment;
}

/** The experiments of a live run (rule O4), and the process that carries out what this one must not. */
export class LiveChaos {
  readonly timeline: ChaosTimeline;
  private readonly helper: ChaosHelper;

  constructor(private readonly options: LiveChaosOptions) {
    const { environment, runId } = options;
    const helper = new ChaosHelper(() => environment.spawnWorker("chaos", { runId, zone: "chaos" }));
    this.helper = helper;
    this.timeline = new ChaosTimeline({ ...options, actuators: liveActuators({ ...options, helper, redis: environment.redis }) });
  }

  /** Makes ready what the design's timeline will need. */
  prepare(): void {
    this.helper.prepare(experimentsOf(this.options.design));
  }

  /** Every process of the run has ended. */
  close(): void {
    this.helper.close();
  }
}
