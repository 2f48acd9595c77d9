import type { Json } from "../../document/schema.ts";
import type { FoundQueue, JobSample } from "./found-queue.ts";

/** Settings that were read off a queue, and what of them is a guess: a sentence each, with what to do. */
export interface Guess {
  readonly settings: Readonly<Record<string, Json | undefined>>;
  readonly guesses: readonly { readonly what: string; readonly instead: string }[];
}

/** So many measured times make a distribution of their own. */
const ENOUGH_TIMES = 10;
const ENOUGH_ATTEMPTS = 10;
const ENOUGH_JOBS = 10;
const MOST_REPLICAS = 1000;
/** Of a consumer in all. */
const MOST_SLOTS = 10_000;
const MOST_CHILDREN = 10_000;
const LONGEST_MS = 365 * 24 * 3_600_000;

/** A queue's settings: those of most of its jobs. */
export function queueSettings({ samples, rateLimit, counts }: FoundQueue): Guess {
  const attempts = mostCommon(samples.map((job) => job.attempts)) ?? 1;
  const retrying = samples.filter((job) => job.attempts > 1);
  const backoff = mostCommonJson(retrying.map((job) => job.backoff ?? { type: "fixed" as const, delayMs: 0, jitter: 0 }));
  const delayed = samples.filter((job) => job.delayMs > 0 && !job.scheduled);
  const priorities = counts.prioritized > 0 || samples.some((job) => job.priority > 0);
  const isLifo = !priorities && mostCommon(samples.map((job) => job.lifo)) === true;
  const delayMs = !isLifo && delayed.length * 2 > samples.length ? median(delayed.map((job) => job.delayMs)) : 0;
  return {
    settings: {
      attempts,
      ...(backoff ? { backoff: { ...backoff, type: backoff.type === "custom" ? "fixed" : backoff.type } } : {}),
      ...(priorities ? { priorities } : {}),
      ...(isLifo ? { order: "lifo" } : {}),
      ...(delayMs > 0 ? { delayMs } : {}),
      ...(rateLimit ? { rateLimit: { max: Math.min(1_000_000, Math.ceil(rateLimit.max)), durationMs: Math.min(LONGEST_MS, Math.max(1, rateLimit.durationMs)) } } : {}),
    },
    guesses: [
      ...(samples.length === 0 ? [{ what: "No job is kept in it: attempts and backoff are BullMQ's defaults, 1 attempt.", instead: "Set what your producers give." }] : []),
      ...(new Set(samples.map((job) => job.attempts)).size > 1 ? [{ what: `Its jobs have different attempts; ${attempts} is what most of the ${samples.length} sampled have.`, instead: "Draw a queue for each sort of job where it matters." }] : []),
      ...(backoff?.type === "custom" ? [{ what: "Its backoff is a strategy of the worker's own, which is not in Redis.", instead: "A fixed delay stands for it: set one like yours." }] : []),
    ],
  };
}

/** The settings of the workers of a queue. */
export function consumerSettings(queue: FoundQueue): Guess {
  const { workers, mostActive, globalConcurrency, samples } = queue;
  const replicas = Math.min(MOST_REPLICAS, Math.max(1, workers ?? 1));
  const concurrency = Math.min(1000, Math.floor(MOST_SLOTS / replicas), Math.max(1, Math.ceil((globalConcurrency ?? mostActive) / replicas)));
  const service = serviceTime(queue);
  const attempts = samples.filter(({ state }) => state === "completed").reduce((sum, job) => sum + job.attemptsMade, 0);
  const failures = samples.filter(({ state }) => state === "completed").reduce((sum, job) => sum + Math.max(0, job.attemptsMade - 1), 0);
  const failureRate = attempts >= ENOUGH_ATTEMPTS ? Number((failures / attempts).toPrecision(3)) : 0;
  return {
    settings: { replicas, concurrency, ...(service.distribution ? { serviceTime: service.distribution } : {}), ...(failureRate > 0 ? { failureRate } : {}) },
    guesses: [
      ...(workers === null ? [{ what: "The server does not tell its clients: one worker is assumed.", instead: "Set replicas to the number of your workers." }] : []),
      ...(workers === 0 ? [{ what: "No worker is connected: one is drawn, so that the design runs.", instead: "Set replicas to the number of your workers." }] : []),
      globalConcurrency === undefined
        ? { what: `A worker's concurrency is not in Redis. ${activeWords(mostActive)}: ${concurrency} for each worker is drawn.`, instead: "Set the concurrency of your workers." }
        : { what: `The queue's global concurrency is ${globalConcurrency}: it is spread over the workers.`, instead: "Set the concurrency of your workers where it is lower." },
      ...(service.guess ? [service.guess] : []),
      ...(attempts < ENOUGH_ATTEMPTS ? [{ what: "Too few completed jobs are kept to tell how often an attempt fails: never is assumed.", instead: "Set the failure rate." }] : []),
    ],
  };
}

