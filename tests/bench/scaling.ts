import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Design } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { wallNow } from "../../engine/core/run-clock.ts";
import { Wiring } from "../../engine/core/wiring.ts";
import { Books } from "../../engine/live/books.ts";
import type { RunInit } from "../../engine/live/messages.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { channelPrefix } from "../../engine/redis/keys.ts";
import { RunKeys } from "../../engine/redis/run-keys.ts";
import { burningHandler } from "./burning-design.ts";
import { threeHops } from "./hop-design.ts";
import { report, ratioOfPairs } from "./output.ts";
import { begin, end, heard } from "./processes.ts";
import { firstProcessed, lastFinished } from "./raw-hops.ts";

/** Worker processes that share the work. */
const PROCESSES = [1, 2, 4] as const;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const BURNS = 200;
const HOPS = 12_000;

/** Work to be shared: what is put into the first queue before a worker begins, and between which queues it is timed. */
interface Work {
  readonly design: Design;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

const burning: Work = { design: burningHandler(BURNS), count: BURNS, first: "q", last: "q" };
const hopping: Work = { design: threeHops(HOPS, 100), count: HOPS, first: "q1", last: "q3" };

const folder = await mkdtemp(join(tmpdir(), "spillway-bench-"));
const redis = await startEmbeddedRedis({ dataFolder: folder });
try {
  const cpuBound = await sharedOut(redis, burning, "burn");
  report("scaling-cpu", { unit: "events/s", ...figures(cpuBound, 1), ratio2: ratioTo(cpuBound, 2), ratio4: ratioTo(cpuBound, 4), aim: "1.8 from 1 to 2 on 2 cores that are free", cores: cpus().length, load: loadavg()[0] });
  const hops = await sharedOut(redis, hopping, "hops");
  report("scaling-hops", { unit: "hops/s", ...figures(hops, 3), ratio2: ratioTo(hops, 2), ratio4: ratioTo(hops, 4), cores: cpus().length, load: loadavg()[0] });
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}

type Rates = ReadonlyMap<number, number[]>;

/** Events per second of each round, by the number of processes; who goes first changes, so that a slow moment of the machine hits all. */
async function sharedOut(server: EmbeddedRedis, work: Work, name: string): Promise<Rates> {
  const rates = new Map(PROCESSES.map((count) => [count as number, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? PROCESSES : PROCESSES.toReversed();
    for (const count of order) rates.get(count)?.push(await shared(server, work, `${name}${round}x${count}`, count));
  }
  return rates;
}

function figures(rates: Rates, hopsEach: number): Record<string, number[]> {
  return Object.fromEntries([...rates].map(([count, values]) => [`processes${count}`, values.map((value) => value * hopsEach)]));
}

function ratioTo(rates: Rates, count: number): number {
  return ratioOfPairs(rates.get(count) ?? [], rates.get(1) ?? []);
}

/** Events per second with so many worker processes, from the first one taken to the last one done: their start is not counted. */
async function shared(server: EmbeddedRedis, { design, count, first, last }: Work, runId: string, processes: number): Promise<number> {
  const client = new Redis({ path: server.url, maxRetriesPerRequest: null });
  const init = (paused: boolean): RunInit => ({
    type: "init",
    runId,
    redisUrl: server.url,
    design,
    seed: 1,
    originMs: wallNow(),
    clock: { wallMs: wallNow(), designMs: 0, speed: 1, paused },
    sampling: 128,
    stopMs: null,
    nodes: null,
    isHome: true,
    replicas: [],
    brokers: [],
  });
  const load = await begin("load", init(false));
  await heard(load, (message) => message.type === "measured" && message.sources.every((source) => source.finished && source.pending === 0));
  await end(load);
  const workers = await Promise.all(Array.from({ length: processes }, () => begin("worker", init(true))));
  await Promise.all(workers.map((worker) => heard(worker, (message) => message.type === "ready")));
  for (const worker of workers) worker.send({ type: "clock", clock: { wallMs: wallNow(), designMs: 0, speed: 1, paused: false } });
  const endMs = await lastFinished(client, channelPrefix(runId, `node:${last}`), count);
  const startMs = await firstProcessed(client, channelPrefix(runId, `node:${first}`));
  await Promise.all(workers.map(end));
  const { ledger } = await new Books(new Wiring(flowOf(design), 1), new RunKeys(client, runId)).ledger(true);
  if (ledger.delivered !== count || !ledger.balanced) throw new Error(`The ledger does not close: ${JSON.stringify(ledger)}`);
  await new RunKeys(client, runId).clean();
  client.disconnect();
  return (count * 1000) / (endMs - startMs);
}
