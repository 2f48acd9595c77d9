import { z } from "zod";
import { formatCount, formatRate, formatTime } from "../words/numbers.ts";
import { count, durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Lets events through at a rate, and holds the rest back (rule R3). */
export const throttle = defineKind({
  title: "Throttle",
  summary: "so many per time",
  help:
    "A token bucket: it holds as many tokens as the max and gets so many in each duration, evenly. An event takes a token to pass, and waits " +
    "in its turn while there is none; nothing is dropped. A bucket that is full lets a burst of the max through.",
  category: "processing",
  role: "stage",
  icon: "gauge",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    max: count({ title: "Max", help: "Events that may pass in each duration, and in one burst.", unit: "events" }, { min: 1, max: 1_000_000 }).default(10),
    durationMs: durationMs({ title: "Per", help: "The time in which so many tokens are added." }, { min: 1 }).default(1000),
  }),
  ports: () => [EVENT_IN, EVENT_OUT],
  detail: (settings) => `${formatCount(settings.max)} per ${formatTime(settings.durationMs)}`,
  gist: (settings) => `up to ${formatRate((settings.max * 1000) / settings.durationMs)}`,
});
