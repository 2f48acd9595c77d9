import type { ExperimentState } from "../../engine/contract/chaos.ts";
import { experimentText } from "../chaos/experiment-text.ts";
import type { CommandContext } from "../commands/command.ts";
import { chaosWords as words } from "../words/chaos.ts";

/** Marks each experiment (rule O4) on the charts where it begins and where it is over. */
export function markExperiments({ document, run }: Pick<CommandContext, "document" | "run">): () => void {
  return run.subscribe((now, before) => {
    const known = new Map(now.run?.runId === before.run?.runId ? before.run?.experiments?.map((each) => [each.id, each]) : []);
    if (now.run === before.run) return;
    for (const experiment of now.run?.experiments ?? []) mark(experiment, known.get(experiment.id)?.phase);
  });

  function mark({ experiment, target, phase, atMs, endMs }: ExperimentState, before: ExperimentState["phase"] | undefined): void {
    if (phase === before || phase === "planned" || phase === "failed") return;
    const text = experimentText(document.getState().design, experiment, target);
    const { addMark } = run.getState();
    if (before !== "active") addMark({ atMs, label: words.began(text) });
    if (phase === "over" && endMs > atMs) addMark({ atMs: endMs, label: words.ended(text) });
  }
}
