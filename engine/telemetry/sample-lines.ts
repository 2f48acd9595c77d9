import type { Sample, SpanSample } from "../contract/sample.ts";
import type { Log } from "./log.ts";

/** Outcomes that somebody may have to look into. */
const WORTH_A_LOOK: ReadonlySet<SpanSample["outcome"]> = new Set(["failed", "crashed", "dropped", "deadLettered"]);

/** Writes a line for each sampled attempt and end of an event; never what is in the event. */
export function logSamples(log: Log, samples: readonly Sample[]): void {
  for (const sample of samples) {
    if (sample.type !== "span") continue;
    const { node, event, root, trace, attempt, outcome, reason, startMs, waitMs, serviceMs } = sample;
    const level = WORTH_A_LOOK.has(outcome) ? "warn" : "debug";
    if (!log.tells(level)) continue;
    log.say(level, `event ${outcome}`, { node, event, root, trace, attempt, outcome, reason, at_ms: rounded(startMs), wait_ms: rounded(waitMs), service_ms: rounded(serviceMs) });
  }
}

/** To the microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
