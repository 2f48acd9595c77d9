import type { ChaosRecord } from "../chaos/experiment.ts";
import type { DesignDiff } from "./diff.ts";
import { Fresh } from "./fresh.ts";
import { setScenario } from "./operations-document.ts";
import type { Design } from "./schema.ts";

/** Plans an experiment (rule O4); it comes last in the list. */
export function addExperiment(design: Design, record: Omit<ChaosRecord, "id">): DesignDiff {
  return withChaos(design, [...chaosIn(design), { id: new Fresh(design).idFor("experiment"), ...record }]);
}

/** Changes an experiment; a property that is given as undefined is taken away. */
export function updateExperiment(design: Design, { id, ...change }: { readonly id: string } & { readonly [Key in keyof ChaosRecord]?: ChaosRecord[Key] | undefined }): DesignDiff {
  return withChaos(design, chaosIn(design).map((record) => (record.id === id ? withoutUndefined({ ...record, ...change }) : record)));
}

/** Takes an experiment out of the plan, and with the last one the scenario, when no load is in it. */
export function removeExperiment(design: Design, id: string): DesignDiff {
  return withChaos(design, chaosIn(design).filter((record) => record.id !== id));
}

function chaosIn({ scenario }: Design): readonly ChaosRecord[] {
  return scenario?.chaos ?? [];
}

function withChaos(design: Design, chaos: ChaosRecord[]): DesignDiff {
  const { chaos: _, ...rest } = design.scenario ?? {};
  const scenario = chaos.length > 0 ? { ...rest, chaos } : rest;
  return setScenario(design, Object.keys(scenario).length > 0 ? scenario : undefined);
}

function withoutUndefined(record: { readonly [Key in keyof ChaosRecord]: ChaosRecord[Key] | undefined }): ChaosRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as ChaosRecord;
}
