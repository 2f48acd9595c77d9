import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { cel, durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Lets the last event of a burst through (rule R3). */
export const debounce = defineKind({
  title: "Debounce",
  summary: "the last of a burst",
  help:
    "An event is held until nothing has come for the window; then it passes. One that comes before that takes its place, and the earlier one " +
    "is absorbed. Events that never pause never pass. With a key, each key has its own bursts.",
  category: "processing",
  role: "stage",
  icon: "timer",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    windowMs: durationMs({ title: "Quiet for", help: "How long nothing may come before the last event passes." }, { min: 1 }).default(1000),
    by: cel({ title: "By", help: "CEL expression: each of its values has bursts of its own, for example event.key. Without it all events are one." }).optional(),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `the last before ${formatTime(settings.windowMs)} of quiet${settings.by === undefined ? "" : ` by ${settings.by}`}`,
});
