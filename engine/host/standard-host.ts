import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import type { SpawnWorker } from "../core/environment.ts";
import { checkRedisServer } from "../redis/check-server.ts";
import { logOf } from "../telemetry/log.ts";
import { RunLog } from "../telemetry/run-log.ts";
import { createRunTraces } from "../telemetry/run-traces.ts";
import { findRedisBinary } from "../redis/embedded/find-binary.ts";
import { discoverQueues } from "../redis/discover/discover.ts";
import { createApprovedWebhooks } from "./approved-webhooks.ts";
import { createExecutors } from "./executors.ts";
import { createCheckThread } from "./exports/checks.ts";
import { createForecastThreads } from "./forecast-thread.ts";
import { withTraces } from "./files/with-traces.ts";
import { createHost, type Host } from "./host.ts";
import { observed } from "./observed.ts";
import { packageRoot, packageVersion } from "./package-root.ts";
import { createEmbeddedRedis, createExternalRedis, type RedisService } from "./redis-service.ts";
import { runnableDesign } from "./runnable-design.ts";

export interface StandardHostOptions {
  readonly redis: RedisService;
  readonly spawnWorker: SpawnWorker;
  /** The app's own folder. */
  readonly dataFolder: string;
  /** Where the file dialogs begin. */
  readonly startFolder: string;
  readonly open?: string;
  /** Where spans go; where OpenTelemetry's environment variables say without it. */
  readonly otlp?: string | undefined;
}

/** The engine host with the product's own executors, checks and examples, on the machine's clock. */
export function createStandardHost(options: StandardHostOptions): Host {
  const root = packageRoot();
  const version = packageVersion(root);
  const log = logOf(process.env, { process: "engine" });
  const traces = createRunTraces(process.env, version, options.otlp);
  const host = createHost({
    redis: options.redis,
    createExecutor: observed(createExecutors({ ...options, approvedWebhooks: () => createApprovedWebhooks(options.dataFolder).list(), joinToken: process.env.SPILLWAY_RUN_TOKEN }), [log && new RunLog(log, true), traces]),
    spans: traces && (() => traces.counts()),
    startForecaster: createForecastThreads(),
    discover: discoverQueues,
    checkExport: createCheckThread(),
    readDesign: (value, path) => withTraces(runnableDesign(value), path === undefined ? null : dirname(path)),
    paths: { data: options.dataFolder, examples: join(root, "examples"), start: options.startFolder },
    version,
    open: options.open,
    newRunId,
    now: () => Date.now(),
    log: (error) => (log ? log.say("error", error instanceof Error ? (error.stack ?? error.message) : String(error)) : console.error(error)),
  });
  return {
    ...host,
    async close() {
      await host.close();
      await traces?.close();
    },
  };
}

/** An id that no other run has, on whatever machine: its keys in Redis are named after it. */
export function newRunId(): string {
  return `run-${randomBytes(8).toString("hex")}`;
}

/** The user's own Redis where a URL is given (or SPILLWAY_REDIS_URL is set), else one embedded with its data in `folder`. */
export function chooseRedis(choice: { url?: string; folder: string; resourcesPath?: string }, environment: NodeJS.ProcessEnv = process.env): RedisService {
  const url = choice.url ?? environment.SPILLWAY_REDIS_URL;
  if (url) return createExternalRedis(url, checkRedisServer, environment);
  return createEmbeddedRedis(async () => ({
    dataFolder: choice.folder,
    binary: (await findRedisBinary({ resourcesFolder: choice.resourcesPath })).path,
  }));
}
