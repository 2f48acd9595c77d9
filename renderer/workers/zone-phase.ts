import { useEffect, useState } from "react";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { workersWords as words } from "../words/workers.ts";

/** Whole seconds until a moment (Unix time, ms), counted down; 0 once it is past, undefined without one. */
export function useSecondsUntil(unixMs: number | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (unixMs === undefined) return undefined;
    const look = (): void => setNow(Date.now());
    // At once, too: what was seen last may be long ago.
    const first = setTimeout(look);
    const timer = setInterval(look, 500);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [unixMs]);
  return unixMs === undefined ? undefined : Math.max(0, Math.ceil((unixMs - now) / 1000));
}

/** What there is to say of a zone's process beside that it runs here: `stopped`, `down, back in 8 s`, `on far`. Empty where that is all. */
export function zonePhaseText({ phase, worker }: ZoneState, seconds: number | undefined): string {
  if (worker !== undefined) return phase === "running" ? words.runsOn(worker) : words.runsOnInPhase(worker, words.phases[phase]);
  if (phase === "running") return "";
  return phase === "restarting" && seconds !== undefined ? words.downBackIn(seconds) : words.phases[phase];
}

/** The same, counted down. */
export function useZonePhase(state: ZoneState | undefined): string {
  const seconds = useSecondsUntil(state?.restartsAt);
  return state === undefined ? "" : zonePhaseText(state, seconds);
}
