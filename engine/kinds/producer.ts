import type { Arrivals, KeySettings } from "../../design/kinds/producer.ts";
import { isOn } from "../../design/chaos/windows.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import { compileExpression, isExpressionFailure } from "../../design/expressions/cel.ts";
import { POISON, viewOf, type FlowEvent, type Headers } from "../core/event.ts";
import { rootHigh, rootLow } from "../core/identity.ts";
import { drawSite, hashWords, uniform } from "../core/random.ts";
import { advanceOf } from "./arrivals.ts";
import type { BehaviourContext, SourceBehaviour } from "./behaviour.ts";
import { massOf } from "./mass.ts";
import { playbackOf } from "./trace.ts";
import { compilePayload, type PayloadInput } from "./payload.ts";

/** Emits events as rules P1 to P5 say. Every draw depends on the event's number alone, so a restarted generator repeats itself. */
export function producer(settings: SettingsOf<"producer">, context: BehaviourContext): SourceBehaviour {
  const { seed, id, load } = context;
  const identitySite = drawSite(seed, id, "identity");
  const payloadSite = drawSite(seed, id, "payload");
  const { arrivals } = settings;
  const playback = arrivals.process === "trace" ? playbackOf(arrivals, load) : undefined;
  const next = arrivals.process === "trace" ? playbackOf(arrivals, load).next : drawnArrivals(arrivals, context);
  const keyOf = keyPicker(settings.key, drawSite(seed, id, "key"));
  const priorityOf = priorityPicker(settings.priority, drawSite(seed, id, "priority"));
  const fill = settings.payload === undefined ? undefined : compilePayload(settings.payload);
  const fillHeaders = settings.headers === undefined ? undefined : compilePayload(settings.headers);
  const headerSite = drawSite(seed, id, "headers");
  const poisons = poisoner(context);
  const inputOf = (n: number, atMs: number, key: string | undefined, site: number): PayloadInput => ({
    seq: n + 1,
    key: key ?? "",
    timeMs: Math.round(atMs),
    draw: (index) => uniform(site, n, hashWords(index, 0, 0, 0, 0), 0),
  });
  const keyExpression = settings.key.mode === "expression" ? compileExpression(settings.key.expression) : undefined;

  return {
    role: "source",
    next,
    event(n, atMs): FlowEvent {
      const recorded = playback?.events[n];
      const key = recorded?.key ?? keyOf(n);
      const high = rootHigh(identitySite, n);
      const low = rootLow(identitySite, n);
      const event: FlowEvent = {
        high,
        low,
        rootHigh: high,
        rootLow: low,
        source: context.source,
        bornMs: atMs,
        emittedMs: atMs,
        type: recorded?.type ?? settings.eventType,
        key,
        priority: priorityOf(n),
        headers: poisons(n, atMs, fillHeaders?.(inputOf(n, atMs, key, headerSite)) as Headers | undefined),
        data: recorded?.data !== undefined ? recorded.data : fill ? fill(inputOf(n, atMs, key, payloadSite)) : null,
      };
      if (!keyExpression || recorded?.key !== undefined) return event;
      const result = keyExpression(viewOf(event));
      if (isExpressionFailure(result)) return event;
      return { ...event, key: typeof result === "string" ? result : JSON.stringify(result) };
    },
    limitCount: Math.min(settings.limit?.count ?? Number.POSITIVE_INFINITY, playback?.events.length ?? Number.POSITIVE_INFINITY),
    limitMs: settings.limit?.durationMs ?? Number.POSITIVE_INFINITY,
    pendingLimit:
      settings.whenRefused === "block" ? Number.POSITIVE_INFINITY : settings.whenRefused === "buffer" ? (settings.bufferLimit ?? 0) : 0,
  };
}

/** When event n comes, as the process and the event's own draw say. */
function drawnArrivals(arrivals: Exclude<Arrivals, { process: "trace" }>, { seed, id, load, eachStandsFor }: BehaviourContext): SourceBehaviour["next"] {
  const mass = massOf(drawSite(seed, id, "arrival"), eachStandsFor);
  const advance = advanceOf(arrivals, drawSite(seed, id, "bursts"), load);
  if (arrivals.process === "constant") return (_, previousMs) => advance(previousMs, 1);
  return (n, previousMs) => advance(previousMs, mass(n));
}

/** The key of event n (rule P3). */
function keyPicker(key: KeySettings, site: number): (n: number) => string | undefined {
  switch (key.mode) {
    case "none":
    case "expression":
      return () => undefined;
    case "uniform":
      return (n) => `k${Math.floor(uniform(site, n, 0, 0) * key.count)}`;
    case "zipf": {
      const cumulative = zipfCumulative(key.count, key.exponent);
      return (n) => `k${firstAtLeast(cumulative, uniform(site, n, 0, 0))}`;
    }
  }
}

/** Cumulative distribution of Zipf(n, s): P(rank k) ∝ k^(−s), k from 1. */
export function zipfCumulative(n: number, s: number): Float64Array {
  const cumulative = new Float64Array(n);
  let sum = 0;
  for (let rank = 1; rank <= n; rank++) cumulative[rank - 1] = sum += rank ** -s;
  return cumulative.map((value) => value / sum);
}

/** Index of the first entry that is not below `value`, by bisection. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function priorityPicker(priority: SettingsOf<"producer">["priority"], site: number): (n: number) => number {
  if (priority === undefined) return () => 0;
  if (typeof priority === "number") return () => priority;
  const total = priority.reduce((sum, choice) => sum + choice.weight, 0);
  return (n) => {
    let left = uniform(site, n, 0, 0) * total;
    for (const choice of priority) {
      left -= choice.weight;
      if (left <= 0) return choice.priority;
    }
    return priority.at(-1)?.priority ?? 0;
  };
}

/** Marks a share of the events as ones that cannot be processed, while that is on (rule O4). */
function poisoner({ seed, id, experiments }: BehaviourContext): (n: number, atMs: number, headers: Headers | undefined) => Headers | undefined {
  const windows = experiments.filter((window) => window.type === "poison-event");
  if (windows.length === 0) return (_n, _atMs, headers) => headers;
  const site = drawSite(seed, id, "poison");
  return (n, atMs, headers) => {
    const isPoison = windows.some((window) => isOn(window, atMs) && uniform(site, n, 0, 0) < window.parameters.share);
    return isPoison ? { ...headers, [POISON]: true } : headers;
  };
}
