import type { z } from "zod";
import type { Design } from "../document/schema.ts";

/** An experiment as it is written in a scenario (rule O4). */
export type ChaosRecord = NonNullable<NonNullable<Design["scenario"]>["chaos"]>[number];

/** What an experiment is done to. */
export type ChaosTarget = { readonly node: string } | { readonly edge: string } | { readonly zone: string } | { readonly redis: true };

/** What sort of target an experiment takes; those of nodes are kinds or groups of kinds. A channel is a queue, a topic, an exchange, or an edge that events are emitted over. */
export type TargetType = "consumer" | "source" | "topic" | "store" | "queue" | "channel" | "zone" | "redis";

/** What an experiment is, for people and for checks; what carries it out is in `engine/`. */
export interface ExperimentDefinition<Parameters extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  /** One line that says what it does, for menus. */
  readonly summary: string;
  /** A few sentences: what really happens in a live run, what a forecast makes of it, how it ends. */
  readonly help: string;
  readonly target: TargetType;
  /**
   * How long it lasts where no duration is written, ms of design time; `never` for what happens at one moment, `optional` for what does so
   * unless it is given one.
   */
  readonly lasts: number | "never" | "optional";
  readonly parameters: Parameters;
  /** What heals it, and by which rule: a sentence for the report. */
  readonly healedBy: string;
}

/** Keeps the parameters' type while it is checked against {@link ExperimentDefinition}. */
export function defineExperiment<Parameters extends z.ZodObject>(definition: ExperimentDefinition<Parameters>): ExperimentDefinition<Parameters> {
  return definition;
}
