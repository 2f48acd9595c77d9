import { z } from "zod";

/** Summary of a histogram of times in ms of design time. All 0 when `count` is 0. */
export const statsSchema = z.object({
  count: z.number(),
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  /** Half width of the 95 % confidence interval of the mean (batch means); absent when the run is too short to tell. */
  ci95: z.number().optional(),
});
export type Stats = z.output<typeof statsSchema>;

/** The summary of nothing. */
export const NO_STATS: Stats = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
