import { z } from "zod";
import { formatCount } from "../words/numbers.ts";
import { count, durationMs, urlPath } from "./fields.ts";
import { defineKind, EVENT_IN } from "./kind.ts";

/** Pushes events to WebSocket clients (rule S3). */
export const webSocketGateway = defineKind({
  title: "WebSocket gateway",
  summary: "pushes to clients",
  help:
    "In a live run it is a real WebSocket endpoint on this machine, at an address with a token that the run shows. Each event is pushed to every " +
    "client that is connected, and is then delivered. A client that reads too slowly is dropped. Simulated clients cost the push time each.",
  category: "outputs",
  role: "consumer",
  icon: "cable",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    path: urlPath({ title: "Path", help: "Where clients connect, for example /prices." }).default("/events"),
    simulatedClients: count({ title: "Simulated clients", help: "Clients that are not there, but whose pushes take their time." }, { min: 0, max: 1_000_000 }).default(0),
    pushMs: durationMs({ title: "Push time", help: "How long a push to one simulated client takes; one follows the other." }, { max: 60_000 }).default(0.05),
  }),
  ports: () => [EVENT_IN],
  detail: () => "",
  gist: (settings) => `${settings.path} · ${settings.simulatedClients === 0 ? "real clients" : `${formatCount(settings.simulatedClients)} simulated clients`}`,
});
