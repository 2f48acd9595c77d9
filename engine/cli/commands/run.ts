import { join } from "node:path";
import { SPEED_MAX, SPEED_MIN } from "../../contract/run.ts";
import { addressOf, createApprovedWebhooks } from "../../host/approved-webhooks.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { createExecutors } from "../../host/executors.ts";
import { createSpawnWorker } from "../../host/spawn-worker.ts";
import { chooseRedis } from "../../host/standard-host.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { execute } from "../execute.ts";
import { executionArguments, parseExecution, refuseEndlessExecution } from "../execution-options.ts";
import { readRunnableDesign } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";
import { refuseUnwritable } from "../write-report.ts";

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
      await refuseUnwritable(options.report);
      const design = await readRunnableDesign(args.file, terminal);
      refuseEndlessExecution(design, options.forMs);
      const redis = chooseRedis({ url: args.redis, folder: join(dataFolder(), "redis") });
      redis.onState(({ status, message }) => {
        if (status === "ready" && message !== undefined) terminal.note(`${message}\n`);
      });
      const allowed = repeated("allow-webhook").map(addressOf);
      const approvedWebhooks = async (): Promise<string[]> => [...allowed, ...(await createApprovedWebhooks(dataFolder()).list())];
      const createExecutor = createExecutors({ redis, spawnWorker: createSpawnWorker(), approvedWebhooks });
      try {
        return await execute(
          { ...options, mode: "live", design, predict: args.predict === true },
          async (given, listener) => {
            const executor = await createExecutor("live", given, listener);
            // Only a Redis that others reach as well is one to join a run over.
            if (args.redis !== undefined) terminal.note(`Run ${given.runId}. To join it: spillway worker --redis URL --run ${given.runId}\n`);
            return executor;
          },
          terminal,
        );
      } finally {
        await redis.close();
      }
    },
  });
}
