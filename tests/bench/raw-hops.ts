import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { wallNow } from "../../engine/core/run-clock.ts";
import type { EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { channelPrefix } from "../../engine/redis/keys.ts";
import { keepFinished } from "../../engine/redis/remembered.ts";
import { RunKeys } from "../../engine/redis/run-keys.ts";
import { threeHops } from "./hop-design.ts";
import { begin, end, heard } from "./processes.ts";

/** Events of the pipeline, and slots of each of its workers. */
export const COUNT = 12_000;
export const CONCURRENCY = 100;

/** The same in plain BullMQ, with the jobs that our load process makes. */
export async function rawHops(server: EmbeddedRedis): Promise<number> {
  const client = new Redis({ path: server.url, maxRetriesPerRequest: null });
  const runId = "rawfill";
  const load = await begin("load", {
    type: "init",
    runId,
    redisUrl: server.url,
    design: threeHops(COUNT, CONCURRENCY),
    seed: 1,
    originMs: wallNow(),
    clock: { wallMs: wallNow(), designMs: 0, speed: 1, paused: false },
    sampling: 128,
    stopMs: null,
    nodes: null,
    isHome: true,
    replicas: [],
    brokers: [],
  });
  await heard(load, (message) => message.type === "measured" && message.sources.every((source) => source.finished && source.pending === 0));
  await end(load);
  const prefix = channelPrefix(runId, "node:q").slice(0, -1);
  const child = fork(fileURLToPath(new URL("./raw-pipeline.js", import.meta.url)), [], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const finished = new Promise<void>((resolve) => child.on("message", (message: { type: string }) => message.type === "done" && resolve()));
  child.send({ url: server.url, prefix, concurrency: CONCURRENCY, count: COUNT, keep: keepFinished(180_000) });
  await finished;
  const last = await lastFinished(client, `${prefix}3}`);
  const first = await firstProcessed(client, `${prefix}1}`);
  child.kill("SIGKILL");
  await new RunKeys(client, runId).clean();
  client.disconnect();
  return (COUNT * 3 * 1000) / (last - first);
}

/** When BullMQ wrote that the first job was taken: the lowest `processedOn`, ms. */
export async function firstProcessed(client: Redis, prefix: string): Promise<number> {
  const ids = await client.zrange(`${prefix}:q:completed`, "0", "300");
  const times = await Promise.all(ids.map((id) => client.hget(`${prefix}:q:${id}`, "processedOn")));
  return Math.min(...times.map(Number));
}

/** When BullMQ wrote that the last of so many jobs was done, ms; waits for it. */
export async function lastFinished(client: Redis, prefix: string, most = COUNT): Promise<number> {
  let score: string | undefined;
  for (let count = 0; count < most; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    count = await client.zcard(`${prefix}:q:completed`);
    [, score] = await client.zrange(`${prefix}:q:completed`, "-1", "-1", "WITHSCORES");
  }
  return Number(score);
}
