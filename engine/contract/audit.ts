import { z } from "zod";

const n = z.number().int();

/** Events by id and by the place that they were on their way to: the first 1,000 of `count`. */
const foundSchema = z.object({ count: n, ids: z.array(z.object({ id: z.string(), place: z.string() })) });

/**
 * What a run in audit mode found by id (rule E4), from records that Redis wrote in the steps that did what they tell of. An event in a topic is one for
 * each group that reads it.
 */
export const auditReportSchema = z.object({
  /** Events of sources and, with ids of their own, in channels. */
  born: n,
  ended: n,
  /** In channels, slots and dead letters at the end. */
  inFlight: n,
  /** Whoever made them says that they are there, and Redis has neither them nor their end. */
  lost: foundSchema,
  /** They ended or lie there more often than anyone made them. */
  duplicated: foundSchema,
  /** Second children of events that were executed again, recognised by their ids and left out (rule E2). */
  recognised: n,
  /** Deliveries from queues that were cut short, and made again. */
  redelivered: n,
  /** Where the ledger, which counts by difference, says otherwise: empty when both agree. */
  differences: z.array(z.object({ place: z.string(), line: z.enum(["lost", "duplicated"]), ledger: n, audit: n })),
});
export type AuditReport = z.output<typeof auditReportSchema>;
