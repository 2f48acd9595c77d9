import { displayName } from "../document/display-name.ts";
import type { Design, DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import type { LoadStep } from "../load/planned-load.ts";
import type { Problem } from "../problem.ts";
import { formatDuration } from "../words/time-units.ts";
import { factsOf } from "./node-facts.ts";

/** The highest rate that a source can be given, events per second, and the highest factor: those of a producer's own settings. */
export const MOST_LOAD = { ratePerSecond: 1_000_000, rateFactor: 10_000 } as const;

/** Every step of the planned load that cannot be carried out, and why (rule P7). Nodes that do not exist are the references' matter. */
export function checkLoad({ scenario, nodes }: Design): Problem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (scenario?.load ?? []).flatMap((step, index): Problem[] => {
    const node = byId.get(step.node);
    const who = `The load step at ${formatDuration(step.atMs)}${node ? ` for ${displayName(node)}` : ""}`;
    const about = (property: keyof LoadStep, message: string): Problem => ({
      severity: "error",
      code: "planned-load",
      message: `${who} ${message}`,
      path: ["scenario", "load", index, property],
      ...(node ? { node: node.id } : {}),
    });
    const refused = node && refusalOf(node, step);
    return [...shapeProblems(step, about), ...(refused === undefined ? [] : [about("node", refused)])];
  });
}

function shapeProblems({ atMs, durationMs, shape, rateFactor, ratePerSecond }: LoadStep, about: (property: keyof LoadStep, message: string) => Problem): Problem[] {
  const problems: Problem[] = [];
  if (atMs < 0) problems.push(about("atMs", "begins before the run does: give a time of 0 or later."));
  if (rateFactor === undefined && ratePerSecond === undefined) problems.push(about("rateFactor", "says no rate: give rateFactor or ratePerSecond."));
  if (rateFactor !== undefined && ratePerSecond !== undefined) problems.push(about("rateFactor", "says two rates: give rateFactor or ratePerSecond, not both."));
  if ((rateFactor ?? 0) < 0 || (ratePerSecond ?? 0) < 0) problems.push(about(rateFactor === undefined ? "ratePerSecond" : "rateFactor", "has a rate below 0."));
  if ((rateFactor ?? 0) > MOST_LOAD.rateFactor) problems.push(about("rateFactor", `has a factor above ${MOST_LOAD.rateFactor.toLocaleString("en")}.`));
  if ((ratePerSecond ?? 0) > MOST_LOAD.ratePerSecond) problems.push(about("ratePerSecond", `has a rate above ${MOST_LOAD.ratePerSecond.toLocaleString("en")} per second.`));
  if (shape === "ramp" && durationMs === undefined) problems.push(about("durationMs", "is a ramp and needs a duration: how long it takes to its rate."));
  if (durationMs !== undefined && durationMs <= 0) problems.push(about("durationMs", "lasts no time: give a duration above 0, or leave it out of a step that is to last."));
  return problems;
}

/** Why the rate of a node cannot be planned; undefined where it can, or where other checks say what is wrong with it. */
function refusalOf(node: DesignNode, { ratePerSecond }: LoadStep): string | undefined {
  const { kind } = node;
  if (!isKindType(kind)) return undefined;
  if (kind === "httpSource") return "cannot be carried out: its events come from outside, as often as somebody posts. Plan the load of a producer.";
  if (kind === "schedule") return "cannot be carried out: a schedule goes off at set times and has no rate. Plan the load of a producer.";
  if (kindOf(kind).role !== "source") return "cannot be carried out: it emits nothing by itself. Plan the load of a producer before it.";
  const isTrace = kind === "producer" && ratePerSecond !== undefined && factsOf(node).problems.length === 0 && settingsOf(node, "producer").arrivals.process === "trace";
  return isTrace ? "cannot be carried out: a recorded trace has times of its own. Give a factor instead of a rate, and it is played faster or slower." : undefined;
}
