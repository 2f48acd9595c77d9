import { z } from "zod";
import { durationMs } from "./fields.ts";
import { defineKind, EVENT_IN } from "./kind.ts";

/** Keeps the events that nobody could process (rule Q3): a queue without consumers. */
export const deadLetter = defineKind({
  title: "Dead letter",
  summary: "keeps what failed",
  help:
    "A queue without consumers. Connect a queue's dead-letter port or a consumer's failed port to it; what lies here waits for a person. " +
    "Redrive, while a run is on, sends all of it over the redrive port: back to its queue, or to one for repaired events.",
  category: "operations",
  role: "terminal",
  icon: "archive-x",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    retentionMs: durationMs({ title: "Retention", help: "Events that have lain here for so long are dropped; without it they stay." }, { min: 1 }).optional(),
  }),
  ports: () => [EVENT_IN, { name: "redrive", direction: "out", type: "event", label: "redrive" }],
  detail: () => "",
  gist: () => "keeps what failed",
});
