import type { Effects } from "./dispatch.ts";

/** Effects with nothing in them. */
export function noEffects(): Effects {
  return { puts: [], ends: [] };
}

/** Takes everything out of effects that nobody keeps; one by one, which leaves the arrays their room. */
export function empty(effects: Effects): void {
  while (effects.puts.length > 0) effects.puts.pop();
  while (effects.ends.length > 0) effects.ends.pop();
}

/** How the end of an attempt is told that let its event go. */
export function endedAs({ ends }: Effects): "consumed" | "deduplicated" | "done" {
  const as = ends[0]?.as;
  return as === "consumed" || as === "deduplicated" ? as : "done";
}
