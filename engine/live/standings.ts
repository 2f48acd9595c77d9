import type { CallEngine } from "../core/call-engine.ts";
import type { Place, WiredEdge, Wiring } from "../core/wiring.ts";
import type { Standing } from "../kinds/behaviour.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";

/**
 * What a process knows of the load of others' targets (rule R5): of calls, what it makes or answers itself; of channels and consumers, what the host told
 * with the last frame, up to 0.1 s ago. A load balancer adds what it has sent since.
 */
export class Standings {
  private frame = 0;
  private readonly lastTold = new Map<number, PlaceNow>();

  constructor(private readonly calls: CallEngine) {}

  told(frame: number, places: readonly (readonly [number, PlaceNow])[]): void {
    this.frame = frame;
    for (const [place, now] of places) this.lastTold.set(place, now);
  }

  of(edge: WiredEdge): Standing {
    if (edge.type === "call") {
      const now = this.calls.now(edge.to);
      const open = this.calls.openOn(edge);
      return { waiting: now?.depth ?? 0, served: now?.inFlight ?? open, isCalled: true, open, isUp: true };
    }
    const channel = edge.channel && this.lastTold.get(edge.channel.index);
    const target = this.lastTold.get(edge.to.index);
    const isUp = target === undefined || edge.to.behaviour.role !== "consumer" || target.capacity > 0;
    return { waiting: channel?.depth ?? 0, served: channel?.inFlight ?? 0, isCalled: false, open: 0, isUp, frame: this.frame };
  }
}

/** The places that load balancers send events to: their channels, and who reads them. */
export function balancedPlaces(wiring: Wiring): number[] {
  const targets = wiring.places.filter((place) => place.node?.kind === "loadBalancer").flatMap((place) => place.outs.get("out") ?? []);
  return [...new Set(targets.flatMap(({ channel, to }): Place[] => (channel ? [channel, to] : [to])))].map((place) => place.index);
}
