import type { Effects, End, Put } from "./dispatch.ts";
import type { EndKind } from "./plan.ts";
import type { Place } from "./wiring.ts";

/** Effects with nothing in them. */
export function noEffects(): Effects {
  return { puts: [], ends: [] };
}

/** Takes everything out of effects that nobody keeps; one by one, which leaves the arrays their room. */
export function empty(effects: Effects): void {
  while (effects.puts.length > 0) effects.puts.pop();
  while (effects.ends.length > 0) effects.ends.pop();
}

/** How the end of an attempt at a consumer is told that let its event go. */
export function endedAs({ ends }: Effects, place: Place): "consumed" | "deduplicated" | "delivered" | "done" {
  const as = ends[0]?.as;
  return as === "consumed" || as === "deduplicated" || (as === "delivered" && ends[0]?.place === place) ? as : "done";
}

/** How many events lie in channels because of these puts: into a topic each is one for every group that reads it (rule E4). */
export function childrenOf(puts: readonly Put[]): number {
  let children = 0;
  for (const put of puts) children += put.channel.groups;
  return children;
}

/** What becomes of an emission that no channel is asked to take. */
export function rejected({ puts, ends }: Effects): Effects {
  return { puts: [], ends: [...ends, ...puts.map((put) => endAt(put, "dropped", "rejected"))] };
}

/** The end of an event that its channel does not take. */
export function endAt({ channel, isAgain }: Put, as: EndKind, reason?: string): End {
  return { as, reason, place: channel, ...(isAgain && { isAgain }) };
}

/** Adds what became of an event that its channel sent on. */
export function addOf({ isAgain }: Put, { puts, ends }: Effects, to: Effects): void {
  to.puts.push(...(isAgain ? puts.map((put) => ({ ...put, isAgain })) : puts));
  to.ends.push(...(isAgain ? ends.map((end) => ({ ...end, isAgain })) : ends));
}
