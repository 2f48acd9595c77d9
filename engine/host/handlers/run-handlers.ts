import type { Handlers } from "../answer.ts";
import type { Runs } from "../runs.ts";
import type { Executor } from "../../core/executor.ts";
import type { RunState } from "../../contract/run.ts";

/** The calls about the run. */
export function runHandlers(runs: Runs) {
  async function control(action: (executor: Executor) => Promise<unknown>): Promise<RunState> {
    const executor = runs.executor();
    await action(executor);
    return runs.told(executor.state());
  }

  return {
    "run.start": (request) => runs.start(request),
    "run.pause": () => control((executor) => executor.pause()),
    "run.resume": () => control((executor) => executor.resume()),
    "run.step": () => control((executor) => executor.step()),
    "run.speed": ({ speed }) => control((executor) => executor.setSpeed(speed)),
    "run.redrive": async ({ node }) => ({ events: await runs.executor().redrive(node) }),
    "run.broker": async ({ atMs, ...change }) => ({ atMs: await runs.setBroker(change, atMs) }),
    "run.startZone": ({ zone }) => control((executor) => executor.startZone(zone)),
    "run.experiment": (request) => runs.experiment(request),
    "run.endExperiment": ({ id }) => runs.endExperiment(id),
    "run.stop": () => control((executor) => executor.stop()),
    "run.finish": () => control((executor) => executor.finish()),
    "run.update": ({ design, path }) => runs.update(design, path),
    "run.replay": ({ of }) => runs.replay(of),
    "run.report": () => runs.report() ?? { report: null },
  } satisfies Partial<Handlers>;
}
