import type { ChaosTarget } from "../chaos/experiment.ts";
import { targetName } from "../chaos/resolve.ts";
import { displayName } from "../document/display-name.ts";
import type { Design } from "../document/schema.ts";
import type { LoadStep } from "../load/planned-load.ts";
import { formatRate, formatTyped } from "../words/numbers.ts";
import { formatDuration } from "../words/time-units.ts";

type Experiment = NonNullable<NonNullable<Design["scenario"]>["chaos"]>[number];

/** A scenario's load steps and chaos experiments, a line each, in the order of their times. */
export function scenarioLines(design: Design): string[] {
  const { scenario, nodes } = design;
  const nameOf = (id: string): string => displayName(nodes.find((node) => node.id === id) ?? { id });
  const load = (scenario?.load ?? []).map((step) => ({ atMs: step.atMs, line: `at ${formatDuration(step.atMs)}: ${loadWords(step, nameOf)}` }));
  const chaos = (scenario?.chaos ?? []).map((experiment) => ({ atMs: experiment.atMs, line: chaosLine(design, experiment) }));
  return [...load, ...chaos].toSorted((a, b) => a.atMs - b.atMs).map(({ line }) => line);
}

/** `Orders at 2 times its rate for 5 s`. */
export function loadWords({ node, rateFactor, ratePerSecond, durationMs, shape }: LoadStep, nameOf: (id: string) => string): string {
  const rate = ratePerSecond === undefined ? `${formatTyped(rateFactor ?? 1)} times its rate` : formatRate(ratePerSecond);
  if (shape !== "ramp") return `${nameOf(node)} at ${rate}${lasting(durationMs)}`;
  return `${nameOf(node)} goes to ${rate}${durationMs === undefined ? "" : ` within ${formatDuration(durationMs)}`}`;
}

/** `at 10 s: kill-zone on West for 5 s`. */
function chaosLine(design: Design, { atMs, experiment, target, durationMs, parameters, hypothesis }: Experiment): string {
  const given = Object.keys(parameters ?? {}).length === 0 ? "" : ` with ${JSON.stringify(parameters)}`;
  const said = typeof hypothesis === "object" ? JSON.stringify(hypothesis) : hypothesis;
  return `at ${formatDuration(atMs)}: ${experiment} on ${targetWords(design, target)}${given}${lasting(durationMs)}${said ? ` (${said})` : ""}`;
}

/** Its name; a target that is none is told as it is written. */
function targetWords(design: Design, target: Experiment["target"]): string {
  const isTarget = typeof target === "object" && target !== null && ("node" in target || "edge" in target || "zone" in target || "redis" in target);
  return isTarget ? targetName(design, target as unknown as ChaosTarget) : JSON.stringify(target);
}

function lasting(durationMs: number | undefined): string {
  return durationMs === undefined ? "" : ` for ${formatDuration(durationMs)}`;
}
