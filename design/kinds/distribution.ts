import { z } from "zod";
import { durationMs } from "./fields.ts";

const meanMs = durationMs({ title: "Mean", help: "The average time." });
const shapeOf = (help: string, title: string, max: number) => z.number().positive().max(max).meta({ title, help });

/**
 * A distribution of times in ms. The mean is what it says for every shape, so that switching the shape keeps
 * the load: a lognormal or gamma is set by mean and coefficient of variation, a Pareto by mean and shape.
 */
export const distributionSchema = z.discriminatedUnion("distribution", [
  z.strictObject({ distribution: z.literal("constant"), meanMs }),
  z.strictObject({ distribution: z.literal("exponential"), meanMs }),
  z
    .strictObject({
      distribution: z.literal("uniform"),
      minMs: durationMs({ title: "Shortest", help: "The shortest time." }),
      maxMs: durationMs({ title: "Longest", help: "The longest time." }),
    })
    .refine((value) => value.minMs <= value.maxMs, { message: "The shortest time must not exceed the longest.", path: ["minMs"] }),
  z.strictObject({
    distribution: z.literal("lognormal"),
    meanMs,
    cv: shapeOf("Standard deviation divided by the mean.", "Coefficient of variation", 100).default(1),
  }),
  z.strictObject({
    distribution: z.literal("gamma"),
    meanMs,
    cv: shapeOf("Standard deviation divided by the mean.", "Coefficient of variation", 100).default(1),
  }),
  z.strictObject({
    distribution: z.literal("pareto"),
    meanMs,
    shape: z.number().gt(1).max(1000).meta({ title: "Shape", help: "Above 1; the smaller, the heavier the tail." }).default(2.5),
  }),
  z.strictObject({
    distribution: z.literal("empirical"),
    valuesMs: z
      .array(durationMs({ title: "Value", help: "A measured time." }))
      .min(1)
      .max(100_000)
      .meta({ title: "Measured values", help: "Drawn from with equal weight.", editor: "list" }),
  }),
]);

export type Distribution = z.output<typeof distributionSchema>;

/** Mean of a distribution in ms. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.distribution) {
    case "uniform":
      return (distribution.minMs + distribution.maxMs) / 2;
    case "empirical":
      return distribution.valuesMs.reduce((sum, value) => sum + value, 0) / distribution.valuesMs.length;
    default:
      return distribution.meanMs;
  }
}
