import { EXPERIMENTS, isExperimentType } from "../../design/chaos/catalogue.ts";
import { targetName } from "../../design/chaos/resolve.ts";
import type { Design } from "../../design/document/schema.ts";
import type { ExperimentReport } from "../contract/chaos.ts";
import type { Report } from "../contract/report.ts";
import { duration, table, whole } from "./format.ts";

/** What was broken on purpose, when it was noticed, how long it took to heal and what it cost (rule O4). */
export function experimentPart({ experiments = [] }: Report, design: Design): string {
  if (experiments.length === 0) return "";
  const rows = experiments.map((each) => rowOf(each, design));
  return `Experiments\n${table([["", "at", "noticed", "healed", "backlog", "late", "lost", "duplicated", ""], ...rows])}`;
}

function rowOf({ experiment, target, atMs, phase, note = "", recovery }: ExperimentReport, design: Design): string[] {
  const name = `${isExperimentType(experiment) ? EXPERIMENTS[experiment].title : experiment} (${targetName(design, target)})`;
  if (!recovery) return [name, duration(atMs), "", "", "", "", "", "", phase === "failed" ? `could not begin: ${note}` : "did not begin"];
  const { detected, recovered, backlogBefore, backlogPeak, delayed, lost, duplicated, hypothesis } = recovery;
  return [
    name,
    duration(atMs),
    detected === null ? "never" : `after ${duration(detected.afterMs)}`,
    recovered === null ? "no" : `after ${duration(recovered.afterMs)}`,
    `${whole(backlogBefore)} to ${whole(backlogPeak)}`,
    delayed === null ? "·" : whole(delayed),
    whole(lost),
    whole(duplicated),
    hypothesis.stated ? (hypothesis.held ? "as expected" : `NOT as expected: ${hypothesis.why}`) : "",
  ];
}
