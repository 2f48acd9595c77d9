import type { Role } from "../kinds/kind.ts";

/** In what a metric is counted. */
export type AlertMetricUnit = "events" | "slots" | "breakers" | "ms" | "share" | "perSecond";

/** What an alert can look at on one node (rule O6). */
export interface AlertMetricDefinition {
  readonly title: string;
  /** As in a sentence: `p95 wait`. */
  readonly noun: string;
  readonly help: string;
  readonly unit: AlertMetricUnit;
  /** Whether it is a time, of which a percentile can be asked. */
  readonly timed?: true;
  /** The kinds and roles of nodes that have it. */
  readonly of: readonly (Role | "cache" | "circuitBreaker" | "deadLetter" | "sink" | "webhook" | "webSocketGateway")[];
  /** The smallest standard deviation that a band is drawn with, in its unit: a metric that never moved does not fire at the first event. */
  readonly leastDeviation: number;
}

const RATES = "Over the last second.";
const TIMES = "Over the last 5 s; the mean, or a percentile.";
const WORKS: readonly Role[] = ["consumer", "callee"];

/** Everything that an alert can look at, by its name in files. */
export const ALERT_METRICS = {
  depth: { title: "Depth", noun: "depth", help: "Events that wait here; at a consumer those in the channels that it reads, of a topic those before its slowest group.", unit: "events", of: ["channel", "log", "stage", "consumer", "callee", "deadLetter"], leastDeviation: 1 },
  inFlight: { title: "In flight", noun: "events in flight", help: "Events that are in slots.", unit: "events", of: ["channel", "log", ...WORKS], leastDeviation: 1 },
  capacity: { title: "Slots up", noun: "open slots", help: "Slots that could be busy now: fewer when replicas are down.", unit: "slots", of: ["consumer"], leastDeviation: 0.5 },
  utilization: { title: "Utilisation", noun: "utilisation", help: `Share of slot time that was busy. ${RATES}`, unit: "share", of: WORKS, leastDeviation: 0.01 },
  arrivalsPerSecond: { title: "Arrivals", noun: "arrivals", help: `Events that come in. ${RATES}`, unit: "perSecond", of: ["channel", "log", "stage", "inline", "terminal", ...WORKS], leastDeviation: 1 },
  throughputPerSecond: { title: "Throughput", noun: "throughput", help: `Events that leave; what arrives, where nothing leaves. ${RATES}`, unit: "perSecond", of: ["source", "channel", "log", "stage", "inline", "terminal", ...WORKS], leastDeviation: 1 },
  waitMs: { title: "Wait", noun: "wait", help: `How long events waited in their channel. ${TIMES}`, unit: "ms", timed: true, of: ["channel", "log", "stage", ...WORKS], leastDeviation: 1 },
  serviceMs: { title: "Service time", noun: "service time", help: `How long they were served. ${TIMES}`, unit: "ms", timed: true, of: ["log", "stage", "channel", ...WORKS], leastDeviation: 1 },
  endToEndMs: { title: "End to end", noun: "end-to-end time", help: `From the source to here. ${TIMES}`, unit: "ms", timed: true, of: ["sink", "webhook", "webSocketGateway"], leastDeviation: 1 },
  errorRate: { title: "Error rate", noun: "error rate", help: `Failed attempts per attempt. ${RATES}`, unit: "share", of: WORKS, leastDeviation: 0.01 },
  retriesPerSecond: { title: "Retries", noun: "retries", help: RATES, unit: "perSecond", of: ["consumer"], leastDeviation: 1 },
  stallsPerSecond: { title: "Stalls", noun: "stalls", help: `Attempts that were handed out again because their worker died or froze. ${RATES}`, unit: "perSecond", of: ["consumer"], leastDeviation: 1 },
  deadLettersPerSecond: { title: "Dead letters", noun: "dead letters", help: `Events that left for a dead letter. ${RATES}`, unit: "perSecond", of: ["channel", "consumer"], leastDeviation: 1 },
  duplicatesPerSecond: { title: "Duplicates", noun: "duplicates", help: `Events that came, or were done, a second time. ${RATES}`, unit: "perSecond", of: ["channel", "log", "stage", "consumer", "deadLetter"], leastDeviation: 1 },
  refusedPerSecond: { title: "Refusals", noun: "refusals", help: `Events that their channel refused for now. ${RATES}`, unit: "perSecond", of: ["source"], leastDeviation: 1 },
  hitRatio: { title: "Hit ratio", noun: "hit ratio", help: `Share of reads that the cache answered itself. ${RATES}`, unit: "share", of: ["cache"], leastDeviation: 0.01 },
  breakersOpen: { title: "Breakers open", noun: "open breakers", help: "Of its states, one for each replica that calls, those that are open.", unit: "breakers", of: ["circuitBreaker"], leastDeviation: 0.5 },
} as const satisfies Record<string, AlertMetricDefinition>;

export type AlertMetric = keyof typeof ALERT_METRICS;

export const ALERT_METRIC_NAMES = Object.keys(ALERT_METRICS) as [AlertMetric, ...AlertMetric[]];
