import type { Experiment } from "../../../design/chaos/resolve.ts";
import { AppError } from "../../../design/errors.ts";
import { drawSite } from "../../core/random.ts";
import type { Begun } from "../../core/chaos/timeline.ts";
import type { RedisEndpoint } from "../../redis/detour.ts";
import { parseRedisAddress } from "../../redis/redis-address.ts";
import type { Crew } from "../crew.ts";
import type { ZoneLink } from "../messages.ts";
import { NETWORK, type ChaosHelper } from "./helper.ts";
import type { Toxic } from "./proxy/toxic.ts";

export type NetworkExperiment = Extract<Experiment, { type: (typeof NETWORK)[number] }>;

interface Open {
  readonly via: RedisEndpoint;
  /** What is on, by the experiment's id. */
  readonly toxics: Map<string, Toxic>;
}

/**
 * The proxies between zones of a run and Redis. A zone that the timeline has network experiments for goes through its proxy from the start;
 * another one's connections are led through one when the first is begun by hand, and stay there.
 */
export class Links {
  private readonly open = new Map<string, Promise<Open>>();
  /** The same, once they are open. */
  private readonly ready = new Map<string, Open>();

  constructor(
    private readonly redisUrl: string,
    private readonly seed: number,
    private readonly helper: ChaosHelper,
    private readonly crew: Pick<Crew, "processOf">,
  ) {}

  /** Opens the proxies that are known to be needed. One that cannot be is told when its experiment begins. */
  async prepare(planned: readonly Experiment[]): Promise<void> {
    const zones = planned.flatMap((experiment) => (isNetwork(experiment) && "zone" in experiment.target ? [experiment.target.zone] : []));
    await Promise.allSettled([...new Set(zones)].map((zone) => this.link(zone)));
  }

  /** How the process of a zone reaches Redis; undefined for straight. */
  of(zone: string): ZoneLink | undefined {
    const open = this.ready.get(zone);
    return open && { via: open.via, isImpaired: open.toxics.size > 0 };
  }

  /** Does to a zone's connections what an experiment says, until it ends. */
  async begin(experiment: NetworkExperiment): Promise<Begun> {
    const { id, target } = experiment;
    if (!("zone" in target)) return {};
    const { zone } = target;
    const home = this.crew.processOf(zone);
    if (!home) throw new AppError("wrong-use", "No process of this run is up in that zone.");
    const link = await this.link(zone);
    link.toxics.set(id, toxicOf(experiment, this.seed));
    await this.apply(zone, link);
    return {
      note: `between process ${home.pid} and Redis`,
      undo: () => {
        link.toxics.delete(id);
        return this.apply(zone, link);
      },
    };
  }

  /** The proxies are gone: everybody goes straight again. */
  gone(): void {
    const zones = [...this.ready.keys()];
    this.open.clear();
    this.ready.clear();
    for (const zone of zones) this.tell(zone);
  }

  private async apply(zone: string, link: Open): Promise<void> {
    if (this.ready.get(zone) !== link) return;
    this.tell(zone);
    await this.helper.setToxics(zone, [...link.toxics.values()]);
  }

  private tell(zone: string): void {
    this.crew.processOf(zone)?.process.send({ type: "link", link: this.of(zone) });
  }

  private link(zone: string): Promise<Open> {
    let opening = this.open.get(zone);
    if (!opening) {
      opening = this.openLink(zone);
      this.open.set(zone, opening);
      opening.catch(() => this.open.delete(zone));
    }
    return opening;
  }

  private async openLink(zone: string): Promise<Open> {
    const opened: Open = { via: await this.helper.openLink(zone, endpointOf(this.redisUrl)), toxics: new Map() };
    this.ready.set(zone, opened);
    return opened;
  }
}

function isNetwork(experiment: Experiment): experiment is NetworkExperiment {
  return (NETWORK as readonly string[]).includes(experiment.type);
}

function endpointOf(redisUrl: string): RedisEndpoint {
  const address = parseRedisAddress(redisUrl);
  if (address.kind === "socket") return { path: address.path };
  const [first] = address.hosts;
  if (address.kind === "single" && first) return first;
  throw new AppError("wrong-use", "Connections are broken on purpose only to a Redis of one address: not to a cluster, nor behind sentinels.");
}

function toxicOf(experiment: NetworkExperiment, seed: number): Toxic {
  switch (experiment.type) {
    case "latency":
      return { type: "latency", latencyMs: experiment.parameters.latency, jitterMs: experiment.parameters.jitter, site: drawSite(seed, experiment.id, "jitter") };
    case "bandwidth":
      // Toxiproxy counts in KB/s.
      return { type: "bandwidth", bytesPerMs: experiment.parameters.rate };
    case "timeout":
    case "reset":
      return { type: experiment.type, timeoutMs: experiment.parameters.timeout };
    case "slow-close":
      return { type: "slow-close", delayMs: experiment.parameters.delay };
    case "slicer": {
      const { averageSize, sizeVariation, delay } = experiment.parameters;
      // Toxiproxy counts in microseconds here.
      return { type: "slicer", averageSize, sizeVariation, delayMs: delay / 1000, site: drawSite(seed, experiment.id, "slices") };
    }
    case "limit-data":
      return { type: "limit-data", bytes: experiment.parameters.bytes };
    case "partition":
      return { type: "partition" };
  }
}
