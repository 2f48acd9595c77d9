import { isIP } from "node:net";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { Cluster, Redis, type ClusterOptions, type RedisOptions } from "ioredis";
import { detoured } from "./detour.ts";
import { parseRedisAddress, readPem, type RedisAddress, type TlsFiles } from "./redis-address.ts";

/** A connection: to one server, be it named by sentinels, or to all of a cluster. */
export type RedisClient = Redis | Cluster;

/** Between looks for a server that is away, ms. */
const AGAIN_MS = 100;
/** How often a cluster is asked for a command's node before the command fails: a quarter of an hour's worth. */
const MOST_REDIRECTIONS = 9000;
/** How often a cluster is asked anew who has which slots, ms: it is also asked when a node is gone. */
const SLOTS_AGAIN_MS = 2000;

/**
 * Opens a connection, a `lazy` one with its first command. Commands wait for a lost server, or for the one that takes its place, to
 * come rather than fail, because a run outlives its Redis (rule O4). Errors are told to `onError`; the client reconnects by itself.
 */
export function connect(url: string, onError: (error: Error) => void, lazy = false): RedisClient {
  const address = parseRedisAddress(url);
  const client = address.kind === "cluster" ? new Cluster([...address.hosts], { ...clusterOptions(address), lazyConnect: lazy }) : new Redis({ ...optionsOf(url, address), lazyConnect: lazy });
  client.on("error", onError);
  // Every reader of a channel listens for it to come back.
  client.setMaxListeners(0);
  return client;
}

/** One server's may be reached by a detour; who follows sentinels goes where they say. */
function optionsOf(url: string, address: Exclude<RedisAddress, { kind: "cluster" }>): RedisOptions {
  return address.kind === "sentinel" ? redisOptions(address) : detoured(url, redisOptions(address));
}

/** Options for one server, or for the master that sentinels name. */
export function redisOptions(address: Exclude<RedisAddress, { kind: "cluster" }>): RedisOptions {
  const common: RedisOptions = {
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
  };
  if (address.kind === "socket") return { ...common, path: address.path };
  const { username, password, db } = address;
  const [first] = address.hosts;
  const tls = tlsOf(address.tls, first?.host);
  if (address.kind === "single") return { ...common, ...first, username, password, db, ...(tls ? { tls } : undefined) };
  const { name, sentinel, hosts } = address;
  return {
    ...common,
    sentinels: [...hosts],
    name,
    username,
    password,
    db,
    sentinelUsername: sentinel.username,
    sentinelPassword: sentinel.password,
    // A master that lost its office says so to who writes, and is left for the new one.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
    sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, 1000),
    failoverDetector: true,
    ...(tls ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : undefined),
  };
}

function clusterOptions(address: Extract<RedisAddress, { kind: "cluster" }>): ClusterOptions {
  const { username, password } = address;
  const tls = tlsOf(address.tls);
  return {
    redisOptions: { maxRetriesPerRequest: null, username, password, ...(tls ? { tls } : undefined) },
    clusterRetryStrategy: (attempt) => Math.min(50 * attempt, 1000),
    maxRedirections: MOST_REDIRECTIONS,
    retryDelayOnFailover: AGAIN_MS,
    retryDelayOnClusterDown: AGAIN_MS,
    retryDelayOnTryAgain: AGAIN_MS,
    slotsRefreshInterval: SLOTS_AGAIN_MS,
    // Certificates are of names: nodes are called as the cluster calls them.
    ...(tls ? { dnsLookup: (host, callback) => callback(null, host) } : undefined),
  };
}

function tlsOf(files: TlsFiles | undefined, host?: string): TlsOptions | undefined {
  if (!files) return undefined;
  const { ca, cert, key, servername = host } = files;
  return {
    ...(ca === undefined ? undefined : { ca: readPem(ca) }),
    ...(cert === undefined ? undefined : { cert: readPem(cert) }),
    ...(key === undefined ? undefined : { key: readPem(key) }),
    ...(servername === undefined || isIP(servername) !== 0 ? undefined : { servername }),
  };
}

/** Another connection like one, opened at once. */
export function anotherLike(client: RedisClient): RedisClient {
  return client instanceof Cluster ? client.duplicate() : client.duplicate();
}

/** Every server that keys lie on and that takes writes: one, or the masters of a cluster. */
export function mastersOf(client: RedisClient): Redis[] {
  return client instanceof Cluster ? client.nodes("master") : [client];
}

/**
 * Calls `listener` whenever a server that was away is back, or another one may have taken its place: what it had not kept is gone then. Returns
 * what ends that. On a cluster it is called when a master is lost: what is sent then waits for the one that takes its place.
 */
export function onServerBack(client: RedisClient, listener: () => void): () => void {
  const emitter: NodeJS.EventEmitter = client;
  emitter.on("ready", listener);
  const stop = client instanceof Cluster ? onMasterLost(client, listener) : () => {};
  return () => {
    emitter.off("ready", listener);
    stop();
  };
}

/** Calls `listener` whenever a server that has keys is lost; more than once for the same one. */
export function onServerLost(client: RedisClient, listener: () => void): void {
  const emitter: NodeJS.EventEmitter = client;
  emitter.on("close", listener);
  if (client instanceof Cluster) onMasterLost(client, listener);
}

/** The pool of a cluster's nodes also lets go of replicas, which is no loss. */
function onMasterLost(client: Cluster, listener: () => void): () => void {
  const lost = ({ options: { host, port } }: Redis): void => {
    const key = `${host}:${port}`;
    if (client.slots.some(([master]) => master === key)) listener();
  };
  client.on("-node", lost);
  return () => void client.off("-node", lost);
}
