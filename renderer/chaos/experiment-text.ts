import { EXPERIMENTS, isExperimentType } from "../../design/chaos/catalogue.ts";
import type { ChaosTarget } from "../../design/chaos/experiment.ts";
import { targetName } from "../../design/chaos/resolve.ts";
import type { Design } from "../../design/document/schema.ts";

/** What an experiment is called: `Kill zone`, or its name in the file where nobody knows it. */
export function titleOf(experiment: string): string {
  return isExperimentType(experiment) ? EXPERIMENTS[experiment].title : experiment;
}

/** The same with what it is done to: `Kill zone (East)`. */
export function experimentText(design: Design, experiment: string, target: unknown): string {
  return `${titleOf(experiment)} (${nameOfTarget(design, target)})`;
}

/** What a written target is called; its own text where it is none. */
export function nameOfTarget(design: Design, target: unknown): string {
  const isTarget = typeof target === "object" && target !== null && ("node" in target || "edge" in target || "zone" in target || "redis" in target);
  return isTarget ? targetName(design, target as ChaosTarget) : JSON.stringify(target);
}

/** Tells targets apart. */
export function targetKey(target: unknown): string {
  return JSON.stringify(target);
}
