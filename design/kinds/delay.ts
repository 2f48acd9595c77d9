import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Holds each event for the same time (rule R3). */
export const delay = defineKind({
  title: "Delay",
  summary: "holds each for a time",
  help:
    "Every event leaves so long after it was emitted to the delay, however many there are. Held events stay in a queue of their own, so that " +
    "a process that dies loses none.",
  category: "processing",
  role: "stage",
  icon: "hourglass",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    delayMs: durationMs({ title: "Delay", help: "How long each event is held." }).default(1000),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: (settings) => formatTime(settings.delayMs),
  gist: (settings) => `holds each for ${formatTime(settings.delayMs)}`,
});
