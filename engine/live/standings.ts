import type { CallEngine } from "../core/call-engine.ts";
import { answersOf, type Place, type WiredEdge, type Wiring } from "../core/wiring.ts";
import type { Standing } from "../kinds/behaviour.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";

/**
 * What a process knows of the load of others' targets (rule R5): of calls, what it makes or answers itself; of channels and consumers, what the host told
 * with the last frame, up to 0.1 s ago. A load balancer adds what it has sent since.
 */
export class Standings {
  private frame = 0;
  private readonly lastTold = new Map<number, PlaceNow>();
  private gone: readonly number[] = [];

  constructor(private readonly calls: CallEngine) {}

  told(frame: number, places: readonly (readonly [number, PlaceNow])[], gone: readonly number[]): void {
    this.frame = frame;
    this.gone = gone;
    for (const [place, now] of places) this.lastTold.set(place, now);
  }

  of(edge: WiredEdge): Standing {
    if (edge.type === "call") {
      const now = this.calls.now(edge.to);
      const open = this.calls.openOn(edge);
      return { waiting: now?.depth ?? 0, served: now?.inFlight ?? open, isCalled: true, open, isUp: !this.gone.includes(edge.to.index) };
    }
    const channel = edge.channel && this.lastTold.get(edge.channel.index);
    const target = this.lastTold.get(edge.to.index);
    const isUp = target === undefined || edge.to.behaviour.role !== "consumer" || target.capacity > 0;
    return { waiting: channel?.depth ?? 0, served: channel?.inFlight ?? 0, isCalled: false, open: 0, isUp, frame: this.frame };
  }
}

/** The places that load balancers send events to: their channels, and who reads them. */
export function balancedPlaces(wiring: Wiring): number[] {
  return [...new Set(targetsOf(wiring, "out").flatMap(({ channel, to }): Place[] => (channel ? [channel, to] : [to])))].map((place) => place.index);
}

/** The places that load balancers call and that the process of their zone runs, or none. */
export function calledPlaces(wiring: Wiring): number[] {
  return [...new Set(targetsOf(wiring, "target").map(({ to }) => to))].filter((place) => answersOf(place)?.inCaller !== true).map((place) => place.index);
}

function targetsOf(wiring: Wiring, port: "out" | "target"): WiredEdge[] {
  return wiring.places.filter((place) => place.node?.kind === "loadBalancer").flatMap((place) => place.outs.get(port) ?? []);
}
