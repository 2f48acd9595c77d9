import { Redis } from "ioredis";
import { redisOptions } from "../connection.ts";
import { parseRedisAddress, type RedisAddress } from "../redis-address.ts";

/**
 * Connects once, without retries, to one server: one that a `redis://` or `rediss://` URL, sentinels or a Unix socket's path name, or the first node of a
 * cluster's address that answers. Settles within `timeoutMs`; so does every command on it. Rejects with the real reason (an errno,
 * an error reply to AUTH), not with ioredis' "Connection is closed.". The caller disconnects.
 */
export async function connectOnce(url: string, timeoutMs: number): Promise<Redis> {
  const address = parseRedisAddress(url);
  if (address.kind !== "cluster") return connected(address, timeoutMs);
  const { hosts, username, password, tls } = address;
  let reason: unknown;
  for (const host of hosts) {
    try {
      return await connected({ kind: "single", hosts: [host], username, password, tls, db: 0 }, timeoutMs / hosts.length);
    } catch (error) {
      reason ??= error;
    }
  }
  throw reason;
}

async function connected(address: Exclude<RedisAddress, { kind: "cluster" }>, timeoutMs: number): Promise<Redis> {
  const redis = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
    sentinelCommandTimeout: timeoutMs,
    failoverDetector: false,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    protocol: 2,
  });
  let reason: unknown;
  redis.on("error", (error) => { reason ??= error; });
  try {
    await redis.connect();
    if (reason !== undefined) throw reason;
    return redis;
  } catch (error) {
    redis.disconnect();
    throw reason ?? error;
  }
}

/** One field of an INFO reply, undefined when the server does not tell it. */
export function infoField(info: string, name: string): string | undefined {
  for (const line of info.split(/\r?\n/)) {
    if (line.startsWith(`${name}:`)) return line.slice(name.length + 1);
  }
  return undefined;
}
