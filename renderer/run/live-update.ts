import type { Design } from "../../design/document/schema.ts";
import { tellFailure } from "../commands/perform.ts";
import type { CommandContext } from "../commands/command.ts";
import type { FrameStore } from "../stores/frames.ts";
import { isActive } from "../stores/run-state.ts";
import { describeChanges, matterToRun } from "../../design/compare/describe-changes.ts";

/** Typing `100` should not run with 1 and 10 on the way. */
const DELAY_MS = 300;

/** Sends what is changed while a run is on to it, keeps what the engine made of it, and marks it on the charts. */
export function sendChanges({ document, run, engine, session }: CommandContext, frames: Pick<FrameStore, "latest">): () => void {
  let sent: Design | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function send(): void {
    const { design, path } = document.getState();
    if (sent === null || !isActive(run.getState().run) || !matterToRun(sent, design)) return;
    const before = sent;
    sent = design;
    const atMs = frames.latest()?.atMs ?? 0;
    engine.call("run.update", { design, ...(path === null ? {} : { path }) }).then(
      ({ applied, later }) => {
        run.getState().acceptVerdicts(applied, later);
        if (applied.length === 0) return;
        for (const label of describeChanges(before, design)) run.getState().addMark({ atMs, label });
      },
      (error: unknown) => tellFailure(error, { session }),
    );
  }

  const ends = [
    run.subscribe((now, before) => {
      if (now.run?.runId === before.run?.runId) return;
      sent = document.getState().design;
    }),
    document.subscribe((now, before) => {
      if (now.design === before.design || !isActive(run.getState().run)) return;
      if (now.key !== before.key) {
        // The file was opened again while its run is on.
        sent = now.design;
        return clearTimeout(timer);
      }
      clearTimeout(timer);
      timer = setTimeout(send, DELAY_MS);
    }),
  ];
  return () => {
    clearTimeout(timer);
    ends.forEach((end) => end());
  };
}
