import type { ExperimentRequest } from "../../engine/contract/chaos.ts";
import type { CommandContext } from "../commands/command.ts";
import { tellFailure } from "../commands/perform.ts";

/** Begins an experiment in the run that is on; says why where it cannot, and resolves with whether it did. */
export async function beginExperiment({ engine, session }: Pick<CommandContext, "engine" | "session">, request: ExperimentRequest): Promise<boolean> {
  try {
    await engine.call("run.experiment", request);
    return true;
  } catch (error) {
    tellFailure(error, { session });
    return false;
  }
}

/** Ends one before its time. */
export async function endExperiment({ engine, session }: Pick<CommandContext, "engine" | "session">, id: string): Promise<void> {
  try {
    await engine.call("run.endExperiment", { id });
  } catch (error) {
    tellFailure(error, { session });
  }
}
