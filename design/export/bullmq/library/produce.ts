import { source } from "../code.ts";

/** `src/lib/produce.ts` of the project. */
export const PRODUCE = source`import { setTimeout as wait } from "node:timers/promises";
import type { Service } from "./service.js";
import { exponential } from "./simulate.js";

/** When events come; rates in events per second. */
export type Arrivals =
  | { process: "constant" | "poisson"; ratePerSecond: number }
  | { process: "ramp"; ratePerSecond: number; toRatePerSecond: number; overMs: number }
  | { process: "spike"; ratePerSecond: number; factor: number; everyMs: number; lengthMs: number }
  | { process: "burst"; ratePerSecond: number; burstFactor: number; burstMeanMs: number; calmMeanMs: number }
  | { process: "diurnal"; ratePerSecond: number; amplitude: number; periodMs: number };

export interface Production {
  /** What a log calls it. */
  name: string;
  arrivals: Arrivals;
  limit?: { count?: number; durationMs?: number };
  /** Emits event n, 0 for the first. */
  emit(n: number): Promise<void>;
}

/** The rate is taken to be the same for so long, ms. */
const STEP_MS = 50;

/** Emits on schedule; one that is behind, because Redis was slow, catches up. */
export function produce({ name, arrivals, limit = {}, emit }: Production): Service {
  const stopped = new AbortController();
  const { count = Infinity, durationMs = Infinity } = limit;
  const rateAt = rateOf(arrivals);
  const start = Date.now();

  async function run(): Promise<void> {
    let atMs = 0;
    for (let n = 0; n < count; n++) {
      atMs = next(atMs, arrivals.process === "constant" ? 1 : exponential());
      if (atMs > durationMs) return;
      const aheadMs = start + atMs - Date.now();
      if (aheadMs > 0) await wait(aheadMs, undefined, { signal: stopped.signal });
      if (stopped.signal.aborted) return;
      await emit(n);
    }
  }

  /** When the rate has added up to so many events. */
  function next(fromMs: number, events: number): number {
    let atMs = fromMs;
    for (let left = events; left > 0; ) {
      const rate = rateAt(atMs) / 1000;
      const ms = rate > 0 ? Math.min(STEP_MS, left / rate) : STEP_MS;
      left -= rate * ms;
      atMs += ms;
      // A timer can wait for 24 days; what comes later than that does not come.
      if (atMs - fromMs > 2 ** 31 - 1) return Infinity;
      if (left < 1e-9) left = 0;
    }
    return atMs;
  }

  const running = run().catch((error: unknown) => {
    if (!stopped.signal.aborted) console.error(name, error);
  });
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** The rate at a time, events per second. */
function rateOf(arrivals: Arrivals): (atMs: number) => number {
  const rate = arrivals.ratePerSecond;
  switch (arrivals.process) {
    case "constant":
    case "poisson":
      return () => rate;
    case "ramp":
      return (atMs) => rate + (arrivals.toRatePerSecond - rate) * Math.min(1, atMs / arrivals.overMs);
    case "spike":
      return (atMs) => (atMs % arrivals.everyMs >= arrivals.everyMs - arrivals.lengthMs ? rate * arrivals.factor : rate);
    case "diurnal":
      return (atMs) => rate * (1 - arrivals.amplitude * Math.cos((2 * Math.PI * atMs) / arrivals.periodMs));
    case "burst": {
      const { burstFactor, burstMeanMs, calmMeanMs } = arrivals;
      const calm = (rate * (calmMeanMs + burstMeanMs)) / (calmMeanMs + burstFactor * burstMeanMs);
      let isBurst = false;
      let untilMs = exponential() * calmMeanMs;
      return (atMs) => {
        for (; atMs >= untilMs; isBurst = !isBurst) untilMs += exponential() * (isBurst ? calmMeanMs : burstMeanMs);
        return isBurst ? calm * burstFactor : calm;
      };
    }
  }
}

/** A key out of so many, each as likely; or the first ones more often, as Zipf's law with this exponent has it. */
export function keys(count: number, exponent = 0): () => string {
  if (exponent === 0) return () => "k" + Math.floor(Math.random() * count);
  let total = 0;
  const cumulative = Array.from({ length: count }, (_, rank) => (total += (rank + 1) ** -exponent));
  return () => {
    const drawn = Math.random() * total;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < drawn) low = middle + 1;
      else high = middle;
    }
    return "k" + low;
  };
}

/** One of several values, as often as its weight says. */
export function weighted<Value>(choices: { value: Value; weight: number }[], fallback: Value): Value {
  let left = Math.random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const { value, weight } of choices) {
    left -= weight;
    if (left <= 0) return value;
  }
  return fallback;
}
`;

/** `src/lib/template.ts` of the project. */
export const TEMPLATE = source`import { randomUUID } from "node:crypto";
import type { Json } from "./event.js";

export interface Filling {
  /** Number of the event, 1 for the first. */
  seq: number;
  key: string;
}

/** Fills a JSON template in: {{seq}}, {{key}}, {{time}}, {{int 1 100}}, {{number 0 1}}, {{pick red green}} and {{uuid}}. */
export function fill(template: Json, filling: Filling): Json {
  if (typeof template === "string") return fillText(template, filling);
  if (Array.isArray(template)) return template.map((item) => fill(item, filling));
  if (typeof template === "object" && template !== null) return Object.fromEntries(Object.entries(template).map(([name, item]) => [name, fill(item, filling)]));
  return template;
}

/** As fill, for an object. */
export function fillHeaders(template: Record<string, Json>, filling: Filling): Record<string, Json> {
  return Object.fromEntries(Object.entries(template).map(([name, item]) => [name, fill(item, filling)]));
}

/** A text that is one placeholder becomes a value of its type. */
function fillText(text: string, filling: Filling): Json {
  const pattern = /[{]{2} *([a-z]+)((?: +[^ }]+)*) *[}]{2}/g;
  const parts = [...text.matchAll(pattern)];
  const [only] = parts;
  if (only && parts.length === 1 && only[0] === text) return generate(only[1] ?? "", only[2] ?? "", filling) ?? text;
  return text.replaceAll(pattern, (whole, name: string, words: string) => {
    const value = generate(name, words, filling);
    return value === undefined ? whole : typeof value === "string" ? value : JSON.stringify(value);
  });
}

function generate(name: string, text: string, { seq, key }: Filling): Json | undefined {
  const words = text.split(" ").filter(Boolean);
  const [low = 0, high = name === "int" ? 100 : 1] = words.map(Number);
  switch (name) {
    case "seq":
      return seq;
    case "key":
      return key;
    case "time":
      return Date.now();
    case "int":
      return Math.floor(low + Math.random() * (high - low + 1));
    case "number":
      return low + Math.random() * (high - low);
    case "pick":
      return words[Math.floor(Math.random() * words.length)];
    case "uuid":
      return randomUUID();
    default:
      return undefined;
  }
}
`;
