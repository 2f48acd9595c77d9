import type { Redis } from "ioredis";
import { AppError, isAppError, messageOf } from "../../design/errors.ts";
import { connectOnce, infoField } from "./embedded/connection.ts";
import { isNewEnough, OLDEST_REDIS } from "./embedded/find-binary.ts";
import { parseRedisAddress, redisName, type RedisHost } from "./redis-address.ts";

const STEP_MS = 2000;
const LIMIT_MS = 5000;

export interface ServerFacts {
  /** For example `7.0.15`. */
  version: string;
  /** `noeviction`, or `unknown` where the service does not tell. */
  policy: string;
}

/**
 * Makes sure that a Redis of the user's own can carry a run, whatever form its address has (see `parseRedisAddress`); of a cluster every
 * master. Settles within 5 s. Throws `wrong-use`, `redis-refused` (not reachable, or
 * not let in), `redis-too-old` or `redis-evicts` (BullMQ loses jobs to eviction), each in one line.
 */
export async function checkRedisServer(url: string): Promise<ServerFacts> {
  const name = redisName(url);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("redis-refused", `Redis at ${name} did not answer within ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
  });
  try {
    return await Promise.race([checked(url, name), limit]);
  } catch (error) {
    throw isAppError(error) ? error : redisRefusal(error, name);
  } finally {
    clearTimeout(timer);
  }
}

async function checked(url: string, name: string): Promise<ServerFacts> {
  const redis = await connectOnce(url, STEP_MS);
  try {
    const facts = judged(await readInfo(redis), name);
    const cluster = await readCluster(redis);
    if (parseRedisAddress(url).kind === "cluster") await checkCluster(url, name, cluster);
    else if (cluster.masters.length > 1) throw new AppError("redis-refused", `Redis at ${name} is one node of a cluster: give the cluster's address, ${clusterForm(url)}.`);
    return facts;
  } finally {
    redis.disconnect();
  }
}

async function readInfo(redis: Redis): Promise<string> {
  return `${await redis.info("server")}\n${await redis.info("memory")}`;
}

/** What a server says of the cluster that it belongs to; no masters where it belongs to none. */
interface ClusterFacts {
  readonly isWhole: boolean;
  readonly masters: readonly RedisHost[];
}

async function readCluster(redis: Redis): Promise<ClusterFacts> {
  const none = { isWhole: false, masters: [] };
  if (infoField(await redis.info("cluster"), "cluster_enabled") !== "1") return none;
  const state = String(await redis.cluster("INFO"));
  const nodes = String(await redis.cluster("NODES"));
  const masters = nodes.split("\n").flatMap((line): RedisHost[] => {
    const [, address = "", flags = ""] = line.split(" ");
    const [, host, port] = /^(.*):(\d+)@/.exec(address) ?? [];
    const isMaster = flags.split(",").includes("master") && !/fail|noaddr|handshake/.test(flags);
    return isMaster && host !== undefined ? [{ host, port: Number(port) }] : [];
  });
  return { isWhole: infoField(state, "cluster_state") === "ok", masters };
}

async function checkCluster(url: string, name: string, { isWhole, masters }: ClusterFacts): Promise<void> {
  if (masters.length === 0) throw new AppError("redis-refused", `Redis at ${name} is no cluster: give its address as redis://host:6379.`);
  if (!isWhole) throw new AppError("redis-refused", `The cluster at ${name} does not serve all slots: look at redis-cli CLUSTER INFO.`);
  await Promise.all(
    masters.map(async ({ host, port }) => {
      const named = `${host}:${port}`;
      let redis: Redis | undefined;
      try {
        redis = await connectOnce(withHosts(url, named), STEP_MS);
        judged(await readInfo(redis), named);
      } catch (error) {
        throw isAppError(error) ? error : redisRefusal(error, named);
      } finally {
        redis?.disconnect();
      }
    }),
  );
}

/** The same address with other hosts. */
function withHosts(url: string, hosts: string): string {
  return url.replace(/^([^:]+:\/\/(?:[^/?#]*@)?)[^/?#@]+/, (_, start: string) => start + hosts);
}

function clusterForm(url: string): string {
  return `${url.startsWith("rediss") ? "rediss" : "redis"}+cluster://host:port,host:port`;
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
  // ioredis' own error carries the command that failed, which may be AUTH with the password.
  return new AppError("redis-refused", `Redis at ${name} ${reasonOf(text, code)}`, { cause: new Error(`${code} ${text}`.trim()) });
}

function reasonOf(text: string, code: string): string {
  if (/NOAUTH/.test(text)) return "wants a password: set SPILLWAY_REDIS_PASSWORD.";
  if (text.startsWith("All sentinels are unreachable")) return `cannot be found: no sentinel answers, or none knows this master (${text}).`;
  if (/^WRONGPASS|invalid password|without any password/.test(text)) return "refused the user name or password.";
  if (text.startsWith("NOPERM")) return `does not let this user do what a run needs (${text}); docs/scale-out.md lists the rights.`;
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
