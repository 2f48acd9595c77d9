import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { tlsOptions, tlsParameters, tlsQuery, type Certificates } from "./certificates.ts";
import { freePort, startRedisProcess, type RedisProcess } from "./redis-server.ts";
import { until } from "./until.ts";

/** A master with a replica, and three sentinels that watch it, on loopback. */
export interface TestSentinels {
  /** `redis+sentinel://` with every sentinel. */
  readonly url: string;
  /** Port of the master, as the sentinels say. */
  master(): Promise<number>;
  /** Ends the master with SIGKILL. */
  killMaster(): Promise<void>;
  close(): Promise<void>;
}

const NAME = "orders";
const SENTINELS = 3;
const SILENT_MS = 500;

/** Starts them; servers want a password, and sentinels one of their own. With `tls` nothing goes unencrypted. */
export async function startSentinels(password: string, sentinelPassword: string, tls?: Certificates): Promise<TestSentinels> {
  const listens = (port: number): string[] => (tls ? tlsParameters(tls, port) : ["--port", String(port)]);
  const folder = await mkdtemp(join(tmpdir(), "spillway-sentinel-"));
  const servers = new Map<number, RedisProcess>();
  const started: RedisProcess[] = [];
  const [masterPort, replicaPort] = [await freePort(), await freePort()];
  for (const port of [masterPort, replicaPort]) {
    const isReplica = port === replicaPort;
    const server = startRedisProcess([...listens(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--requirepass", password, "--masterauth", password, "--repl-diskless-sync-delay", "0", ...(isReplica ? ["--replicaof", `127.0.0.1 ${masterPort}`] : [])]);
    servers.set(port, server);
    started.push(server);
  }
  const replica = client(replicaPort, password, tls);
  await until("the replica follows", async () => (await replica.info("replication")).includes("master_link_status:up"));
  replica.disconnect();
  const ports: number[] = [];
  for (let index = 0; index < SENTINELS; index++) {
    const port = await freePort();
    const file = join(folder, `sentinel-${index}.conf`);
    const lines = ["bind 127.0.0.1", `dir ${folder}`, `requirepass ${sentinelPassword}`, `sentinel sentinel-pass ${sentinelPassword}`, `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 2`];
    await writeFile(file, [...lines, `sentinel auth-pass ${NAME} ${password}`, `sentinel down-after-milliseconds ${NAME} ${SILENT_MS}`, `sentinel failover-timeout ${NAME} 3000`, ""].join("\n"));
    started.push(startRedisProcess([file, "--sentinel", ...listens(port)]));
    ports.push(port);
  }
  const sentinels = ports.map((port) => client(port, sentinelPassword, tls));
  const knowAll = `slaves=1,sentinels=${SENTINELS}`;
  await until("the sentinels know each other", async () => (await Promise.all(sentinels.map((sentinel) => sentinel.info("sentinel")))).every((info) => info.includes(knowAll)));
  const [first] = sentinels;
  const master = async (): Promise<number> => {
    const [, port] = ((await first?.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)) ?? []) as string[];
    return Number(port);
  };
  return {
    url: `${tls ? "rediss" : "redis"}+sentinel://:${password}@${ports.map((port) => `127.0.0.1:${port}`).join(",")}/${NAME}?sentinel-password=${sentinelPassword}${tls ? `&${tlsQuery(tls)}` : ""}`,
    master,
    killMaster: async () => servers.get(await master())?.end(),
    async close() {
      for (const sentinel of sentinels) sentinel.disconnect();
      await Promise.all(started.map((server) => server.end()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function client(port: number, password: string, tls?: Certificates): Redis {
  const redis = new Redis({ port, host: "127.0.0.1", password, maxRetriesPerRequest: null, retryStrategy: () => 20, ...(tls ? { tls: tlsOptions(tls) } : undefined) });
  redis.on("error", () => {});
  return redis;
}
