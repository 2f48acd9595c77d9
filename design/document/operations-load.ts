import type { LoadStep } from "../load/planned-load.ts";
import type { DesignDiff } from "./diff.ts";
import { setScenario } from "./operations-document.ts";
import type { Design } from "./schema.ts";

/** Plans a change of a source's rate (rule P7); it comes last in the list. */
export function addLoadStep(design: Design, step: LoadStep): DesignDiff {
  return withLoad(design, [...loadIn(design), step]);
}

/** Changes the step at an index of the list; a property that is given as undefined is taken away. */
export function updateLoadStep(design: Design, index: number, change: { readonly [Key in keyof LoadStep]?: LoadStep[Key] | undefined }): DesignDiff {
  return withLoad(design, loadIn(design).map((step, at) => (at === index ? withoutUndefined({ ...step, ...change }) : step)));
}

/** Takes the step at an index out of the plan, and with the last one the scenario, when no experiment is in it. */
export function removeLoadStep(design: Design, index: number): DesignDiff {
  return withLoad(design, loadIn(design).filter((_, at) => at !== index));
}

function loadIn({ scenario }: Design): readonly LoadStep[] {
  return scenario?.load ?? [];
}

function withLoad(design: Design, load: LoadStep[]): DesignDiff {
  const { load: _, ...rest } = design.scenario ?? {};
  const scenario = load.length > 0 ? { ...rest, load } : rest;
  return setScenario(design, Object.keys(scenario).length > 0 ? scenario : undefined);
}

function withoutUndefined(step: { readonly [Key in keyof LoadStep]: LoadStep[Key] | undefined }): LoadStep {
  return Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)) as LoadStep;
}
