import { join } from "node:path";
import { SPEED_MAX, SPEED_MIN } from "../../contract/run.ts";
import { addressOf, createApprovedWebhooks } from "../../host/approved-webhooks.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { createExecutors } from "../../host/executors.ts";
import { observed } from "../../host/observed.ts";
import { packageVersion } from "../../host/package-root.ts";
import { createSpawnWorker } from "../../host/spawn-worker.ts";
import { RunMonitor } from "../../host/metrics/run-monitor.ts";
import { chooseToken } from "../../host/serve/gate.ts";
import { LOOPBACK } from "../../host/serve/listen.ts";
import { serveMetricsAlone } from "../../host/serve/metrics-endpoint.ts";
import { chooseRedis } from "../../host/standard-host.ts";
import { logOf } from "../../telemetry/log.ts";
import { RunLog } from "../../telemetry/run-log.ts";
import { createRunTraces, type RunTraces } from "../../telemetry/run-traces.ts";
import { logArguments, takeLogArguments } from "../logging.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { execute, type Execution } from "../execute.ts";
import { chooseJoinToken } from "../join-token.ts";
import { executionArguments, otlpArgument, parseExecution, refuseEndlessExecution, refuseUnwritableResults } from "../execution-options.ts";
import { withJunit } from "../junit/write-junit.ts";
import { parseWhole } from "../numbers.ts";
import { readRunnableDesign } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway run FILE`: the design on real queues, in real time. */
export function runCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "run",
    description: "Execute a design on BullMQ and Redis, then report",
    args: {
      ...executionArguments,
      redis: { type: "string", valueHint: "url", description: "Use this Redis (redis://, rediss:// or a socket's path) instead of the embedded one" },
      audit: { type: "boolean", description: "Record every event's birth and ends by id, and name what was lost or duplicated; costs some speed, and 30 bytes of memory an event" },
      predict: { type: "boolean", description: "Forecast the same run afterwards and show both, with closed forms where there are any" },
      "allow-webhook": { type: "string", valueHint: "url", description: "Let webhooks post to this address in this run; may be given more than once" },
      "metrics-port": { type: "string", valueHint: "n", description: "Serve the run's metrics to Prometheus on this port of 127.0.0.1, with a token; 0 for any port that is free" },
      otlp: otlpArgument,
      ...logArguments,
      speed: { type: "string", valueHint: "factor", description: `Design time per real time, ${SPEED_MIN} to ${SPEED_MAX}; 1 without it` },
    },
    async run(args, repeated) {
      takeLogArguments(args);
      const options = parseExecution(args);
      await refuseUnwritableResults(args);
      const allowed = repeated("allow-webhook").map(addressOf);
      const execution = { ...options, mode: "live" as const, predict: args.predict === true, audit: args.audit === true };
      const traces = createRunTraces(process.env, packageVersion(), args.otlp);
      const metricsPort = args["metrics-port"] === undefined ? undefined : parseWhole(args["metrics-port"], "--metrics-port", { min: 0, max: 65_535 });
      return withJunit(args.junit, args.file, terminal, async (found) => {
        const design = await readRunnableDesign(args.file, terminal);
        refuseEndlessExecution(design, options.forMs);
        return executeLive({ ...execution, design, found }, { redisUrl: args.redis, allowed, metricsPort, traces }, terminal);
      });
    },
  });
}

interface LiveOptions {
  readonly redisUrl: string | undefined;
  readonly allowed: readonly string[];
  readonly metricsPort: number | undefined;
  readonly traces: RunTraces | undefined;
}

async function executeLive(execution: Execution, { redisUrl, allowed, metricsPort, traces }: LiveOptions, terminal: Terminal): Promise<number> {
  const log = logOf(process.env, { process: "engine" });
  const monitor = new RunMonitor(traces && (() => traces.counts()));
  const metrics = metricsPort === undefined ? undefined : await tellMetrics(metricsPort, monitor, terminal);
  const redis = chooseRedis({ url: redisUrl, folder: join(dataFolder(), "redis") });
  redis.onState(({ status, message }) => {
    if (status === "ready" && message !== undefined) terminal.note(`${message}\n`);
  });
  // Only a Redis that others reach as well is one to join a run over.
  const joinToken = (redisUrl ?? process.env.SPILLWAY_REDIS_URL) ? chooseJoinToken(process.env) : undefined;
  const approvedWebhooks = async (): Promise<string[]> => [...allowed, ...(await createApprovedWebhooks(dataFolder()).list())];
  const createExecutor = observed(createExecutors({ redis, spawnWorker: createSpawnWorker(), approvedWebhooks, joinToken }), [log && new RunLog(log, false), traces]);
  try {
    return await execute(
      execution,
      async (given, listener) => {
        const executor = await createExecutor("live", given, metrics ? monitor.hearing(listener) : listener);
        monitor.begin(executor, given.design);
        if (joinToken !== undefined) terminal.note(`Run ${given.runId}. To join it: ${howToJoin(joinToken, given.runId)}\n`);
        return executor;
      },
      terminal,
    );
  } finally {
    await traces?.close();
    await metrics?.close();
    await redis.close();
  }
}

/** Serves the metrics and says where, with the token that SPILLWAY_TOKEN names or one for this run. */
async function tellMetrics(port: number, monitor: RunMonitor, terminal: Terminal): Promise<{ close(): Promise<void> }> {
  const token = chooseToken(process.env);
  const served = await serveMetricsAlone({ port, token, metrics: () => monitor.text() });
  terminal.note(`Metrics at http://${LOOPBACK}:${served.port}/metrics with Authorization: Bearer ${token}\n`);
  return served;
}

/** The command for another machine; a token that somebody chose is not repeated. */
function howToJoin(token: string, runId: string): string {
  const isChosen = token === process.env.SPILLWAY_RUN_TOKEN;
  return `${isChosen ? "" : `SPILLWAY_RUN_TOKEN=${token} `}spillway worker --redis URL --run ${runId}${isChosen ? " (with its token in SPILLWAY_RUN_TOKEN)" : ""}`;
}
