import { scaled } from "../chaos/overlay.ts";
import type { Flow, FlowNode } from "../graph/compile.ts";
import { databaseOf } from "../kinds/database.ts";
import { meanOf, type Distribution } from "../kinds/distribution.ts";
import type { QueueSettings } from "../kinds/queue.ts";
import type { SettingsOf } from "../kinds/registry.ts";
import type { Capacity } from "./capacity.ts";
import { narrowed } from "./narrowed.ts";

/** Receives what cannot be kept exactly, or at all. */
export interface Remarks {
  /** Something is not as it would be with single events; forecasts are made all the same. */
  note(message: string): void;
  /** There is no such forecast: this node is about single events. */
  refuse(message: string): void;
  /** There is none with so many: each event may stand for `most` at most. */
  limit(most: number, message: string): void;
}

type Settings = Readonly<Record<string, unknown>>;

/** Longest time of a push that the settings take, ms. */
const LONGEST_PUSH_MS = 60_000;
/** Longest time-out of a post that the settings take, ms. */
const LONGEST_POST_MS = 600_000;

/** A node's settings where each event stands for k; undefined where they are the same. */
export function coarseSettings(node: FlowNode, flow: Flow, k: number, capacity: Capacity | undefined, remarks: Remarks): Settings | undefined {
  const stretch = capacity?.stretch ?? 1;
  switch (node.kind) {
    case "producer":
      return coarseProducer(node.settings, k, remarks);
    case "httpSource": {
      const { settings } = node;
      return {
        ...settings,
        expectedPerSecond: settings.expectedPerSecond / k,
        ...(settings.limitPerSecond !== undefined && { limitPerSecond: settings.limitPerSecond / k }),
        ...limited(settings.limit, k, remarks),
      };
    }
    case "schedule":
      remarks.refuse("emits single events at set times");
      return undefined;
    case "queue":
      return coarseQueue(node.settings, k, remarks);
    case "topic":
      return node.settings.retentionBytes === undefined ? undefined : { ...node.settings, retentionBytes: divided(node.settings.retentionBytes, k) };
    case "consumer":
      return capacity && coarseConsumer(node.settings, k, capacity, remarks);
    case "database": {
      const settings = databaseOf(node.settings);
      const time = (distribution: Distribution): Distribution => scaled(settings.replicationFactor === 1 ? narrowed(distribution, k) : distribution, stretch);
      const { flavor, partitions, replicationFactor, consistency, failoverMs, failsEveryMs, failureRate } = settings;
      if (replicationFactor > 1) remarks.note("its replicas answer each simulated event as they would a single one: waits for connections are overestimated while it is not overloaded");
      return { flavor, partitions, replicationFactor, consistency, failoverMs, failureRate, ...(failsEveryMs !== undefined && { failsEveryMs }), pool: capacity?.each ?? settings.pool, readTime: time(settings.readTime), writeTime: time(settings.writeTime) };
    }
    case "cache":
      if (node.settings.fixedHitRatio === undefined) remarks.refuse("finds or misses single events' keys; give it a fixed hit ratio");
      return { ...node.settings, hitMs: node.settings.hitMs * stretch };
    case "webhook":
      remarks.limit(Math.max(1, Math.floor((LONGEST_POST_MS * node.settings.concurrency) / node.settings.timeoutMs)), "its time-out would be too long");
      return { ...node.settings, concurrency: capacity?.each ?? node.settings.concurrency, expectedMs: node.settings.expectedMs * stretch, timeoutMs: Math.min(LONGEST_POST_MS, node.settings.timeoutMs * stretch) };
    case "webSocketGateway": {
      const eachMs = node.settings.pushMs * stretch;
      const pushMs = Math.min(LONGEST_PUSH_MS, eachMs);
      return { ...node.settings, pushMs, simulatedClients: pushMs === 0 ? node.settings.simulatedClients : Math.round((node.settings.simulatedClients * eachMs) / pushMs) };
    }
    case "throttle": {
      const { max, durationMs } = coarseWindow(node.settings, k);
      return { ...node.settings, max, durationMs };
    }
    case "aggregator":
      if (node.settings.window.durationMs !== undefined) remarks.refuse("makes one event of each window of time, however many there are");
      else remarks.note(`its windows of ${node.settings.window.count} events take ${k} times as long to fill`);
      return undefined;
    case "debounce":
      remarks.refuse("passes single events that come before a pause");
      return undefined;
    case "deduplicate":
      remarks.refuse("compares single events");
      return undefined;
    case "join":
      remarks.note("pairs simulated events: keys that repeat meet less often within the window");
      return undefined;
    case "circuitBreaker":
      remarks.note("its counts of calls and probes are of simulated ones, each of which takes its window further in time");
      return undefined;
    default:
      return undefined;
  }
}

