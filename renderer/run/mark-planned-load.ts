import { loadWords } from "../../design/compare/scenario-words.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { CommandContext } from "../commands/command.ts";
import type { FrameStore } from "../stores/frames.ts";

/** Marks each step of the planned load (rule P7) on the charts when the run passes it. */
export function markPlannedLoad({ document, run }: Pick<CommandContext, "document" | "run">, frames: Pick<FrameStore, "subscribeFrames">): () => void {
  let passedMs = -1;
  const ends = [
    run.subscribe((now, before) => {
      if (now.run?.runId !== before.run?.runId) passedMs = -1;
    }),
    frames.subscribeFrames(({ atMs }) => {
      const { scenario, nodes } = document.getState().design;
      const nameOf = (id: string): string => displayName(nodes.find((node) => node.id === id) ?? { id });
      const due = (scenario?.load ?? []).filter((step) => step.atMs > passedMs && step.atMs <= atMs);
      for (const step of due.toSorted((a, b) => a.atMs - b.atMs)) run.getState().addMark({ atMs: step.atMs, label: loadWords(step, nameOf) });
      passedMs = Math.max(passedMs, atMs);
    }),
  ];
  return () => ends.forEach((end) => end());
}
