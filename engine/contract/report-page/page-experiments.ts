import { EXPERIMENTS, isExperimentType } from "../../../design/chaos/catalogue.ts";
import { targetName } from "../../../design/chaos/resolve.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount, formatTime } from "../../../design/words/numbers.ts";
import type { ExperimentReport } from "../chaos.ts";
import { reportWords } from "../report-words.ts";
import { table } from "./page-tables.ts";

const words = reportWords.experiments;

/** What was broken on purpose, and what came of it (rule O4). */
export function experimentTable(experiments: readonly ExperimentReport[], design: Design | undefined): Element {
  return table([words.experiment, words.from, words.to, words.detected, words.recovered, words.backlog, words.lost, words.doubled, words.asExpected], experiments.map((each) => row(each, design)), "changes");
}

function row({ experiment, target, atMs, endMs, phase, note, recovery }: ExperimentReport, design: Design | undefined): Element {
  const title = isExperimentType(experiment) ? EXPERIMENTS[experiment].title : experiment;
  const on = design ? targetName(design, target) : Object.values(target).join(", ");
  const cells = recovery
    ? [
        recovery.detected === null ? words.never : formatTime(recovery.detected.afterMs),
        recovery.recovered === null ? words.notBeforeTheEnd : formatTime(recovery.recovered.afterMs),
        `${formatExactCount(recovery.backlogBefore)} / ${formatExactCount(recovery.backlogPeak)}`,
        formatExactCount(recovery.lost),
        formatExactCount(recovery.duplicated),
      ]
    : ["–", "–", "–", "–", "–"];
  return element("tr", {}, ...[words.on(title, on), formatTime(atMs), formatTime(endMs), ...cells].map((text) => element("td", {}, text)), verdict(phase, note, recovery));
}

function verdict(phase: ExperimentReport["phase"], note: string | undefined, recovery: ExperimentReport["recovery"]): Element {
  if (phase === "failed") return element("td", { class: "changes bad" }, words.failed(note ?? ""));
  if (!recovery) return element("td", { class: "changes" }, "–");
  const { held, text, why } = recovery.hypothesis;
  return element("td", { class: `changes ${held ? "ok" : "bad"}` }, [held ? words.yes : words.no, text, why].filter((part) => part !== "").join(" "));
}
