import { z } from "zod";
import { formatCount, formatNumber, formatRate, formatShare, formatTime } from "../words/numbers.ts";
import { choice, count, durationMs, share } from "./fields.ts";
import { defineKind } from "./kind.ts";

/** The port by which a consumer is governed. */
export const SCALER_PORT = "scaler";

const METRIC_NAMES = { lag: "lag", waitMs: "wait", utilization: "busy", ratePerSecond: "rate" } as const;

/** A value of what it looks at, in words. */
export function scalingFigure(metric: keyof typeof METRIC_NAMES, value: number): string {
  switch (metric) {
    case "lag":
      return formatNumber(value);
    case "waitMs":
      return formatTime(value);
    case "utilization":
      return formatShare(value);
    case "ratePerSecond":
      return formatRate(value);
  }
}

/** Sets a consumer's replicas as KEDA and Kubernetes' Horizontal Pod Autoscaler do (rule O1). */
export const autoscaler = defineKind({
  title: "Autoscaler",
  summary: "sets the replicas",
  help:
    "Looks at its consumer every sync interval and sets as many replicas as the metric asks for, between the least and the most, as Kubernetes' " +
    "Horizontal Pod Autoscaler does. It scales up at once, and down only to the most that was wanted within the stabilisation window. With a " +
    "least of 0 it also scales to zero and back, as KEDA does: by polling, and after a cooldown.",
  category: "operations",
  role: "policy",
  icon: "trending-up",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    metric: choice(["lag", "waitMs", "utilization", "ratePerSecond"], {
      title: "Metric",
      help: "Events that wait or are being served, or that arrive each second (both shared among the replicas); or the mean wait, or the share of slot time that is busy.",
    }).default("lag"),
    threshold: z
      .number()
      .gt(0)
      .max(1_000_000_000)
      .meta({ title: "Threshold", help: "What one replica should have of the metric: events, ms, a share from 0 to 1, or events per second. For lag it is KEDA's 10." })
      .default(10),
    activationThreshold: z
      .number()
      .min(0)
      .max(1_000_000_000)
      .meta({ title: "Activation", help: "More than this brings a consumer back from zero replicas; it matters only with a least of 0." })
      .default(0),
    minReplicas: count({ title: "Least", help: "The fewest replicas; 0 lets it scale to zero.", unit: "replicas" }, { min: 0, max: 1000 }).default(1),
    maxReplicas: count({ title: "Most", help: "The most replicas; a topic's partitions are a limit too.", unit: "replicas" }, { min: 1, max: 1000 }).default(10),
    pollingMs: durationMs({ title: "Polling", help: "How often it looks whether to go to zero or back." }, { min: 100 }).default(30_000),
    cooldownMs: durationMs({ title: "Cooldown", help: "How long there must have been nothing to do before it scales to zero; it has no effect on any other step." }).default(300_000),
    syncMs: durationMs({ title: "Sync", help: "How often it compares the metric with the threshold." }, { min: 100 }).default(15_000),
    tolerance: share({ title: "Tolerance", help: "Deviations from the threshold up to this change nothing." }).default(0.1),
    stabilizationDownMs: durationMs({ title: "Down after", help: "It scales down to the most that was wanted within this time: 0 follows every dip." }).default(300_000),
    stabilizationUpMs: durationMs({ title: "Up after", help: "It scales up to the least that was wanted within this time: 0 follows every peak." }).default(0),
    metricAgeMs: durationMs({ title: "Metric age", help: "How old the figures are that it sees, for example because they are collected every 15 s." }).default(0),
  }),
  ports: () => [{ name: "governs", direction: "out", type: "attachment", label: "governs" }],
  check: (settings) => [
    ...(settings.minReplicas > settings.maxReplicas
      ? [{ severity: "error" as const, path: ["minReplicas"], message: `The least number of replicas, ${settings.minReplicas}, is above the most, ${settings.maxReplicas}.` }]
      : []),
    ...(settings.minReplicas === 0 && (settings.metric === "waitMs" || settings.metric === "utilization")
      ? [
          {
            severity: "error" as const,
            path: ["minReplicas"],
            message: "A consumer without replicas has neither a wait nor a utilisation, so it would never come back from zero. Use lag or the rate, or a least of 1.",
          },
        ]
      : []),
    ...(settings.metric === "utilization" && settings.threshold > 1
      ? [{ severity: "error" as const, path: ["threshold"], message: "A utilisation is a share from 0 to 1: 0.7 is 70 %. With more than 1 it would never scale up." }]
      : []),
    ...(settings.minReplicas > 0 && settings.activationThreshold > 0
      ? [{ severity: "warning" as const, path: ["activationThreshold"], message: "The activation has no effect: the consumer never has zero replicas. Set the least to 0." }]
      : []),
  ],
  detail: (settings) => `${formatCount(settings.minReplicas)} to ${formatCount(settings.maxReplicas)}`,
  gist: (settings) => `${METRIC_NAMES[settings.metric]} ${scalingFigure(settings.metric, settings.threshold)} each`,
});
