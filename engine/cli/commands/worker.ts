import { hostname } from "node:os";
import { AppError } from "../../../design/errors.ts";
import { correctWall, wallNow } from "../../core/run-clock.ts";
import { joinRun } from "../../live/remote/join-run.ts";
import { checkRedisServer } from "../../redis/check-server.ts";
import { completedAddress } from "../../redis/redis-address.ts";
import { logArguments, takeLogArguments } from "../logging.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { onInterrupt } from "../interrupts.ts";
import { joinTokenFrom } from "../join-token.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway worker --redis URL --run ID`: joins a run from any machine, until the run ends or Ctrl+C. */
export function workerCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "worker",
    description: "Join a live run from this machine: take events for its consumers, or run its zones",
    args: {
      redis: { type: "string", valueHint: "url", description: "Redis of the run (redis://, rediss://, redis+sentinel://, redis+cluster:// or a socket's path); SPILLWAY_REDIS_URL without it" },
      run: { type: "string", valueHint: "id", description: "Id of the run, as `spillway run` shows it" },
      "token-file": { type: "string", valueHint: "file", description: "File with the run's token, - for standard input; SPILLWAY_RUN_TOKEN without it" },
      zones: { type: "string", valueHint: "ids", description: "Run these zones here instead of on the host, separated by commas; slots for all consumers without it" },
      name: { type: "string", valueHint: "name", description: "What this worker is called on the canvas; the machine's name without it" },
      ...logArguments,
    },
    async run({ redis, run, zones, name = hostname(), "token-file": file, ...log }) {
      takeLogArguments(log);
      const url = redis ?? process.env.SPILLWAY_REDIS_URL;
      if (!url || run === undefined) throw new AppError("wrong-use", "Say which run to join: spillway worker --redis URL --run ID.");
      const token = await joinTokenFrom(process.env, file);
      const redisUrl = completedAddress(url, process.env);
      await checkRedisServer(redisUrl);
      const leaving = new AbortController();
      const release = onInterrupt(() => leaving.abort());
      try {
        terminal.note(`Joining run ${run}. Press Ctrl+C to leave.\n`);
        await joinRun({ redisUrl, runId: run, token, signal: leaving.signal, zones: zones?.split(",").map((zone) => zone.trim()), name, correct: correctThisProcess });
        terminal.note(leaving.signal.aborted ? "Left the run.\n" : "The run is over.\n");
      } finally {
        release();
      }
      return EXIT.done;
    },
  });
}

/** This process has one clock, and it is the run's: BullMQ, which stamps and compares jobs by `Date.now()`, included. */
function correctThisProcess(byMs: number): void {
  correctWall(byMs);
  Date.now = () => Math.floor(wallNow());
}