function coarseProducer(settings: SettingsOf<"producer">, k: number, remarks: Remarks): Settings {
  const { arrivals, bufferLimit } = settings;
  if (arrivals.process === "trace") remarks.refuse("plays a recorded trace of single events");
  if (bufferLimit !== undefined) wholes(bufferLimit, k, "its buffer", remarks);
  return {
    ...settings,
    arrivals: {
      ...arrivals,
      ...(arrivals.ratePerSecond !== undefined && { ratePerSecond: arrivals.ratePerSecond / k }),
      ...(arrivals.process === "ramp" && { toRatePerSecond: arrivals.toRatePerSecond / k }),
    },
    ...limited(settings.limit, k, remarks),
    ...(bufferLimit !== undefined && { bufferLimit: divided(bufferLimit, k) }),
  };
}

function limited(limit: { readonly count?: number | undefined; readonly durationMs?: number | undefined } | undefined, k: number, remarks: Remarks): Settings {
  if (limit?.count === undefined) return {};
  if (limit.count > 0) wholes(limit.count, k, "its limit", remarks);
  return { limit: { ...limit, count: limit.count === 0 ? 0 : divided(limit.count, k) } };
}

/** A queue's settings, drawn or implicit. */
export function coarseQueue(settings: QueueSettings, k: number, remarks: Remarks): QueueSettings {
  const { maxLength, rateLimit, deduplicate } = settings;
  if (deduplicate?.by === "key") remarks.refuse("compares single events' keys");
  if (maxLength !== undefined) wholes(maxLength, k, "its max length", remarks);
  return { ...settings, ...(maxLength !== undefined && { maxLength: divided(maxLength, k) }), ...(rateLimit && { rateLimit: coarseWindow(rateLimit, k) }) };
}

/** The same rate: k times fewer in a window, which is longer where they are no whole number. */
function coarseWindow({ max, durationMs }: { readonly max: number; readonly durationMs: number }, k: number): { max: number; durationMs: number } {
  const fewer = divided(max, k);
  return { max: fewer, durationMs: (durationMs * k * fewer) / max };
}

function coarseConsumer(settings: SettingsOf<"consumer">, k: number, { replicas, each, stretch }: Capacity, remarks: Remarks): Settings {
  const { serviceTime, timeoutMs } = settings;
  if (settings.handler !== undefined) remarks.refuse("runs code that sees single events");
  if (settings.crashRate > 0) remarks.refuse("crashes at single events; plan crashes as experiments instead");
  if (settings.idempotencyKey !== undefined) remarks.refuse("compares single events");
  if (stretch > 1.01) remarks.note(`holds a slot ${rounded(stretch)} times as long for each simulated event, some ${rounded(meanOf(serviceTime) * stretch)} ms: end-to-end times below that say nothing`);
  if (timeoutMs === undefined) return { ...settings, replicas, concurrency: each, serviceTime: scaled(narrowed(serviceTime, k), stretch) };
  // Which share is cut off by a time-out depends on the shape.
  remarks.note("has a time-out, so its service times keep their spread: waits are overestimated while it is not overloaded");
  return { ...settings, replicas, concurrency: each, serviceTime: scaled(serviceTime, stretch), timeoutMs: timeoutMs * stretch };
}

/** The nearest whole number of simulated events, at least one. */
function divided(count: number, k: number): number {
  return Math.max(1, Math.round(count / k));
}

/** An event cannot stand for more than there may be; what is no multiple is told. */
function wholes(count: number, k: number, what: string, remarks: Remarks): void {
  remarks.limit(count, `${what} is ${count}`);
  if (count >= k && count % k !== 0) remarks.note(`${what} of ${count} is forecast as ${divided(count, k) * k}`);
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
