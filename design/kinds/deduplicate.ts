import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { cel, durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Lets the first of equal events through (rule R3). */
export const deduplicate = defineKind({
  title: "Deduplicate",
  summary: "passes each one once",
  help:
    "The first event with a value passes and opens a window; others with the same value count as deduplicated until it is over, counted from " +
    "when they were emitted. What it has seen is remembered in Redis, so that a process that dies forgets nothing.",
  category: "processing",
  role: "stage",
  icon: "copy",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    by: cel({ title: "By", help: "CEL expression: events for which it has the same value are equal." }).default("event.key"),
    windowMs: durationMs({ title: "Window", help: "How long the first event of a value keeps others out. SQS has five minutes." }, { min: 1 }).default(300_000),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `once per ${settings.by}`,
});
