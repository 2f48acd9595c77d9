import { z } from "zod";
import { defineKind, EVENT_IN } from "./kind.ts";

/** Keeps the events that nobody could process (rule Q3): a queue without consumers. */
export const deadLetter = defineKind({
  title: "Dead letter",
  summary: "keeps what failed",
  help: "A queue without consumers. Connect a queue's dead-letter port or a consumer's failed port to it; what lies here waits for a person.",
  category: "operations",
  role: "terminal",
  icon: "archive-x",
  version: 1,
  migrations: [],
  settings: z.strictObject({}),
  ports: () => [EVENT_IN],
});
