import type { ProcessFrame } from "../contract/frame.ts";
import type { Place, Wiring } from "../core/wiring.ts";
import { sumOf, type PlaceNow } from "../metrics/place-totals.ts";
import type { MetricsDelta } from "../metrics/recorder.ts";
import type { ChannelLengths } from "../redis/run-keys.ts";
import type { Member } from "./crew.ts";
import type { FromProcess, SourceNow } from "./messages.ts";

/** The newest of what the processes of a run have measured, and of what lies in its channels. */
export class LiveNumbers {
  private deltas: MetricsDelta[] = [];
  private readonly channelsNow = new Map<number, PlaceNow>();
  /** The slots of each process's consumers. */
  private readonly slotsNow = new Map<Member, Map<number, PlaceNow>>();
  /** Events that each process's stages hold for nothing but other events. */
  private readonly stuckNow = new Map<Member, number>();
  private readonly sourcesNow = new Map<number, SourceNow>();
  private readonly processesNow = new Map<Member, ProcessFrame>();

  heard(member: Member, { metrics, places, sources, stuck, process }: Extract<FromProcess, { type: "measured" }>): void {
    this.deltas.push(metrics);
    this.slotsNow.set(member, new Map(places));
    this.stuckNow.set(member, stuck);
    for (const source of sources) this.sourcesNow.set(source.place, source);
    this.processesNow.set(member, process);
  }

  /** A process has ended: its slots are gone; what its sources have produced stays. */
  gone(member: Member): void {
    this.slotsNow.delete(member);
    this.stuckNow.delete(member);
    this.processesNow.delete(member);
  }

  noteLengths(lengths: ReadonlyMap<Place, ChannelLengths>): void {
    for (const [place, { ready, delayed, active, lag }] of lengths) {
      // What a stage holds waits in it: it has no slots.
      const held = place.node?.role === "stage" ? active : 0;
      this.channelsNow.set(place.index, { depth: ready + delayed + held, inFlight: active - held, capacity: 0, ...(lag && { lag }) });
    }
  }

  /** What was measured since the last call. */
  takeDeltas(): MetricsDelta[] {
    return this.deltas.splice(0);
  }

  processes(): ProcessFrame[] {
    return [...this.processesNow.values()];
  }

  source(place: Place): SourceNow | undefined {
    return this.sourcesNow.get(place.index);
  }

  /** When producing ended: every source has finished, or the time for it is up; undefined while it goes on. */
  producedUntil({ sources }: Wiring, nowMs: number, endMs: number): number | undefined {
    const now = sources.map((place) => this.source(place));
    const finished = now.every((source) => source?.finished);
    if (!finished && nowMs < endMs) return undefined;
    const finishedMs = finished ? Math.max(0, ...now.map((source) => source?.producedMs ?? 0)) : nowMs;
    return Math.min(finishedMs, nowMs, endMs);
  }

  /** What each source says it has produced: newer than what it has written. */
  produced(sources: readonly Place[]): number[] {
    return sources.map((place) => this.source(place)?.produced ?? 0);
  }

  /** What lies in a channel, by the index of its place. */
  channel(place: number): PlaceNow | undefined {
    return this.channelsNow.get(place);
  }

  /** A consumer's slots, or the calls at a node that is called, in all processes. */
  slots(place: number): PlaceNow {
    let sum: PlaceNow = { depth: 0, inFlight: 0, capacity: 0 };
    const here = { worker: "", slots: 0, busy: 0 };
    const elsewhere: (typeof here)[] = [];
    for (const [member, places] of this.slotsNow) {
      const now = places.get(place);
      if (!now) continue;
      sum = sumOf(sum, now);
      if (member.remote) elsewhere.push({ worker: member.name, slots: now.capacity, busy: now.inFlight });
      else {
        here.slots += now.capacity;
        here.busy += now.inFlight;
      }
    }
    if (elsewhere.length === 0) return sum;
    return { ...sum, runsOn: [...(here.slots > 0 ? [here] : []), ...elsewhere] };
  }

  /** Whether a process runs a place: it tells of it. */
  isRun(place: number): boolean {
    return [...this.slotsNow.values()].some((places) => places.has(place));
  }

  /** What is still under way and where, in words; nothing when all has arrived. */
  held(wiring: Wiring): string[] {
    const held = wiring.places
      .filter((place) => place.keeps && place.node?.kind !== "deadLetter")
      .map((place) => ({ place, now: this.channel(place.index) }))
      .flatMap(({ place, now }) => (now && now.depth + now.inFlight > 0 ? [`${now.depth + now.inFlight} in ${place.name}`] : []));
    const pending = wiring.sources.reduce((sum, place) => sum + (this.source(place)?.pending ?? 0), 0);
    return pending > 0 ? [...held, `${pending} held back at their producers`] : held;
  }

  /** Events under way, where stages hold all of them for nothing but other events; undefined where something else is under way. */
  stuck(wiring: Wiring): number | undefined {
    const stuck = [...this.stuckNow.values()].reduce((sum, count) => sum + count, 0);
    if (wiring.sources.some((place) => (this.source(place)?.pending ?? 0) > 0)) return undefined;
    const present = wiring.places.reduce((sum, { index, keeps, node }) => {
      const now = keeps && node?.kind !== "deadLetter" ? this.channel(index) : undefined;
      return sum + (now?.depth ?? 0) + (now?.inFlight ?? 0);
    }, 0);
    return present === stuck ? stuck : undefined;
  }
}
