import { Redis } from "ioredis";

/**
 * Connects once, without retries, to a `redis://` or `rediss://` URL or a Unix socket's path.
 * Settles within `timeoutMs`; so does every command on it. Rejects with the real reason (an errno,
 * an error reply to AUTH), not with ioredis' "Connection is closed.". The caller disconnects.
 */
export async function connectOnce(address: string, timeoutMs: number): Promise<Redis> {
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
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
