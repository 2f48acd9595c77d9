import type { RunListener, RunOptions } from "../core/executor.ts";
import type { Log } from "./log.ts";

/** Writes what a run tells into the host's log. */
export class RunLog {
  constructor(
    private readonly log: Log,
    /** Somebody else reads notices, on a screen; else the log is where they are. */
    private readonly isShown: boolean,
  ) {}

  /** Hears what a live run tells before `listener` does. */
  hearing(listener: RunListener, { runId, design, seed }: Pick<RunOptions, "runId" | "design" | "seed">): RunListener {
    const log = this.log.with({ run: runId });
    log.say("info", "run begins", { design: design.name, seed });
    let phase = "";
    return {
      ...listener,
      onState: (state) => {
        for (const { token } of state.endpoints ?? []) log.hide(token);
        if (state.phase !== phase) log.say(state.phase === "failed" ? "error" : "info", `run is ${state.phase}`, { phase: state.phase, at_ms: Math.round(state.atMs), why: state.message });
        phase = state.phase;
        listener.onState(state);
      },
      onNotice: (notice) => {
        const { level, code, message, node, atMs } = notice;
        // What a process of the run noticed is in its own log.
        if (code !== "worker") log.say(level === "warning" ? "warn" : level, message, { code, node, at_ms: atMs === undefined ? undefined : Math.round(atMs) });
        if (this.isShown) listener.onNotice(notice);
      },
    };
  }
}