function activeWords(most: number): string {
  if (most === 0) return "No job was active when it was looked at";
  return `At most ${most} ${most === 1 ? "job was" : "jobs were"} active when it was looked at`;
}

function serviceTime({ samples, counts, rates }: FoundQueue): { distribution?: Json; guess?: Guess["guesses"][number] } {
  const times = samples.flatMap(({ serviceMs }) => (serviceMs === undefined ? [] : [serviceMs])).toSorted((a, b) => a - b);
  if (times.length >= ENOUGH_TIMES) return { distribution: { distribution: "empirical", valuesMs: times } };
  if (times.length > 0) {
    const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
    return { distribution: { distribution: "exponential", meanMs }, guess: { what: `Its service time is the mean of ${times.length} finished ${times.length === 1 ? "job" : "jobs"}.`, instead: "Set it where you know better." } };
  }
  // Little's law: as many are active as come in the time that each takes.
  const meanMs = rates.donePerSecond > 0 ? Math.round((counts.active * 1000) / rates.donePerSecond) : 0;
  if (meanMs > 0) return { distribution: { distribution: "exponential", meanMs }, guess: { what: "No finished job is kept: its service time is reckoned from active jobs and finished ones per second.", instead: "Set it where you know better." } };
  return { guess: { what: "No job was finished while it was looked at and none is kept: its service time is a default.", instead: "Set the service time." } };
}

/** How many jobs are added per second, and how that is known where too few came while it was measured to tell. */
export function addRate({ rates, metrics, samples }: FoundQueue): { perSecond: number; guess?: Guess["guesses"][number] } {
  const perSecond = rounded(rates.addedPerSecond);
  const seen = Math.round((rates.addedPerSecond * rates.overMs) / 1000);
  if (seen >= ENOUGH_JOBS) return { perSecond };
  const few = `${seen === 0 ? "No job was" : seen === 1 ? "Only 1 job was" : `Only ${seen} jobs were`} added while it was looked at`;
  const instead = "Look longer, or set the rate.";
  if (metrics && metrics.donePerSecond > 0)
    return { perSecond: rounded(metrics.donePerSecond), guess: { what: `${few}: the rate is that of the jobs that were done in the last ${metrics.minutes} minutes.`, instead } };
  const kept = samples.flatMap(({ state, addedAt }) => (state === "completed" && addedAt !== undefined ? [addedAt] : [])).toSorted((a, b) => a - b);
  const span = (kept.at(-1) ?? 0) - (kept[0] ?? 0);
  if (kept.length >= ENOUGH_JOBS && span > 0)
    return { perSecond: rounded(((kept.length - 1) * 1000) / span), guess: { what: `${few}: the rate is that of the last ${kept.length} completed ones, whenever that was.`, instead } };
  if (seen > 0) return { perSecond, guess: { what: `${few}: the rate is coarse.`, instead } };
  return { perSecond: 1, guess: { what: `${few}: 1/s is a guess, so that the design runs.`, instead } };
}

/** Three digits; a rate is at least one in a thousand seconds, and at most what a producer can have. */
function rounded(perSecond: number): number {
  return Math.min(1_000_000, Math.max(0.001, Number(perSecond.toPrecision(3))));
}

/** How many children the parents of a queue have, on average; 1 where none was sampled. */
export function childrenPerParent(samples: readonly JobSample[]): number {
  const known = samples.flatMap(({ children }) => (children === undefined || children === 0 ? [] : [children]));
  return known.length === 0 ? 1 : Math.min(MOST_CHILDREN, Math.max(1, Math.round(known.reduce((sum, count) => sum + count, 0) / known.length)));
}

function mostCommon<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function mostCommonJson<Value>(values: readonly Value[]): Value | undefined {
  const most = mostCommon(values.map((value) => JSON.stringify(value)));
  return values.find((value) => JSON.stringify(value) === most);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
