import { CronExpressionParser } from "cron-parser";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { rootHigh, rootLow } from "../core/identity.ts";
import { drawSite, hashWords, uniform } from "../core/random.ts";
import type { BehaviourContext, SourceBehaviour } from "./behaviour.ts";
import { compilePayload } from "./payload.ts";

/** The date at which a forecast begins where its schedule says nothing else: a Monday. */
const FORECASTS_BEGIN_MS = Date.UTC(2024, 0, 1);

/** Emits at set times (rule P6): every so often, or when cron says so. */
export function schedule(settings: SettingsOf<"schedule">, context: BehaviourContext): SourceBehaviour {
  const { seed, id } = context;
  const identitySite = drawSite(seed, id, "identity");
  const payloadSite = drawSite(seed, id, "payload");
  const fill = settings.payload === undefined ? undefined : compilePayload(settings.payload);
  return {
    role: "source",
    outside: "scheduler",
    next: nextTime(settings, context.startedAtMs),
    event(n, atMs) {
      const [high, low] = [rootHigh(identitySite, n), rootLow(identitySite, n)];
      const data = fill?.({ seq: n + 1, key: "", timeMs: Math.round(atMs), draw: (index) => uniform(payloadSite, n, hashWords(index, 0, 0, 0, 0), 0) }) ?? null;
      return { high, low, rootHigh: high, rootLow: low, source: context.source, bornMs: atMs, emittedMs: atMs, type: settings.eventType, key: undefined, priority: 0, headers: undefined, data };
    },
    limitCount: settings.limit?.count ?? Number.POSITIVE_INFINITY,
    limitMs: settings.limit?.durationMs ?? Number.POSITIVE_INFINITY,
    pendingLimit: Number.POSITIVE_INFINITY,
  };
}

/** Design time of the event after one, by the parser that BullMQ uses; Infinity when there is none. */
function nextTime({ cron, everyMs, timezone, startsAt }: SettingsOf<"schedule">, startedAtMs: number | undefined): SourceBehaviour["next"] {
  if (cron === undefined) return (_, previousMs) => previousMs + (everyMs ?? Number.POSITIVE_INFINITY);
  const beginMs = startsAt === undefined ? (startedAtMs ?? FORECASTS_BEGIN_MS) : Date.parse(startsAt);
  return (_, previousMs) => {
    try {
      return CronExpressionParser.parse(cron, { currentDate: new Date(beginMs + previousMs), tz: timezone }).next().getTime() - beginMs;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  };
}

/** What is wrong with a cron expression, as its parser says it; undefined when it can be used. */
export function cronProblem(cron: string, timezone: string): string | undefined {
  try {
    CronExpressionParser.parse(cron, { tz: timezone });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
