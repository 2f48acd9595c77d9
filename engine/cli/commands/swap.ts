import { join } from "node:path";
import type { Design } from "../../../design/document/schema.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { createExecutors } from "../../host/executors.ts";
import { createSpawnWorker } from "../../host/spawn-worker.ts";
import { chooseRedis, newRunId } from "../../host/standard-host.ts";
import type { Executor } from "../../core/executor.ts";
import { forecastOnce } from "../../forecast/forecast-once.ts";
import { swapBrokers, type Execute } from "../../forecast/swap.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { DURATION_HELP } from "../duration.ts";
import { executionArguments, parseExecution, refuseEndlessExecution } from "../execution-options.ts";
import { EXIT } from "../exit-codes.ts";
import { onInterrupt } from "../interrupts.ts";
import { readRunnableDesign } from "../read-design.ts";
import { swapSummary } from "../swap-summary.ts";
import type { Terminal } from "../terminal.ts";
import { refuseUnwritable, STANDARD_OUTPUT, writeJson } from "../write-report.ts";

/** `spillway swap FILE`: the same seed and load with a queue, a topic and an exchange in place of a channel. */
export function swapCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "swap",
    description: "Replay a design with a queue, a topic and an exchange in place of a channel, and show what differs",
    args: {
      file: executionArguments.file,
      channel: { type: "string", valueHint: "id", description: "The queue or topic to swap; or an edge that stands for a queue", required: true },
      live: { type: "boolean", description: "Run each for real on BullMQ and Redis, one after the other, instead of forecasting" },
      redis: { type: "string", valueHint: "url", description: "With --live: use this Redis instead of the embedded one" },
      for: { type: "string", valueHint: "duration", description: `Time in which producers produce (${DURATION_HELP}); without it until each one's own limit` },
      drain: executionArguments.drain,
      seed: executionArguments.seed,
      json: { type: "string", valueHint: "file", description: "Write every figure as JSON; - is standard output" },
    },
    async run(args) {
      const { forMs, drainMs, seed: given } = parseExecution(args);
      await refuseUnwritable(args.json, "--json");
      const design = await readRunnableDesign(args.file, terminal);
      refuseEndlessExecution(design, forMs);
      const seed = given ?? design.seed ?? 1;
      const options = { seed, forMs, drainMs };
      const live = args.live === true ? openLive(args.redis) : null;
      const execute: Execute = live ? (each, onSamples, signal) => live.run(each, options, onSamples, signal) : (each, onSamples, signal) => forecastOnce(each, options, signal, { onSamples });
      const stopping = new AbortController();
      const release = onInterrupt(() => stopping.abort());
      try {
        const outcomes = await swapBrokers(design, args.channel, execute, stopping.signal, ({ semantics }) => terminal.note(`${live ? "Ran" : "Forecast"} with ${semantics === "exchange" ? "an exchange" : `a ${semantics}`}.\n`));
        const summary = swapSummary(design, args.channel, outcomes);
        if (args.json === STANDARD_OUTPUT) terminal.note(summary);
        else terminal.out(summary);
        if (args.json !== undefined) await writeJson(args.json, { format: "spillway-swap", version: 1, design: design.name, channel: args.channel, mode: live ? "live" : "forecast", seed, outcomes }, terminal);
        return EXIT.done;
      } catch (error) {
        if (stopping.signal.aborted) return EXIT.interrupted;
        throw error;
      } finally {
        release();
        await live?.close();
      }
    },
  });
}

interface Live {
  run(design: Design, options: { seed: number; forMs: number | null; drainMs: number }, onSamples: Parameters<Execute>[1], signal: AbortSignal): ReturnType<Execute>;
  close(): Promise<void>;
}

/** Real runs, one after the other, on one Redis. */
function openLive(url: string | undefined): Live {
  const redis = chooseRedis({ url, folder: join(dataFolder(), "redis") });
  const createExecutor = createExecutors({ redis, spawnWorker: createSpawnWorker() });
  return {
    async run(design, options, onSamples, signal) {
      const run = { runId: newRunId(), design, ...options, speed: 1, paused: false, sampleAll: true };
      const executor: Executor = await createExecutor("live", run, { onState: () => {}, onNotice: () => {}, onSamples });
      const stop = (): void => void executor.stop();
      signal.addEventListener("abort", stop, { once: true });
      executor.finished.catch(() => {});
      await executor.start();
      const report = await executor.finished;
      signal.removeEventListener("abort", stop);
      signal.throwIfAborted();
      return report;
    },
    close: () => redis.close(),
  };
}
