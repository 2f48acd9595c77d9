import { lagOf, readBy } from "../core/consumer-lag.ts";
import type { ConsumerCounts } from "../core/scaling-loop.ts";
import { Scaling } from "../core/scaling.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import type { Notice } from "../contract/run.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import type { RunMetrics } from "../metrics/run-metrics.ts";
import type { Member } from "./crew.ts";
import { ReplicaShares } from "./replica-shares.ts";

/** What the host of a run knows that autoscalers need. */
export interface LiveScalingHost {
  readonly wiring: Wiring;
  readonly metrics: RunMetrics;
  members(): readonly Member[];
  /** What lies in a channel now; undefined where nobody has looked yet. */
  channelNow(place: number): PlaceNow | undefined;
  onNotice(notice: Notice): void;
}

const NOTHING: PlaceNow = { depth: 0, inFlight: 0, capacity: 0 };

/** The autoscalers of a live run: they look at the host's figures after each frame, and set replicas in all processes (rule O1). */
export class LiveScaling {
  readonly shares: ReplicaShares;
  readonly scaling: Scaling;

  constructor(private readonly host: LiveScalingHost) {
    this.shares = new ReplicaShares(() => host.members());
    this.scaling = new Scaling(host.wiring, {
      counts: (consumer) => this.counts(consumer),
      scale: (consumer, replicas) => {
        this.shares.set(consumer, replicas);
        this.shares.tell();
      },
      onNotice: (notice) => host.onNotice(notice),
    });
  }

  /** What an autoscaler's card shows; undefined for other places. */
  now(place: number): PlaceNow | undefined {
    const scaling = this.scaling.now(this.host.wiring.places[place] as Place);
    return scaling && { ...NOTHING, scaling };
  }

  /** What a consumer did up to the last frame. */
  private counts(consumer: Place): ConsumerCounts {
    const { wiring, metrics } = this.host;
    const lag = lagOf(wiring, consumer, (place) => this.host.channelNow(place) ?? NOTHING);
    const arrived = readBy(wiring, consumer).reduce((sum, place) => sum + metrics.counted(place.index).in, 0);
    const { in: taken, busyMs, capacityMs, waitedMs } = metrics.counted(consumer.index);
    return { lag, arrived, taken, waitedMs, busyMs, capacityMs };
  }
}
