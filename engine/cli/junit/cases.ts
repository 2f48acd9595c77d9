import { EXPERIMENTS, isExperimentType } from "../../../design/chaos/catalogue.ts";
import { targetName } from "../../../design/chaos/resolve.ts";
import type { Design, Slo } from "../../../design/document/schema.ts";
import { sloBound, sloMeasure, metricValue, sloSentence, sloTarget } from "../../../design/words/slo-words.ts";
import { eventsMade } from "../../contract/ledger.ts";
import type { Report, SloVerdict } from "../../contract/report.ts";
import { meets } from "../../core/sustained.ts";
import { whole } from "../format.ts";
import type { Outcome, TestCase } from "./junit.ts";

/**
 * What an execution is tested for: that it ends, that the ledger closes (rule E4), and each SLO of the design (rule O5). All of
 * the time that it took is the first one's, so that the sum is right.
 */
export function casesOf(report: Report, design: Design, seconds: number): TestCase[] {
  const group = groupOf(design);
  return [
    { name: `The ${report.mode === "forecast" ? "forecast" : "run"} ends`, group, seconds, outcome: endOutcome(report) },
    { name: "The ledger closes", group, seconds: 0, outcome: ledgerOutcome(report) },
    ...objectiveCases(report, design, `${group}.SLOs`),
    ...experimentCases(report, design, `${group}.experiments`),
  ];
}

/** The group of a design's test cases. A dot would begin a part of its own. */
export function groupOf({ name }: Pick<Design, "name">): string {
  return name.trim() === "" ? "design" : name.replaceAll(".", "·");
}

function endOutcome({ ended, problems }: Report): Outcome | undefined {
  if (ended !== "failed") return undefined;
  const text = problems.map(({ message }) => message).join("\n");
  return { as: "error", type: "engine", message: "The engine failed before the end.", text };
}

function ledgerOutcome({ ledger }: Report): Outcome | undefined {
  if (ledger.balanced) return undefined;
  const message = `${whole(ledger.unsettled)} of ${whole(eventsMade(ledger))} events are unaccounted for.`;
  return { as: "failure", type: "ledger", message, text: JSON.stringify(ledger, null, 2) };
}

function objectiveCases(report: Report, design: Design, group: string): TestCase[] {
  const { slos = [] } = design;
  if (slos.length === 0) {
    const message = "The design has no SLOs: nothing but the ledger was tested.";
    return [{ name: "SLOs", group, seconds: 0, outcome: { as: "skipped", type: "none", message, text: "" } }];
  }
  return slos.map((slo) => {
    const verdict = report.slos.find(({ id }) => id === slo.id);
    const title = slo.name.trim() === "" ? slo.id : slo.name;
    return { name: `${title}: ${sloSentence(slo, design)}`, group, seconds: 0, outcome: verdict ? verdictOutcome(slo, verdict, report, design) : unjudged() };
  });
}

function unjudged(): Outcome {
  return { as: "skipped", type: "unjudged", message: "It ended before this was judged.", text: "" };
}

function verdictOutcome(slo: Slo, { passed, value, now }: SloVerdict, { saturated, bottleneck }: Report, design: Design): Outcome | undefined {
  if (passed) return undefined;
  // A verdict has 0 where nothing was measured, which no bound on a time forbids.
  const measured = meets(slo, value) ? "was never measured" : `was ${metricValue(slo.metric, value)}`;
  const message = `The ${sloMeasure(slo)} of ${sloTarget(slo, design)} ${measured}; it must be ${sloBound(slo)}.`;
  const lines = [
    message,
    `SLO: ${sloSentence(slo, design)}`,
    `Measured: ${meets(slo, value) ? "nothing" : `${value} (${slo.windowMs === undefined ? "over the whole run" : "the worst window"})`}`,
    ...(now === undefined ? [] : [`Newest window: ${metricValue(slo.metric, now)}`]),
    `Nodes: ${"all" in slo.target ? "all" : "node" in slo.target ? slo.target.node : slo.target.path.join(", ")}`,
    ...(bottleneck === null ? [] : [`Bottleneck: ${bottleneck.reason} ${bottleneck.relief}`]),
    ...saturated.map(({ what, by }) => `Beware: ${what} was the limit, not the design: ${by}`),
  ];
  return { as: "failure", type: "slo", message, text: `${lines.join("\n")}\n` };
}

/** One case for each experiment that claims something, or that could not begin (rule O4). */
function experimentCases({ experiments = [] }: Report, design: Design, group: string): TestCase[] {
  return experiments.flatMap(({ experiment, target, phase, note, recovery }): TestCase[] => {
    const name = `${isExperimentType(experiment) ? EXPERIMENTS[experiment].title : experiment} (${targetName(design, target)})`;
    if (phase === "failed") return [{ name, group, seconds: 0, outcome: { as: "failure", type: "experiment", message: `It could not begin: ${note ?? ""}`, text: "" } }];
    if (recovery?.hypothesis.stated !== true) return [];
    const { held, text, why } = recovery.hypothesis;
    return [{ name: text === "" ? name : `${name}: ${text}`, group, seconds: 0, outcome: held ? undefined : { as: "failure", type: "hypothesis", message: why, text: JSON.stringify(recovery, null, 2) } }];
  });
}
