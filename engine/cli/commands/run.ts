import { join } from "node:path";
import { SPEED_MAX, SPEED_MIN } from "../../contract/run.ts";
import { addressOf, createApprovedWebhooks } from "../../host/approved-webhooks.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { createExecutors } from "../../host/executors.ts";
import { createSpawnWorker } from "../../host/spawn-worker.ts";
import { chooseRedis } from "../../host/standard-host.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { execute, type Execution } from "../execute.ts";
import { executionArguments, parseExecution, refuseEndlessExecution, refuseUnwritableResults } from "../execution-options.ts";
import { withJunit } from "../junit/write-junit.ts";
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
      predict: { type: "boolean", description: "Forecast the same run afterwards and show both, with closed forms where there are any" },
      "allow-webhook": { type: "string", valueHint: "url", description: "Let webhooks post to this address in this run; may be given more than once" },
      speed: { type: "string", valueHint: "factor", description: `Design time per real time, ${SPEED_MIN} to ${SPEED_MAX}; 1 without it` },
    },
    async run(args, repeated) {
      const options = parseExecution(args);
      await refuseUnwritableResults(args);
      const allowed = repeated("allow-webhook").map(addressOf);
      const execution = { ...options, mode: "live" as const, predict: args.predict === true };
      return withJunit(args.junit, args.file, terminal, async (found) => {
        const design = await readRunnableDesign(args.file, terminal);
        refuseEndlessExecution(design, options.forMs);
        return executeLive({ ...execution, design, found }, args.redis, allowed, terminal);
      });
    },
  });
}

async function executeLive(execution: Execution, redisUrl: string | undefined, allowed: readonly string[], terminal: Terminal): Promise<number> {
  const redis = chooseRedis({ url: redisUrl, folder: join(dataFolder(), "redis") });
  redis.onState(({ status, message }) => {
    if (status === "ready" && message !== undefined) terminal.note(`${message}\n`);
  });
  const approvedWebhooks = async (): Promise<string[]> => [...allowed, ...(await createApprovedWebhooks(dataFolder()).list())];
  const createExecutor = createExecutors({ redis, spawnWorker: createSpawnWorker(), approvedWebhooks });
  try {
    return await execute(
      execution,
      async (given, listener) => {
        const executor = await createExecutor("live", given, listener);
        // Only a Redis that others reach as well is one to join a run over.
        if (redisUrl !== undefined) terminal.note(`Run ${given.runId}. To join it: spillway worker --redis URL --run ${given.runId}\n`);
        return executor;
      },
      terminal,
    );
  } finally {
    await redis.close();
  }
}
