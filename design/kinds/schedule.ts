import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { count, durationMs } from "./fields.ts";
import { defineKind, EVENT_OUT } from "./kind.ts";

/** Emits an event at set times (rule P6). */
export const schedule = defineKind({
  title: "Schedule",
  summary: "emits at set times",
  help:
    "A cron expression (minute, hour, day of month, month, day of week; with seconds before them if there are six) or an interval. A live run " +
    "uses a BullMQ Job Scheduler and begins at the present date; a forecast begins at 1 January 2024, or at the date given under starts at.",
  category: "sources",
  role: "source",
  icon: "calendar-clock",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    cron: z.string().min(1).max(200).meta({ title: "Cron", help: "For example 0 9 * * 1-5: at nine, from Monday to Friday." }).optional(),
    everyMs: durationMs({ title: "Every", help: "The same time between events; the first after one of it." }, { min: 1 }).optional(),
    timezone: z.string().min(1).max(100).meta({ title: "Time zone", help: "What cron means by hours, for example Europe/Berlin." }).default("UTC"),
    startsAt: z.iso.datetime({ offset: true }).meta({ title: "Starts at", help: "The date at which a run is meant to begin, for example 2026-03-01T08:59:50Z." }).optional(),
    eventType: z.string().min(1).max(200).meta({ title: "Event type", help: "The CloudEvents type of each event." }).default("event"),
    payload: z
      .json()
      .meta({ title: "Payload", help: "A JSON template. {{seq}}, {{int 1 100}}, {{number 0 1}}, {{pick red green}}, {{uuid}} and {{time}} are filled in.", editor: "json" })
      .optional(),
    limit: z
      .strictObject({
        count: count({ title: "Events", help: "Stop after so many events.", unit: "events" }, { min: 0, max: 1_000_000_000 }).optional(),
        durationMs: durationMs({ title: "Duration", help: "Stop after this time." }).optional(),
      })
      .meta({ title: "Stop after", help: "Without a limit it goes on until the run ends." })
      .optional(),
  }),
  ports: () => [EVENT_OUT],
  check({ cron, everyMs, timezone }) {
    if (cron !== undefined && everyMs !== undefined) return [{ severity: "error", path: ["everyMs"], message: "Cron and every exclude each other: keep one of them." }];
    if (cron === undefined && everyMs === undefined) return [{ severity: "error", path: ["cron"], message: "A schedule needs a cron expression or an interval." }];
    if (cron !== undefined && !/^(\S+\s+){4,5}\S+$|^@\w+$/.test(cron.trim())) return [{ severity: "error", path: ["cron"], message: `"${cron}" is no cron expression: it has five fields, or six with seconds first.` }];
    if (!isTimeZone(timezone)) return [{ severity: "error", path: ["timezone"], message: `There is no time zone "${timezone}". Name one like Europe/Berlin, or UTC.` }];
    return [];
  },
  detail: () => "",
  gist: ({ cron, everyMs, timezone }) => {
    if (cron !== undefined) return timezone === "UTC" ? cron : `${cron} in ${timezone}`;
    return everyMs === undefined ? "no times yet" : `every ${formatTime(everyMs)}`;
  },
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
