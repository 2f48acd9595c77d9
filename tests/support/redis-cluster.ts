import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findRedisBinary } from "../../engine/redis/embedded/find-binary.ts";
import { tlsOptions, tlsParameters, tlsQuery, type Certificates } from "./certificates.ts";
import { freePort } from "./redis-server.ts";
import { until } from "./until.ts";

/** How long a cluster waits for a silent node before another takes its place, ms. */
const NODE_TIMEOUT_MS = 1000;

interface Node {
  readonly port: number;
  readonly process: ChildProcess;
  readonly admin: Redis;
}

/** A real Redis Cluster on loopback. */
export interface TestCluster {
  /** `redis+cluster://` with every node. */
  readonly url: string;
  readonly ports: readonly number[];
  /** Keys on all masters that are up. */
  keys(): Promise<string[]>;
  /** How many keys each master has, of those that match. */
  spread(pattern: string): Promise<number[]>;
  /** Ends the master that has a key's slot with SIGKILL; resolves with its port. */
  killMasterOf(key: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts `masters` masters, each with a replica unless `replicas` says otherwise, by redis-cli's own `--cluster create`; with `tls` nothing goes unencrypted. */
export async function startCluster(masters = 3, replicas = 1, tls?: Certificates): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), "spillway-cluster-"));
  const { path } = await findRedisBinary();
  const nodes: Node[] = [];
  for (let index = 0; index < masters * (1 + replicas); index++) {
    const port = await clusterPort();
    const listens = tls ? [...tlsParameters(tls, port), "--tls-cluster", "yes"] : ["--port", port];
    const parameters = [...listens, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-config-file", `${port}.conf`, "--cluster-node-timeout", NODE_TIMEOUT_MS, "--dir", folder, "--save", "", "--repl-diskless-sync-delay", 0, "--cluster-require-full-coverage", "no"];
    const process = spawn(path, parameters.map(String), { stdio: "ignore" });
    const admin = new Redis({ port, host: "127.0.0.1", maxRetriesPerRequest: null, retryStrategy: () => 20, ...(tls ? { tls: tlsOptions(tls) } : undefined) });
    admin.on("error", () => {});
    nodes.push({ port, process, admin });
  }
  await Promise.all(nodes.map(({ admin }) => admin.ping()));
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const created = spawnSync("redis-cli", [...(tls ? ["--tls", "--cacert", tls.ca, "--cert", tls.client.cert, "--key", tls.client.key] : []), "--cluster", "create", ...addresses, "--cluster-replicas", String(replicas), "--cluster-yes"], { encoding: "utf8" });
  if (created.status !== 0) throw new Error(`redis-cli could not create a cluster: ${created.stdout} ${created.stderr}`);
  const isUp = ({ process }: Node): boolean => process.exitCode === null && process.signalCode === null;
  await until("every node knows the cluster", async () => {
    const infos = await Promise.all(nodes.map(async ({ admin }) => `${String(await admin.call("CLUSTER", "INFO"))} ${await admin.info("replication")}`));
    return infos.every((info) => info.includes("cluster_state:ok") && info.includes(`cluster_size:${masters}`) && (info.includes("role:master") || info.includes("master_link_status:up")));
  });
  const mastersUp = async (): Promise<Node[]> => {
    const up = nodes.filter(isUp);
    const roles = await Promise.all(up.map(({ admin }) => admin.info("replication")));
    return up.filter((_, index) => roles[index]?.includes("role:master"));
  };
  const keysOf = async (pattern: string): Promise<string[][]> => Promise.all((await mastersUp()).map(({ admin }) => admin.keys(pattern)));
  return {
    url: tls ? `rediss+cluster://${addresses.join(",")}?${tlsQuery(tls)}` : `redis+cluster://${addresses.join(",")}`,
    ports: nodes.map(({ port }) => port),
    keys: async () => (await keysOf("*")).flat(),
    spread: async (pattern) => (await keysOf(pattern)).map((keys) => keys.length),
    async killMasterOf(key) {
      const [some] = await mastersUp();
      const slot = Number(await some?.admin.call("CLUSTER", "KEYSLOT", key));
      const slots = (await some?.admin.call("CLUSTER", "SLOTS")) as [number, number, [string, number]][];
      const port = slots.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
      const victim = nodes.find((node) => node.port === port);
      if (!victim) throw new Error(`No node has the slot of ${key}.`);
      victim.admin.disconnect();
      victim.process.kill("SIGKILL");
      await once(victim.process, "exit");
      return victim.port;
    },
    async close() {
      for (const { admin } of nodes) admin.disconnect();
      await Promise.all(nodes.filter(isUp).map(async ({ process }) => {
        process.kill("SIGKILL");
        await once(process, "exit");
      }));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A node's other port is 10,000 above. */
async function clusterPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port <= 55_000) return port;
  }
}
