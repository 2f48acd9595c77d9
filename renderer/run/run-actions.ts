import { checkDesign } from "../../design/checks/check.ts";
import type { CommandContext } from "../commands/command.ts";
import { isActive, type RunOptions } from "../stores/run-state.ts";
import { runWords } from "../words/run.ts";

type Context = Pick<CommandContext, "document" | "session" | "run" | "engine">;

/** Starts a run of the design as it is on the screen, as the run's options or the given ones say; with problems it shows them instead. */
export async function startRun({ document, session, run, engine }: Context, { paused = false, options }: { paused?: boolean; options?: Omit<RunOptions, "audit"> & Partial<RunOptions> } = {}): Promise<void> {
  const { design, path, key } = document.getState();
  const errors = checkDesign(design).filter((problem) => problem.severity === "error");
  if (errors.length > 0) {
    session.getState().showDock("problems");
    const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    session.getState().toast({ level: "warning", text: runWords.thisDesignCannotRunYet(count) });
    return;
  }
  const { elsewhere } = run.getState();
  if (isActive(elsewhere)) {
    session.getState().toast({ level: "warning", text: runWords.anotherDesignStillRuns(elsewhere?.owner?.name ?? ""), command: "run.stop-other" });
    return;
  }
  const { mode, forMs, speed, audit = false, eachStandsFor = 1 } = options ?? run.getState().options;
  session.getState().selectEvent(null);
  if (["problems", "report"].includes(session.getState().dockTab)) session.getState().showDock("metrics");
  const request = { design, document: key, ...(path === null ? {} : { path }), mode, speed, paused, ...(forMs === null ? {} : { forMs }), ...(design.seed === undefined ? {} : { seed: design.seed }), ...(audit && mode === "live" ? { audit } : {}), ...(eachStandsFor !== 1 && mode === "forecast" ? { eachStandsFor } : {}) };
  run.getState().acceptState(await engine.call("run.start", request));
}

/** Sets the speed of the next run and of the one that is on. */
export async function setSpeed({ run, engine }: Pick<Context, "run" | "engine">, speed: number): Promise<void> {
  run.getState().setOptions({ speed });
  if (isActive(run.getState().run)) run.getState().acceptState(await engine.call("run.speed", { speed }));
}

/** True while a run is on. */
export function isRunning({ run }: Pick<CommandContext, "run">): boolean {
  return isActive(run.getState().run);
}

/** True while a run stands still and could go on. */
export function isPaused({ run }: Pick<CommandContext, "run">): boolean {
  return run.getState().run?.phase === "paused";
}
