import { z } from "zod";
import { cel } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Makes one event of each element of a list (rule R1). */
export const splitter = defineKind({
  title: "Splitter",
  summary: "a list becomes events",
  help:
    "The CEL expression gives a list, and each of its elements becomes the data of an event of its own. An empty list leaves nothing: the event " +
    "counts as consumed. What is no list, or has more than 10,000 elements, is dropped as expression. It runs in the emitter's own step.",
  category: "processing",
  role: "inline",
  icon: "ungroup",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    expression: cel({ title: "List", help: "CEL expression whose value is a list, for example event.data.items." }).default("event.data.items"),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: () => "list",
  gist: (settings) => settings.expression,
});
