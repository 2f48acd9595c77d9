import { parseArgs } from "node:util";
import { AppError } from "../../design/errors.ts";
import type { WorkerArguments } from "../core/environment.ts";

/** A worker's arguments as it is started with. */
export function formatWorkerArguments({ runId, zone }: WorkerArguments): string[] {
  return [`--run=${runId}`, `--zone=${zone}`];
}

/** Reads them back; throws `wrong-use` when one is missing. */
export function parseWorkerArguments(argv: readonly string[]): WorkerArguments {
  const { values } = parseArgs({ args: [...argv], options: { run: { type: "string" }, zone: { type: "string" } }, strict: false });
  if (typeof values.run !== "string" || typeof values.zone !== "string") {
    throw new AppError("wrong-use", "A worker process is started by the engine, with --run=ID --zone=NAME.");
  }
  return { runId: values.run, zone: values.zone };
}
