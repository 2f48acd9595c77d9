import type { Flow } from "../graph/compile.ts";
import { databaseOf } from "../kinds/database.ts";
import type { TopologyService } from "../topology/topology.ts";
import type { Brokers, Endpoint } from "./deployment-brokers.ts";
import type { DeployedStore } from "./deployment.ts";
import { memberConfig } from "./kafka-groups.ts";
import { printable } from "./yaml.ts";

/** A part of a user's name and password, or an address that may hold a token: no file holds them. */
export interface Secret {
  /** Name of the broker or store that it opens, or of the service that posts to the address. */
  readonly of: string;
  readonly part: "username" | "password" | "url";
}

/** What a program is told: a text that comes from the design, or a secret. */
export type Setting = string | Secret;

/** Where the brokers are found, and how a store is. */
export interface Addresses {
  readonly rabbitmq: string;
  /** Host of the Redis that keeps queues. */
  readonly redis: string;
  /** Kafka's bootstrap servers. */
  readonly kafka: string;
  storeHost(store: DeployedStore): string;
}

/** The port at which a program that others connect to listens, and at which each answers whether it is well. */
export const SERVICE_PORT = 8080;

/** What RabbitMQ's and the queues' Redis' secrets are kept under. */
export const RABBITMQ = "rabbitmq";
export const QUEUE_REDIS = "queues";

/** Environment of a program, in the order in which it is written; `name` is what it is called where it is deployed. */
export function settingsFor(name: string, service: TopologyService, flow: Flow, brokers: Brokers, stores: readonly DeployedStore[], addresses: Addresses): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  const add: Add = (variable, value) => {
    if (value !== undefined) settings.set(variable, typeof value === "object" ? value : printable(String(value)));
  };
  add("SERVICE_NAME", service.node.name);
  add("PORT", SERVICE_PORT);
  for (const [variable, value] of Object.entries(ownSettings(service))) add(variable, value);
  if (service.node.kind === "webhook") add("WEBHOOK_URL", { of: name, part: "url" });
  const reads = service.reads.flatMap(({ key }) => brokers.endpointOf(key) ?? []);
  const ends = service.sends.map((route) => ({ failed: route.from.port === "failed", end: brokers.endFor(service, route) }));
  addNames(add, "CONSUME", reads);
  addNames(add, "PUBLISH", ends.flatMap(({ failed, end }) => (failed || end === undefined ? [] : [end])));
  addNames(add, "FAILED", ends.flatMap(({ failed, end }) => (failed && end !== undefined ? [end] : [])));
  const all = [...reads, ...ends.flatMap(({ end }) => end ?? [])];
  if (all.some(({ type }) => type !== "topic")) addQueueBroker(add, brokers, addresses);
  if (all.some(({ type }) => type === "topic")) addKafka(add, service, addresses);
  for (const store of stores) addStore(add, store, addresses);
  return settings;
}

type Add = (name: string, value: Setting | number | boolean | undefined) => void;

/** What the node itself says, as far as a program can be told it; drawn settings that are not here are in the loss report. */
function ownSettings({ node }: TopologyService): Record<string, string | number | boolean | undefined> {
  switch (node.kind) {
    case "consumer": {
      const { concurrency, timeoutMs, idempotent, idempotencyKey } = node.settings;
      return { CONCURRENCY: concurrency, TIMEOUT_MS: timeoutMs, IDEMPOTENT: idempotent || undefined, IDEMPOTENCY_KEY: idempotencyKey };
    }
    case "webhook":
      return { CONCURRENCY: node.settings.concurrency, TIMEOUT_MS: node.settings.timeoutMs, ATTEMPTS: node.settings.attempts };
    case "webSocketGateway":
      return { HTTP_PATH: node.settings.path };
    case "httpSource":
      return { HTTP_PATH: node.settings.path, EVENT_TYPE: node.settings.eventType, RATE_LIMIT_PER_SECOND: node.settings.limitPerSecond };
    case "schedule": {
      const { cron, everyMs, timezone, eventType, payload } = node.settings;
      return { CRON: cron, EVERY_MS: everyMs, TZ: timezone, EVENT_TYPE: eventType, PAYLOAD: payload === undefined ? undefined : JSON.stringify(payload) };
    }
    case "producer":
      return { EVENT_TYPE: node.settings.eventType, WHEN_REFUSED: node.settings.whenRefused, BUFFER_LIMIT: node.settings.bufferLimit };
    default:
      return {};
  }
}

/** Names on the brokers by sort, with commas between: no such name has one. */
function addNames(add: Add, does: string, ends: readonly Endpoint[]): void {
  for (const [type, variable] of [["queue", "QUEUES"], ["exchange", "EXCHANGES"], ["topic", "TOPICS"]] as const) {
    const names = new Set(ends.filter((end) => end.type === type).map(({ name }) => name));
    if (names.size > 0) add(`${does}_${variable}`, [...names].join(","));
  }
}

function addQueueBroker(add: Add, { queueBroker }: Brokers, { rabbitmq, redis }: Addresses): void {
  if (queueBroker === "redis") {
    add("QUEUES_HOST", redis);
    add("QUEUES_PORT", 6379);
    add("QUEUES_PASSWORD", { of: QUEUE_REDIS, part: "password" });
    return;
  }
  add("RABBITMQ_HOST", rabbitmq);
  add("RABBITMQ_PORT", 5672);
  add("RABBITMQ_USERNAME", { of: RABBITMQ, part: "username" });
  add("RABBITMQ_PASSWORD", { of: RABBITMQ, part: "password" });
}

/** Kafka's consumer settings by their own names, in capitals and with underscores, as its images take them. */
function addKafka(add: Add, { node, reads }: TopologyService, { kafka }: Addresses): void {
  add("KAFKA_BOOTSTRAP_SERVERS", kafka);
  const read = reads.find(({ type }) => type === "topic");
  if (read === undefined) return;
  add("KAFKA_GROUP_ID", read.group);
  if (node.kind !== "consumer") return;
  for (const [name, value] of Object.entries(memberConfig(node))) add(`KAFKA_${name.toUpperCase().replaceAll(".", "_")}`, value);
  add("KAFKA_COMMIT", node.settings.commit);
}

function addStore(add: Add, store: DeployedStore, addresses: Addresses): void {
  const { node, name, port, engine } = store;
  const variable = (word: string): string => `${variableOf(name)}_${word}`;
  add(variable("HOST"), addresses.storeHost(store));
  add(variable("PORT"), port);
  if (engine !== "redis") add(variable("USERNAME"), { of: name, part: "username" });
  add(variable("PASSWORD"), { of: name, part: "password" });
  if (node.kind === "cache") {
    add(variable("TTL_MS"), node.settings.ttlMs);
    add(variable("PATTERN"), node.settings.pattern);
    return;
  }
  add(variable("POOL_SIZE"), poolShare(store));
  add(variable("CONSISTENCY"), databaseOf(node.settings).consistency);
}

/** Connections for each copy of the services that use a database, at least one. */
export function poolShare({ node, callers }: DeployedStore): number | undefined {
  return node.kind === "database" ? Math.max(1, Math.floor(node.settings.pool / Math.max(1, callers))) : undefined;
}

/** A name in capitals with underscores, as variables are written. Different names stay different. */
export function variableOf(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
