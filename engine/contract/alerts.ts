import { z } from "zod";

const n = z.number();

/** What an alert saw when it fired, in the metric's unit (rule O6). */
export const alertWhySchema = z.object({
  /** The node that was looked at; absent for an SLO. */
  node: z.string().optional(),
  /** Of that node; an SLO's own metric otherwise. */
  metric: z.string(),
  value: n,
  /** What it went below, or above: a limit, or the ends of the band. */
  low: n.optional(),
  high: n.optional(),
  /** All of it in a sentence, with units: `depth of Inbox 120, above 50 for 2 s`. */
  text: z.string(),
});
export type AlertWhy = z.output<typeof alertWhySchema>;

/** What became of one action. */
export const alertActionStateSchema = z.object({
  /** Its name in files, such as `scale`. */
  action: z.enum(["scale", "restart", "openBreaker", "shed", "notify"]),
  /** What it is to do: `scale Billing by +2, at most 10`. */
  what: z.string(),
  /** `begun` until it is known; `refused` where this machine does not allow it; `unchanged` where there was nothing to do. */
  result: z.enum(["begun", "done", "unchanged", "refused", "failed"]),
  /** What was done, or why it was not: `2 → 4 replicas`. */
  note: z.string().optional(),
  /** When what it did is undone; absent where that stays, or happens at one moment. */
  untilMs: n.optional(),
  /** Whether that has happened. */
  undone: z.boolean().optional(),
});
export type AlertActionState = z.output<typeof alertActionStateSchema>;

/** One line of the log: an alert fired, or goes on after its cooldown, and what was done about it. Times are design time, ms. */
export const alertRecordSchema = z.object({
  /** Counts the lines of a run, from 1. */
  seq: n,
  /** Id of the alert. */
  alert: z.string(),
  name: z.string(),
  atMs: n,
  why: alertWhySchema,
  /** In how many lines before it, since it began to fire, its actions were taken already. */
  again: n,
  actions: z.array(alertActionStateSchema),
  /** When it was over; null while it goes on, or went on until the run's end. */
  resolvedMs: n.nullable(),
  /** A level that has lasted is the new normal of a band. */
  resolvedBy: z.enum(["back", "new-normal", "changed"]).optional(),
});
export type AlertRecord = z.output<typeof alertRecordSchema>;

/** Where an alert stands: in every frame of a run whose design has some. */
export const alertStandingSchema = z.object({
  alert: z.string(),
  /** `learning`: its band is not known yet. `pending`: it holds, but not for long enough, or within the cooldown. */
  phase: z.enum(["off", "learning", "inactive", "pending", "firing"]),
  /** Since when it is in that phase. */
  sinceMs: n,
  /** What it sees, in the metric's unit; null while nothing was measured. */
  value: n.nullable(),
  /** The limit, or the ends of the band. */
  low: n.optional(),
  high: n.optional(),
});
export type AlertStanding = z.output<typeof alertStandingSchema>;
