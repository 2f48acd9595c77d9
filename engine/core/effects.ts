import type { Effects } from "./dispatch.ts";

/** Effects with nothing in them. */
export function noEffects(): Effects {
  return { puts: [], ends: [] };
}

/** The same effects, with what failed because a channel was full told as that. */
export function asOverflow(effects: Effects): Effects {
  return { puts: effects.puts, ends: effects.ends.map((end) => (end.as === "failed" ? { ...end, as: "dropped", reason: "overflow" } : end)) };
}
