import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { flowOf } from "../../design/graph/compile.ts";
import { wallNow } from "../../engine/core/run-clock.ts";
import { Wiring } from "../../engine/core/wiring.ts";
import { Books } from "../../engine/live/books.ts";
import type { Member } from "../../engine/live/crew.ts";
import { GroupHost } from "../../engine/live/group-host.ts";
import type { FromProcess, RunInit } from "../../engine/live/messages.ts";
import { RunMetrics } from "../../engine/metrics/run-metrics.ts";
import { logKeys } from "../../engine/redis/log-keys.ts";
import { RunKeys } from "../../engine/redis/run-keys.ts";
import type { EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { report, ratioOfPairs } from "./output.ts";
import { begin, end, heard } from "./processes.ts";
import { besideRawBullmq } from "./rounds.ts";
import { threeTopics } from "./topic-design.ts";

const EVENTS = 60_000;
const PARTITIONS = 12;
/** How often it is looked whether everything has arrived, ms. */
const LOOK_MS = 10;

const rounds = await besideRawBullmq((redis, round) => ourHops(redis, `topics${round}`));
report("topic-hops", { unit: "hops/s", ...rounds, ratio: ratioOfPairs(rounds.spillway, rounds.rawBullmq), aim: 3, hops: EVENTS * 3, partitions: PARTITIONS });

/** Hops per second of three topics in a row, all telemetry on, from when the partitions of a full first one are given out to the last commit. */
async function ourHops(server: EmbeddedRedis, runId: string): Promise<number> {
  const design = threeTopics(EVENTS, PARTITIONS);
  const client = new Redis({ path: server.url, maxRetriesPerRequest: null });
  const wiring = new Wiring(flowOf(design), 1);
  const metrics = new RunMetrics(wiring, 0);
  const books = new Books(wiring, new RunKeys(client, runId));
  const clock = { wallMs: wallNow(), designMs: 0, speed: 1, paused: false };
  const init: RunInit = { type: "init", runId, redisUrl: server.url, design, seed: 1, originMs: clock.wallMs, clock, sampling: 128, stopMs: null, nodes: null, isHome: true, replicas: [], brokers: [] };
  const load = await begin("load", init);
  await heard(load, (message) => message.type === "measured" && message.sources.every((source) => source.finished && source.pending === 0));
  await end(load);

  const groups = new GroupHost(wiring, clock, new RunKeys(client, runId), () => {});
  const worker = await begin("worker", init);
  const home = { process: worker } as unknown as Member;
  let startedAt = 0;
  worker.onMessage((raw) => {
    const message = raw as FromProcess;
    if (message.type === "group-opened" && startedAt === 0) startedAt = performance.now();
    if (groups.heard(home, message) || message.type !== "measured") return;
    void books.ledger(false).then(({ ledger }) =>
      metrics.frame([message.metrics], { atMs: performance.now(), now: () => ({ depth: 0, inFlight: 0, capacity: 0 }), ledger, processes: [], redis: undefined, saturated: [], sampling: 128 }),
    );
  });
  const keys = logKeys(runId, "node:t3", false).of(0);
  while (Number((await client.hget(keys.outcomes, "0 delivered")) ?? 0) < EVENTS) await wait(LOOK_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  await end(worker);
  groups.close();
  const { ledger } = await books.ledger(true);
  if (ledger.delivered !== EVENTS || !ledger.balanced || ledger.duplicated > 0) throw new Error(`The ledger does not close: ${JSON.stringify(ledger)}`);
  await new RunKeys(client, runId).clean();
  client.disconnect();
  return (EVENTS * 3) / seconds;
}
