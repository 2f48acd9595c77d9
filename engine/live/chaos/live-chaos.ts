import { experimentsOf } from "../../../design/chaos/resolve.ts";
import type { LiveEnvironment } from "../../core/environment.ts";
import { ChaosTimeline, type ChaosTimelineOptions } from "../../core/chaos/timeline.ts";
import type { ZoneLink } from "../messages.ts";
import { ChaosHelper } from "./helper.ts";
import { Links } from "./links.ts";
import { liveActuators, type LiveChaosHost } from "./live-actuators.ts";

export interface LiveChaosOptions extends Omit<ChaosTimelineOptions, "actuators">, Omit<LiveChaosHost, "helper" | "redis" | "links"> {
  readonly runId: string;
  readonly seed: number;
  readonly environment: LiveEnvironment;
}

/** The experiments of a live run (rule O4), and the process that carries out what this one must not. */
export class LiveChaos {
  readonly timeline: ChaosTimeline;
  private readonly helper: ChaosHelper;
  private readonly links: Links;

  constructor(private readonly options: LiveChaosOptions) {
    const { environment, runId, seed, crew } = options;
    this.helper = new ChaosHelper(() => environment.spawnWorker("chaos", { runId, zone: "chaos" }), () => this.links.gone());
    this.links = new Links(environment.redisUrl, seed, this.helper, crew);
    this.timeline = new ChaosTimeline({ ...options, actuators: liveActuators({ ...options, helper: this.helper, links: this.links, redis: environment.redis }) });
  }

  /** Makes ready what the design's timeline will need. */
  async prepare(): Promise<void> {
    const planned = experimentsOf(this.options.design);
    this.helper.prepare(planned);
    await this.links.prepare(planned);
  }

  /** How the process of a zone that this run started reaches Redis; undefined for straight. */
  linkOf(member: { readonly zone: string; readonly remote: boolean; readonly part: string }): ZoneLink | undefined {
    return member.remote || member.part === "load" ? undefined : this.links.of(member.zone);
  }

  /** Every process of the run has ended. */
  close(): void {
    this.helper.close();
  }
}
