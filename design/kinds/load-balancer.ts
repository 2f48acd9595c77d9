import { z } from "zod";
import { formatTime } from "../words/numbers.ts";
import { choice, count, durationMs } from "./fields.ts";
import { CALL_IN, defineKind, EVENT_IN, EVENT_OUT, type SettingsProblem } from "./kind.ts";

export const STRATEGIES = ["round-robin", "random", "weighted", "least-connections", "shortest-queue", "consistent-hash"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What an edge to a target says. */
export const targetSettingsSchema = z.strictObject({
  weight: z
    .number()
    .min(0)
    .max(1000)
    .meta({ title: "Weight", help: "Share of the events or calls that it gets (weighted), or of the ring (consistent hash), relative to the others." })
    .default(1),
});

/** Sends each event, or each call, to one of several targets (rule R5). */
export const loadBalancer = defineKind({
  title: "Load balancer",
  summary: "one of several targets",
  help:
    "Events that come in go out over one of its out edges, in the emitter's own step; calls go on to one of its targets. Targets that fail their " +
    "health checks leave until they pass them again; when all fail, all are used, rather than none.",
  category: "processing",
  role: "inline",
  icon: "scale",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    strategy: choice(STRATEGIES, {
      title: "Strategy",
      help: "In turn, at random, by weight, where the fewest are open, where the fewest wait or are served, or always the same target for a key.",
    }).default("round-robin"),
    healthCheck: z
      .strictObject({
        everyMs: durationMs({ title: "Every", help: "Time between two checks of a target." }, { min: 1 }).default(10_000),
        unhealthyAfter: count({ title: "Unhealthy after", help: "Failed checks in a row after which a target leaves." }, { min: 1, max: 1000 }).default(3),
        healthyAfter: count({ title: "Healthy after", help: "Good checks in a row after which it returns." }, { min: 1, max: 1000 }).default(2),
      })
      .meta({ title: "Health check", help: "Without it every target is used, whatever its state." })
      .optional(),
  }),
  ports: () => [EVENT_IN, CALL_IN, EVENT_OUT, { name: "target", direction: "out", type: "call", label: "calls one of these" }],
  edges: (port) => (port === "out" || port === "target" ? targetSettingsSchema : undefined),
  checkEdges: (settings, outs) => ["out", "target"].flatMap((port) => weightProblems(settings.strategy, port, outs(port))),
  detail: () => "",
  gist: (settings) => `${settings.strategy.replace("-", " ")}${settings.healthCheck ? ` · checks each ${formatTime(settings.healthCheck.everyMs)}` : ""}`,
});

function weightProblems(strategy: Strategy, port: string, edges: readonly Readonly<Record<string, unknown>>[]): SettingsProblem[] {
  if (strategy !== "weighted" && strategy !== "consistent-hash") return [];
  if (edges.length === 0 || edges.some(({ weight }) => weight !== 0)) return [];
  return [{ severity: "error", path: ["strategy"], message: `The weights of all its ${port} edges are 0: nothing would get anything. Give one of them a weight.` }];
}
