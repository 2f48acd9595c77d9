import { mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Design } from "../../design/document/schema.ts";
import type { Executor, RunOptions } from "../../engine/core/executor.ts";
import type { LiveEnvironment, WorkerProcess } from "../../engine/core/environment.ts";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import type { JoinOptions } from "../../engine/live/remote/join-run.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { hear, optionsFor, type Heard, type Result } from "./run.ts";

/** A real Redis of its own in a temporary folder, and the processes that were started for runs on it. */
export interface LiveBench {
  readonly redis: EmbeddedRedis;
  readonly environment: LiveEnvironment;
  readonly processes: { entry: string; process: WorkerProcess }[];
  /** Starts a run; resolves when it is going. */
  begin(design: Design, options?: Partial<RunOptions>): Promise<{ executor: Executor; heard: Heard }>;
  /** What a worker needs that is to join a run; it leaves only with it. */
  joining(executor?: Executor): JoinOptions;
  /** Runs a design to the end. */
  run(design: Design, options?: Partial<RunOptions>): Promise<Result>;
  close(): Promise<void>;
}

export async function startLiveBench(appendFsync: "everysec" | "always" = "everysec", approvedWebhooks: readonly string[] = []): Promise<LiveBench> {
  const folder = await mkdtemp(join(tmpdir(), "spillway-test-"));
  const given = process.env.SPILLWAY_TEST_REDIS_URL;
  const redis = given ? shared(given) : await startEmbeddedRedis({ dataFolder: folder, appendFsync });
  const processes: LiveBench["processes"] = [];
  const spawn = createSpawnWorker();
  const environment: LiveEnvironment = {
    redisUrl: redis.url,
    redis: redis.control,
    approvedWebhooks,
    joinToken: "a token of the tests",
    spawnWorker(entry, args) {
      const started = spawn(entry, args);
      processes.push({ entry, process: started });
      return started;
    },
  };
  async function begin(design: Design, options: Partial<RunOptions> = {}): ReturnType<LiveBench["begin"]> {
    const { listener, ...heard } = hear();
    const executor = createLiveExecutor(optionsFor(design, options), listener, environment);
    await executor.start();
    return { executor, heard };
  }
  return {
    redis,
    environment,
    processes,
    begin,
    joining: (executor) => ({ redisUrl: redis.url, runId: executor?.state().runId ?? "", token: environment.joinToken ?? "", signal: new AbortController().signal }),
    async run(design, options) {
      const { executor, heard } = await begin(design, options);
      return { ...heard, executor, report: await executor.finished };
    },
    async close() {
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Redis that outlives the test: a cluster, when the contract is looked at on one. Nobody kills it. */
function shared(url: string): EmbeddedRedis {
  const never = (): never => {
    throw new Error("This Redis is not this test's to end.");
  };
  return { url, dataFolder: "", notice: undefined, stop: async () => {}, kill: never, freeze: never, thaw: never } as unknown as EmbeddedRedis;
}

/**
 * Kills Redis, and cuts the newest bytes off its append-only file before it is back. That is what a slow disk does by itself: with
 * `everysec`, Redis answers before it has written for as long as the last sync goes on, up to two seconds.
 */
export async function killUnwritten(redis: EmbeddedRedis, bytes: number): Promise<void> {
  const folder = join(redis.dataFolder, "appendonlydir");
  await redis.kill("SIGKILL", async () => {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(".incr.aof")) continue;
      const { size } = await stat(join(folder, name));
      await truncate(join(folder, name), Math.max(0, size - bytes));
    }
  });
}
