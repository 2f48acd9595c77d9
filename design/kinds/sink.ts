import { z } from "zod";
import { defineKind, EVENT_IN } from "./kind.ts";

/** The end of a path; counts what was delivered (rule S4). */
export const sink = defineKind({
  title: "Sink",
  summary: "end of a path",
  help: "Events that arrive here are delivered. The sink shows how many there were and how long they took from the producer to here.",
  category: "outputs",
  role: "terminal",
  icon: "arrow-down-to-line",
  version: 1,
  migrations: [],
  settings: z.strictObject({}),
  ports: () => [EVENT_IN],
  detail: () => "",
  gist: () => "counts what arrives",
});
