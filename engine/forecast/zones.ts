import { answersOf, type Place, type Wiring } from "../core/wiring.ts";
import { ConsumerRunner } from "./consumer.ts";
import type { SlowLink } from "./slow-link.ts";
import type { StageRunner } from "./stage.ts";
import type { Standstill } from "./standstill.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import type { ZoneCalls } from "./zone-calls.ts";

/** What experiments find in a forecast in place of processes and their connections. */
export interface ZonesHost {
  readonly wiring: Wiring;
  readonly clock: VirtualClock;
  readonly calls: ZoneCalls;
  readonly consumers: ReadonlyMap<Place, ConsumerRunner>;
  readonly stages: ReadonlyMap<Place, StageRunner>;
  /** Sources do not reach Redis. */
  readonly away: Standstill;
}

/** The zones of a forecast, each what a process is in a live run: its consumers, its stages, and the nodes of it that are called (rules O3, O4). */
export class ForecastZones {
  constructor(private readonly host: ZonesHost) {}

  /** The process of a zone dies, or finishes what it holds first, and is back after `restartMs` (rules O2, O3), without what called nodes kept in memory. */
  kill(zone: string, restartMs: number, graceful = false): void {
    const { wiring, clock, calls } = this.host;
    const workers = this.workersIn(zone);
    const end = (runner: ConsumerRunner | StageRunner): void => (graceful && runner instanceof ConsumerRunner ? runner.finishAndStop(restartMs) : runner.die(restartMs));
    if (graceful) workers.forEach(end);
    else calls.killZone(zone, () => workers.forEach(end));
    const isBack = calls.suspend(zone, "gone");
    clock.at(clock.now() + restartMs, () => {
      wiring.startAnew(wiring.places.filter((place) => place.node?.zone === zone && place.behaviour.role === "callee" && answersOf(place)?.inCaller !== true));
      isBack();
    });
  }

  /** What works in a zone, or anywhere, stands still or does not reach Redis until the returned function is called. Calls between zones go on without Redis. */
  halt(how: "frozen" | "cutOff", zone?: string): () => void {
    const ends = this.workersIn(zone).map((runner) => runner.halt(how));
    const isBack = how === "frozen" && zone !== undefined ? this.host.calls.suspend(zone, "frozen") : undefined;
    return () => {
      ends.forEach((end) => end());
      isBack?.();
    };
  }

  /** Redis takes and gives nothing until the returned function is called (rule O4). */
  loseRedis(): () => void {
    const { away } = this.host;
    const end = this.halt("cutOff");
    const isStill = away.begin();
    return () => {
      end();
      if (isStill()) away.end();
    };
  }

  /** The connections to Redis of a zone's consumers. */
  linksIn(zone: string): SlowLink[] {
    return this.workersIn(zone).flatMap((runner) => (runner instanceof ConsumerRunner ? [runner.link] : []));
  }

  /** The consumers and stages of a zone, or all of them. */
  workersIn(zone?: string): (ConsumerRunner | StageRunner)[] {
    return [...this.host.consumers, ...this.host.stages].flatMap(([place, runner]) => (zone === undefined || place.node?.zone === zone ? [runner] : []));
  }
}
