import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { cel, durationMs } from "./fields.ts";
import { defineKind, EVENT_OUT } from "./kind.ts";

/** Puts two events with one key together (rule R2). */
export const join = defineKind({
  title: "Join",
  summary: "pairs left and right",
  help:
    "An event from the left and one from the right with the same key become one, whose data is {left, right}: each is joined once, the oldest " +
    "first. What finds no partner within the window leaves by the late port, or is dropped as unmatched where that is not connected.",
  category: "processing",
  role: "stage",
  icon: "merge",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    by: cel({ title: "By", help: "CEL expression: events for which it has the same value belong together." }).default("event.key"),
    windowMs: durationMs({ title: "Window", help: "How long an event waits for its partner." }, { min: 1 }).default(10_000),
  }),
  ports: () => [
    { name: "left", direction: "in", type: "event", label: "left events in" },
    { name: "right", direction: "in", type: "event", label: "right events in" },
    EVENT_OUT,
    { name: "late", direction: "out", type: "event", label: "found no partner" },
  ],
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `pairs by ${settings.by}`,
});
