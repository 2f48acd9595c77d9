import { z } from "zod";
import { EXPERIMENTS, type ExperimentType } from "../../design/chaos/catalogue.ts";
import type { ExperimentDefinition } from "../../design/chaos/experiment.ts";
import { durationMs, flag } from "../../design/kinds/fields.ts";
import { chaosWords } from "../words/chaos.ts";

/** The duration field of an experiment; none for what happens at one moment. */
export function durationField(type: ExperimentType): { durationMs?: z.ZodType } {
  const { lasts }: ExperimentDefinition = EXPERIMENTS[type];
  const field = durationMs(chaosWords.duration, { min: 1 });
  if (lasts === "never") return {};
  return { durationMs: lasts === "optional" ? field.optional() : field.default(lasts) };
}

/** What is set of an experiment: how long, then its parameters. */
export function parametersSchema(type: ExperimentType): z.ZodObject {
  return z.strictObject({ ...durationField(type), ...EXPERIMENTS[type].parameters.shape });
}

/** The same of one that is planned: when, and what is expected of it. */
export function plannedSchema(type: ExperimentType): z.ZodObject {
  return z.strictObject({
    atMs: durationMs(chaosWords.at),
    ...parametersSchema(type).shape,
    text: z.string().max(2000).meta(chaosWords.hypothesis).optional(),
    holds: flag(chaosWords.holds).default(false),
    recoversWithinMs: durationMs(chaosWords.recovers).optional(),
  });
}
