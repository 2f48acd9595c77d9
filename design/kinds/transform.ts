import { z } from "zod";
import { cel } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Gives each event new data (rule R1). */
export const transform = defineKind({
  title: "Transform",
  summary: "makes new data of it",
  help:
    "The value of the CEL expression becomes the event's data; key, priority and headers stay. An event for which it has no value, such as one " +
    "without a field that it asks for, is dropped as expression. It runs in the emitter's own step, so it costs no broker hop.",
  category: "processing",
  role: "inline",
  icon: "shuffle",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    expression: cel({ title: "Expression", help: 'CEL expression whose value is the new data, for example {"total": event.data.total * 1.19}.' }).default("event.data"),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: () => "expression",
  gist: (settings) => settings.expression,
});
