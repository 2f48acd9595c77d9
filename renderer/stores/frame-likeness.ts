import type { EdgeFrame, NodeFrame } from "../../engine/contract/frame.ts";
import type { Stats } from "../../engine/contract/stats.ts";

const COUNTS = ["depth", "inFlight", "capacity"] as const;
const RATES = ["inPerSecond", "outPerSecond", "utilization"] as const;
const FLOWS = ["in", "out", "errors", "retries", "stalls", "duplicates", "deadLetters", "refused"] as const;
const TIMES = ["mean", "p50", "p95", "p99", "max"] as const;

/** Whether two frames of a node read the same: equal counts, rates and times equal to three digits. */
export function nodeFramesLookAlike(a: NodeFrame, b: NodeFrame): boolean {
  return (
    COUNTS.every((name) => a[name] === b[name]) &&
    FLOWS.every((name) => a[name] === b[name]) &&
    RATES.every((name) => readsTheSame(a[name], b[name])) &&
    a.slots === b.slots &&
    (a.runsOn ?? []).map(({ worker, slots }) => `${worker} ${slots}`).join() === (b.runsOn ?? []).map(({ worker, slots }) => `${worker} ${slots}`).join() &&
    a.restarts?.replicas === b.restarts?.replicas &&
    a.restarts?.atMs === b.restarts?.atMs &&
    a.scaling?.replicas === b.scaling?.replicas &&
    a.scaling?.metric === b.scaling?.metric &&
    a.breaker?.open === b.breaker?.open &&
    a.breaker?.halfOpen === b.breaker?.halfOpen &&
    a.breaker?.closed === b.breaker?.closed &&
    a.targets?.in === b.targets?.in &&
    a.targets?.out === b.targets?.out &&
    readsTheSame(a.hitRatio ?? 0, b.hitRatio ?? 0) &&
    lagsLookAlike(a.lag, b.lag) &&
    statsLookAlike(a.waitMs, b.waitMs) &&
    statsLookAlike(a.serviceMs, b.serviceMs) &&
    statsLookAlike(a.endToEndMs, b.endToEndMs)
  );
}

/** Whether two frames of an edge read the same. */
export function edgeFramesLookAlike(a: EdgeFrame, b: EdgeFrame): boolean {
  return readsTheSame(a.perSecond, b.perSecond) && a.failed > 0 === b.failed > 0 && a.duplicates === b.duplicates && a.deadLetters === b.deadLetters;
}

function statsLookAlike(a: Stats | undefined, b: Stats | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.count > 0 === b.count > 0 && TIMES.every((name) => readsTheSame(a[name], b[name]));
}

function lagsLookAlike(a: NodeFrame["lag"], b: NodeFrame["lag"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  const groups = Object.keys(a);
  return groups.length === Object.keys(b).length && groups.every((group) => a[group]?.length === b[group]?.length && (a[group] ?? []).every((lag, partition) => lag === b[group]?.[partition]));
}

/** Equal to three significant digits. */
function readsTheSame(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < Math.max(Math.abs(a), Math.abs(b)) * 0.0005;
}
