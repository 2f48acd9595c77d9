import { z } from "zod";
import { condition } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Passes events that meet a condition (rule R1). */
export const filter = defineKind({
  title: "Filter",
  summary: "passes what matches",
  help:
    "Events that meet the condition pass; the others leave by the rejected port, or count as filtered where that is not connected. " +
    "It runs in the emitter's own step, so it costs no broker hop.",
  category: "processing",
  role: "inline",
  icon: "filter",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    when: condition({ title: "When", help: "CEL condition, for example event.data.country == \"DE\"." }).default("true"),
  }),
  ports: () => [EVENT_IN, EVENT_OUT, { name: "rejected", direction: "out", type: "event", label: "does not match" }],
  detail: () => "condition",
  gist: (settings) => settings.when,
});
