import { z } from "zod";
import { formatCount, formatShare, formatTime } from "../words/numbers.ts";
import { choice, count, durationMs, share } from "./fields.ts";
import { CALL_IN, defineKind } from "./kind.ts";

/** Stops calling what keeps failing (rule R4). The words and the rules are resilience4j's. */
export const circuitBreaker = defineKind({
  title: "Circuit breaker",
  summary: "stops calling what fails",
  help:
    "Calls go through it to its target. When too large a share of them has failed lately it opens: calls are refused at once, without " +
    "asking the target. After the open time a few probes are let through: they close it again, or open it anew. Each replica that calls has a state of its own, as with resilience4j.",
  category: "processing",
  role: "callee",
  icon: "shield-alert",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    failureRate: share({ title: "Opens at", help: "Share of the calls in the window that must have failed." }).default(0.5),
    window: choice(["time", "count"], { title: "Window", help: "Looks at the calls of the last time, or at the last calls." }).default("time"),
    windowMs: durationMs({ title: "Window length", help: "How far back a window of time looks, in steps of a second as resilience4j does." }, { min: 1 }).default(10_000),
    windowCalls: count({ title: "Window calls", help: "How many of the last calls a window of calls looks at." }, { min: 1, max: 100_000 }).default(100),
    minimumCalls: count({ title: "Minimum calls", help: "It stays closed while fewer calls than this are in the window." }, { min: 1, max: 100_000 }).default(10),
    openMs: durationMs({ title: "Open for", help: "How long it refuses calls before it lets probes through." }, { min: 1 }).default(60_000),
    halfOpenCalls: count({ title: "Probes", help: "Calls that are let through when half open; their failures decide." }, { min: 1, max: 10_000 }).default(3),
  }),
  ports: () => [CALL_IN, { name: "target", direction: "out", type: "call", label: "calls what it protects" }],
  check: (settings) => [
    ...(settings.failureRate === 0
      ? [{ severity: "error" as const, path: ["failureRate"], message: "A rate of 0 would open it at the first call, failed or not; choose more than 0 %." }]
      : []),
    ...(settings.window === "count" && settings.minimumCalls > settings.windowCalls
      ? [{ severity: "warning" as const, path: ["minimumCalls"], message: `The window holds ${settings.windowCalls} calls at most: that many are enough, as resilience4j has it.` }]
      : []),
  ],
  checkEdges: (_settings, outs) => [
    ...(outs("target").length === 0 ? [{ severity: "error" as const, path: [], message: "It protects nothing: connect its target port to what is to be called." }] : []),
    ...(outs("target").length > 1
      ? [{ severity: "error" as const, path: [], message: "A circuit breaker protects one target; put a load balancer behind it, or a breaker before each." }]
      : []),
  ],
  detail: (settings) => formatShare(settings.failureRate),
  gist: (settings) => {
    const window = settings.window === "time" ? formatTime(settings.windowMs) : `${formatCount(settings.windowCalls)} calls`;
    return `opens over ${window} · for ${formatTime(settings.openMs)}`;
  },
});
