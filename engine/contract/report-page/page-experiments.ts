import { EXPERIMENTS, isExperimentType } from "../../../design/chaos/catalogue.ts";
import { targetName } from "../../../design/chaos/resolve.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount, formatTime } from "../../../design/words/numbers.ts";
import type { ExperimentReport } from "../chaos.ts";
import { table } from "./page-tables.ts";

/** What was broken on purpose, and what came of it (rule O4). */
export function experimentTable(experiments: readonly ExperimentReport[], design: Design | undefined): Element {
  return table(["Experiment", "From", "To", "Detected after", "Recovered after", "Backlog before / most", "Lost", "Doubled", "As expected"], experiments.map((each) => row(each, design)), "changes");
}

function row({ experiment, target, atMs, endMs, phase, note, recovery }: ExperimentReport, design: Design | undefined): Element {
  const title = isExperimentType(experiment) ? EXPERIMENTS[experiment].title : experiment;
  const on = design ? targetName(design, target) : Object.values(target).join(", ");
  const cells = recovery
    ? [
        recovery.detected === null ? "never" : formatTime(recovery.detected.afterMs),
        recovery.recovered === null ? "not before the end" : formatTime(recovery.recovered.afterMs),
        `${formatExactCount(recovery.backlogBefore)} / ${formatExactCount(recovery.backlogPeak)}`,
        formatExactCount(recovery.lost),
        formatExactCount(recovery.duplicated),
      ]
    : ["–", "–", "–", "–", "–"];
  return element("tr", {}, ...[`${title} (${on})`, formatTime(atMs), formatTime(endMs), ...cells].map((text) => element("td", {}, text)), verdict(phase, note, recovery));
}

function verdict(phase: ExperimentReport["phase"], note: string | undefined, recovery: ExperimentReport["recovery"]): Element {
  if (phase === "failed") return element("td", { class: "changes bad" }, `Could not be done: ${note ?? ""}`);
  if (!recovery) return element("td", { class: "changes" }, "–");
  const { held, text, why } = recovery.hypothesis;
  return element("td", { class: `changes ${held ? "ok" : "bad"}` }, [held ? "Yes." : "No.", text, why].filter((part) => part !== "").join(" "));
}
