import { z } from "zod";
import { formatRate } from "../words/numbers.ts";
import { count, durationMs, ratePerSecond, urlPath } from "./fields.ts";
import { defineKind, EVENT_OUT } from "./kind.ts";

/** A real HTTP endpoint whose POSTs become events (rule P6). */
export const httpSource = defineKind({
  title: "HTTP source",
  summary: "a POST becomes an event",
  help:
    "In a live run it listens on this machine alone, at an address with a token that the run shows: each POST of JSON, a CloudEvent or text " +
    "becomes an event and is answered with its id. In a forecast nobody posts, and events come at the expected rate, as a Poisson process.",
  category: "sources",
  role: "source",
  icon: "globe",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    path: urlPath({ title: "Path", help: "Where it listens, for example /orders." }).default("/events"),
    eventType: z.string().min(1).max(200).meta({ title: "Event type", help: "The CloudEvents type of each event that does not bring its own." }).default("event"),
    limitPerSecond: ratePerSecond({ title: "Limit", help: "More requests than this are answered with 429, Too Many Requests." }).optional(),
    expectedPerSecond: ratePerSecond({ title: "Expected rate", help: "Forecasts only: how many events come on average." }).default(10),
    limit: z
      .strictObject({
        count: count({ title: "Events", help: "Take no more after so many events.", unit: "events" }, { min: 0, max: 1_000_000_000 }).optional(),
        durationMs: durationMs({ title: "Duration", help: "Take no more after this time." }).optional(),
      })
      .meta({ title: "Stop after", help: "Without a limit it listens until the run ends." })
      .optional(),
  }),
  ports: () => [EVENT_OUT],
  check: ({ limitPerSecond, expectedPerSecond }) => [
    ...(limitPerSecond === 0 ? [{ severity: "error" as const, path: ["limitPerSecond"], message: "A limit of 0 lets nothing in: remove it, or raise it." }] : []),
    ...(limitPerSecond !== undefined && limitPerSecond > 0 && expectedPerSecond > limitPerSecond
      ? [{ severity: "warning" as const, path: ["expectedPerSecond"], message: "More is expected than the limit lets in: a forecast takes the limit." }]
      : []),
  ],
  detail: () => "",
  gist: (settings) =>
    `POST ${settings.path} · ${settings.limitPerSecond === undefined ? `${formatRate(settings.expectedPerSecond)} expected` : `up to ${formatRate(settings.limitPerSecond)}`}`,
});
