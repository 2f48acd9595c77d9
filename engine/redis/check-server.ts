import { AppError, isAppError, messageOf } from "../../design/errors.ts";
import { connectOnce, infoField } from "./embedded/connection.ts";
import { isNewEnough, OLDEST_REDIS } from "./embedded/find-binary.ts";

const STEP_MS = 2000;
const LIMIT_MS = 5000;

export interface ServerFacts {
  /** For example `7.0.15`. */
  version: string;
  /** `noeviction`, or `unknown` where the service does not tell. */
  policy: string;
}

/**
 * Makes sure that a Redis of the user's own can carry a run: a `redis://` or `rediss://` URL or a
 * Unix socket's path. Settles within 5 s. Throws `wrong-use`, `redis-refused` (not reachable, or
 * not let in), `redis-too-old` or `redis-evicts` (BullMQ loses jobs to eviction), each in one line.
 */
export async function checkRedisServer(url: string): Promise<ServerFacts> {
  const name = redisName(url);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("redis-refused", `Redis at ${name} did not answer within ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
  });
  try {
    return judged(await Promise.race([readInfo(url), limit]), name);
  } catch (error) {
    throw isAppError(error) ? error : redisRefusal(error, name);
  } finally {
    clearTimeout(timer);
  }
}

async function readInfo(url: string): Promise<string> {
  const redis = await connectOnce(url, STEP_MS);
  try {
    return `${await redis.info("server")}\n${await redis.info("memory")}`;
  } finally {
    redis.disconnect();
  }
}

function judged(info: string, name: string): ServerFacts {
  const version = infoField(info, "redis_version");
  if (version === undefined) throw new AppError("redis-refused", `What answers at ${name} is not a Redis.`);
  if (!isNewEnough(version)) {
    throw new AppError("redis-too-old", `Redis at ${name} is ${version}; Spillway needs ${OLDEST_REDIS} or newer.`);
  }
  const policy = infoField(info, "maxmemory_policy") ?? "unknown";
  if (policy !== "noeviction" && policy !== "unknown") {
    throw new AppError(
      "redis-evicts",
      `Redis at ${name} may evict events (maxmemory-policy is ${policy}); set it with: redis-cli CONFIG SET maxmemory-policy noeviction`,
    );
  }
  return { version, policy };
}

/** Why a Redis could not be used, in one line: `redis-refused`. `name` is how it is called, see {@link redisName}. */
export function redisRefusal(error: unknown, name: string): AppError {
  const text = messageOf(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new AppError("redis-refused", `Redis at ${name} ${reasonOf(text, code)}`, { cause: error });
}

function reasonOf(text: string, code: string): string {
  if (text.startsWith("NOAUTH")) return "wants a password: redis://:PASSWORD@host:port";
  if (/^WRONGPASS|invalid password|without any password/.test(text)) return "refused the user name or password.";
  if (text.startsWith("NOPERM")) return "does not let this user run INFO; give the user that right.";
  if (text.startsWith("DENIED")) return "is in protected mode: give it a password, or run Spillway on its machine.";
  if (text.startsWith("ERR max number of clients")) return "has no connection left: raise its maxclients.";
  if (code === "ECONNREFUSED" || code === "ENOENT") return "is not there: nothing listens at this address. Start it, or check the address.";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "cannot be found: check the host name.";
  if (code === "EACCES") return "cannot be used: its socket belongs to another user.";
  if (/certificate|SSL|TLS/i.test(`${code} ${text}`)) return `failed the TLS handshake (${text}).`;
  if (/RESP type/.test(text)) return "does not answer as a Redis does: check the port, and redis:// or rediss://.";
  if (code === "ECONNRESET" || text.includes("ECONNRESET")) return "closed the connection: check the port, and redis:// or rediss://.";
  if (code === "ETIMEDOUT" || /timed out/.test(text)) return "did not answer in time: check the address, the firewall, and redis:// or rediss://.";
  return `refused the connection (${text}).`;
}

/** The address without its password, for messages. Throws `wrong-use` when it is none. */
export function redisName(url: string): string {
  if (url.startsWith("/")) return url;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // Else what stands before the # would be taken for the address, and told.
  if (parsed && (parsed.hash !== "" || parsed.pathname.includes("@"))) throw new AppError("wrong-use", "Special characters in the password of a Redis address are written as %23 for #, %2F for / and so on.");
  if (parsed !== undefined && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== "") return `${parsed.hostname}:${parsed.port || "6379"}`;
  throw new AppError("wrong-use", "A Redis address looks like redis://host:6379, rediss://:password@host:6379 or /path/to/redis.sock.");
}
