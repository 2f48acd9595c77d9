import { Redis } from "ioredis";

/** A connection, for those who hand it on without knowing what it is. */
export type RedisClient = Redis;

/** The part of ioredis' options that is used, in types that BullMQ's own options accept as well. */
export interface RunRedisOptions {
  maxRetriesPerRequest: null;
  enableReadyCheck: boolean;
  retryStrategy: (attempt: number) => number;
  path?: string;
  host?: string;
  port?: number;
  username?: string;
  password?: string;
  db?: number;
  tls?: { servername: string };
}

/**
 * Options for a Redis address: `redis://`, `rediss://`, or the path of a Unix socket. Commands wait for a lost server to
 * come back rather than fail, because a run outlives its Redis (rule O4).
 */
export function redisOptions(url: string): RunRedisOptions {
  const common: RunRedisOptions = {
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
  };
  if (url.startsWith("/")) return { ...common, path: url };
  const address = new URL(url);
  return {
    ...common,
    host: address.hostname.replace(/^\[|\]$/g, ""),
    port: address.port === "" ? 6379 : Number(address.port),
    username: address.username === "" ? undefined : decodeURIComponent(address.username),
    password: address.password === "" ? undefined : decodeURIComponent(address.password),
    db: address.pathname.length > 1 ? Number(address.pathname.slice(1)) : 0,
    ...(address.protocol === "rediss:" ? { tls: { servername: address.hostname } } : undefined),
  };
}

/** Opens a connection, a `lazy` one with its first command. Errors are told to `onError`; the client reconnects by itself. */
export function connect(url: string, onError: (error: Error) => void, lazy = false): Redis {
  const client = new Redis({ ...redisOptions(url), lazyConnect: lazy });
  client.on("error", onError);
  return client;
}
