import { AppError } from "../../../design/errors.ts";
import { joinRun } from "../../live/remote.ts";
import { checkRedisServer } from "../../redis/check-server.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { onInterrupt } from "../interrupts.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway worker --redis URL --run ID`: joins a run from any machine, until the run ends or Ctrl+C. */
export function workerCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "worker",
    description: "Join a live run from this machine: take events for its consumers",
    args: {
      redis: { type: "string", valueHint: "url", description: "Redis of the run (redis://, rediss:// or a socket's path)" },
      zones: { type: "string", valueHint: "ids", description: "Only the consumers of these zones, separated by commas (all without it)" },
      run: { type: "string", valueHint: "id", description: "Id of the run, as `spillway run` shows it" },
    },
    async run({ redis, run, zones }) {
      if (redis === undefined || run === undefined) throw new AppError("wrong-use", "Say which run to join: spillway worker --redis URL --run ID.");
      await checkRedisServer(redis);
      const leaving = new AbortController();
      const release = onInterrupt(() => leaving.abort());
      try {
        terminal.note(`Joining run ${run}. Press Ctrl+C to leave.\n`);
        await joinRun(redis, run, leaving.signal, zones?.split(",").map((zone) => zone.trim()));
        terminal.note(leaving.signal.aborted ? "Left the run.\n" : "The run is over.\n");
      } finally {
        release();
      }
      return EXIT.done;
    },
  });
}
