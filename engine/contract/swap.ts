import { z } from "zod";
import { SEMANTICS } from "../../design/swap/swap-channel.ts";
import { statsSchema } from "./stats.ts";

const n = z.number();

/** How well the order of each key was kept, over all consumers of a channel. */
export const orderReportSchema = z.object({
  /** Events with a key that were completed. */
  completed: n,
  /** Those that completed after a later one of the same key. */
  violations: n,
  keys: n,
  keysBroken: n,
  worstKey: z.object({ key: z.string(), violations: n }).nullable(),
});
export type OrderReport = z.output<typeof orderReportSchema>;

/** What the same seed and load did with other semantics in place of a channel. Times in ms. */
export const swapOutcomeSchema = z.object({
  semantics: z.enum(SEMANTICS),
  /** Why it could not run; everything below is missing then. */
  refused: z.string().nullable(),
  /** Titles of the channel's settings that these semantics know nothing of. */
  leftOut: z.array(z.string()),
  /** Names of the producers whose priority was left out, because nothing here could respect it. */
  withoutPriority: z.array(z.string()),
  result: z
    .object({
      order: orderReportSchema,
      produced: n,
      delivered: n,
      /** Copies that the broker made for further readers. */
      copies: n,
      duplicated: n,
      lost: n,
      deadLettered: n,
      failed: n,
      /** At the channel's consumers: of the worst of them. */
      waitMs: statsSchema,
      endToEndMs: statsSchema,
      unstable: z.array(z.string()),
    })
    .nullable(),
});
export type SwapOutcome = z.output<typeof swapOutcomeSchema>;
