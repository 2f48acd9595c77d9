import type { RunState } from "../contract/run.ts";
import type { WorkerState, ZonePhase, ZoneState } from "../contract/zones.ts";
import type { LiveEnvironment } from "../core/environment.ts";
import type { Member } from "./crew.ts";
import { howToJoin } from "./remote/how-to-join.ts";

/** Who runs a live run, for people: its zones, the workers that joined, and how others may. */
export function whoRunsIt(members: readonly Member[], environment: LiveEnvironment): Pick<RunState, "zones" | "workers" | "joining"> {
  return { zones: zoneStates(members), workers: workerStates(members), joining: howToJoin(environment) };
}

/** How each zone's process stands, in the order in which they were started (rules O2, O3). */
export function zoneStates(members: readonly Member[]): ZoneState[] {
  return members.filter(({ part, remote }) => part === "consumers" && !remote).map(zoneState);
}

/** The workers of other machines, and the zone that each has come for. */
export function workerStates(members: readonly Member[]): WorkerState[] {
  return members.filter(({ remote }) => remote).map(({ name, zone, nodes }) => ({ name, ...(nodes === null ? {} : { zone }) }));
}

function zoneState(member: Member): ZoneState {
  const { zone, away, deaths, restartsAt } = member;
  const phase = phaseOf(away ?? member);
  return {
    zone,
    phase,
    deaths,
    ...(away ? { worker: away.name } : {}),
    ...(phase === "restarting" && restartsAt !== undefined ? { restartsAt } : {}),
  };
}

function phaseOf({ process, ready, held, frozen, restartsAt }: Member): ZonePhase {
  if (!process) return held ? "stopped" : restartsAt === undefined ? "starting" : "restarting";
  if (held) return "stopping";
  if (frozen) return "frozen";
  return ready ? "running" : "starting";
}
