import { z } from "zod";
import { formatCount, formatTime } from "../words/numbers.ts";
import { cel, choice, count, durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT, type SettingsProblem } from "./kind.ts";

/** Most windows that one event may be in. */
const MOST_OVERLAPPING = 1000;

const windowSchema = z.strictObject({
  type: choice(["tumbling", "sliding"], { title: "Windows", help: "Tumbling windows follow each other, sliding ones overlap." }).default("tumbling"),
  count: count({ title: "Count", help: "Events in a window.", unit: "events" }, { min: 1, max: 10_000 }).optional(),
  durationMs: durationMs({ title: "Length", help: "How long a window is. With a count as well, it ends with whichever comes first." }, { min: 1 }).optional(),
  slideMs: durationMs({ title: "Every", help: "A sliding window of time begins so often." }, { min: 1 }).optional(),
  slideCount: count({ title: "Every so many", help: "A sliding window by count begins with every so many events; 1 without it.", unit: "events" }, { min: 1, max: 10_000 }).optional(),
  time: choice(["emitted", "born"], {
    title: "Time",
    help: "What decides to which window an event belongs: when it was emitted to the aggregator, or when its source emitted it.",
  }).default("emitted"),
  graceMs: durationMs({ title: "Grace", help: "How long a window of time waits after its end for events that are under way; what comes later is late." }).default(250),
});

export type WindowSettings = z.output<typeof windowSchema>;

/** Makes one event of all those in a window (rule R2). */
export const aggregator = defineKind({
  title: "Aggregator",
  summary: "many become one",
  help:
    "Collects events in windows, per key, and emits one event for each: the list of their data, or what the emit expression makes of them. " +
    "What belongs to a window that has ended leaves by the late port, or is dropped as late where that is not connected. Held events stay in a queue.",
  category: "processing",
  role: "stage",
  icon: "combine",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    window: windowSchema.meta({ title: "Window", help: "By count, by time, or by whichever comes first." }).default({ type: "tumbling", count: 10, time: "emitted", graceMs: 250 }),
    by: cel({ title: "By", help: "CEL expression: each of its values has windows of its own, for example event.key." }).optional(),
    emit: cel({
      title: "Emit",
      help: 'CEL expression over events, the list of a window, and key: for example {"key": key, "total": events.map(e, e.data.total).sum()}. Its value is the new data.',
      variables: "window",
    }).optional(),
  }),
  ports: () => [EVENT_IN, EVENT_OUT, { name: "late", direction: "out", type: "event", label: "came too late" }],
  check: ({ window }) => checkWindow(window),
  detail: ({ window }) => window.type,
  gist: ({ window, by }) => {
    const length = [window.count === undefined ? "" : formatCount(window.count), window.durationMs === undefined ? "" : formatTime(window.durationMs)].filter((part) => part !== "");
    return `windows of ${length.join(" or ")}${by === undefined ? "" : ` by ${by}`}`;
  },
});

function checkWindow({ type, count: most, durationMs: length, slideMs, slideCount }: WindowSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const refuse = (path: string, message: string): void => void problems.push({ severity: "error", path: ["window", path], message });
  if (most === undefined && length === undefined) refuse("count", "A window needs a count or a length, or it never ends.");
  if (type === "tumbling") {
    if (slideMs !== undefined) refuse("slideMs", "Only sliding windows slide: choose them, or take the slide away.");
    if (slideCount !== undefined) refuse("slideCount", "Only sliding windows slide: choose them, or take the slide away.");
    return problems;
  }
  if (most !== undefined && length !== undefined) refuse("count", "A sliding window goes by count or by time, not both. Take one away.");
  else if (length !== undefined) {
    if (slideCount !== undefined) refuse("slideCount", "A window of time slides by time: set how often instead.");
    if (slideMs === undefined) refuse("slideMs", "A sliding window of time needs to know how often one begins.");
    else if (slideMs > length) refuse("slideMs", "The slide is longer than the window: events between two windows would be in none.");
    else if (length / slideMs > MOST_OVERLAPPING) refuse("slideMs", `Each event would be in more than ${MOST_OVERLAPPING} windows; make the slide longer.`);
  } else if (most !== undefined) {
    if (slideMs !== undefined) refuse("slideMs", "A window by count slides by count: set every how many instead.");
    if (slideCount !== undefined && slideCount > most) refuse("slideCount", "The slide is longer than the window: events between two windows would be in none.");
  }
  return problems;
}
