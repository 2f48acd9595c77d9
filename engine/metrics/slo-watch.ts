import type { Design, Slo } from "../../design/document/schema.ts";
import type { SloVerdict } from "../contract/report.ts";
import { readBy } from "../core/consumer-lag.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import { SloWindow, type SloInterval, type SloTarget } from "./slo-window.ts";

/** Whether an SLO is judged frame by frame rather than from the report: it has a window, or is about a topic's lag, which no report has. */
function isWatched({ windowMs, forMs, metric }: Slo, wiring: Wiring): boolean {
  return windowMs !== undefined || (forMs ?? 0) > 0 || (metric === "lag" && wiring.flow.logs.size > 0);
}

/** Judges the SLOs of a design that have a window or must hold for a time, frame by frame (rule O5). */
export class SloWatch {
  private readonly windows: readonly SloWindow[];

  constructor(wiring: Wiring) {
    this.windows = (wiring.flow.design.slos ?? []).filter((slo) => isWatched(slo, wiring)).map((slo) => new SloWindow(slo, targetOf(slo, wiring)));
  }

  /** Number of SLOs that it judges. */
  get size(): number {
    return this.windows.length;
  }

  observe(interval: SloInterval): void {
    for (const window of this.windows) window.observe(interval);
  }

  /** Each verdict so far, by the SLO's id; `now` is the value of the newest window. */
  verdicts(): Map<string, SloVerdict> {
    return new Map(
      this.windows.map((window) => {
        const { slo, now } = window;
        const { value, passed } = window.verdict();
        return [slo.id, { id: slo.id, name: slo.name, passed, value: value ?? 0, op: slo.op, target: slo.value, ...(now === null ? {} : { now }) }];
      }),
    );
  }
}

/** The verdicts of a design in its order: those over windows, and the others from `whole`. */
export function inOrder(design: Design, whole: readonly SloVerdict[], windowed: ReadonlyMap<string, SloVerdict>): SloVerdict[] {
  return (design.slos ?? []).flatMap(({ id }) => windowed.get(id) ?? whole.find((verdict) => verdict.id === id) ?? []);
}

/** The places that an SLO is about. As in `engine/core/slos.ts`: a consumer's depth is that of the channels it reads. */
export function targetOf(slo: Slo, wiring: Wiring): SloTarget {
  const ids = "all" in slo.target ? null : "node" in slo.target ? [slo.target.node] : slo.target.path;
  const named = ids?.flatMap((id) => wiring.places.filter((place) => place.id === id && place.node)) ?? [];
  const source = ids?.[0];
  const places = ids === null ? wiring.places : named;
  switch (slo.metric) {
    case "throughputPerSecond":
      return { places: ids === null ? [] : named.slice(-1), source };
    case "endToEndMs": {
      const sinks = named.filter(({ node }) => node?.kind === "sink").slice(-1);
      return { places: sinks.length > 0 ? sinks : wiring.places.filter(({ node }) => node?.kind === "sink"), source };
    }
    case "errorRate":
      return { places: places.filter(({ node }) => node?.role === "consumer"), source };
    case "depth":
    case "lag": {
      if (ids === null) return { places: wiring.places.filter((place) => place.keeps && place.node?.kind !== "deadLetter"), source };
      const looked = named.flatMap((place) => read(place, wiring, named.length).map((at) => ({ at, group: wiring.logReadings.find(({ consumer, log }) => consumer === place && log === at)?.group })));
      return { places: looked.map(({ at }) => at), groups: looked.map(({ group }) => group), source };
    }
    default:
      return { places, source };
  }
}

function read(place: Place, wiring: Wiring, of: number): Place[] {
  if (place.node?.role === "consumer") return readBy(wiring, place);
  return of === 1 || place.keeps ? [place] : [];
}
