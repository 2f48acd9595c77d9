import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatNumber, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"autoscaler">;

/** How many replicas there are, and what it sees. */
export const autoscalerFace = defineFace<Settings>({
  detail: (settings) => `${formatCount(settings.minReplicas)} to ${formatCount(settings.maxReplicas)}`,
  gist: (settings) => `${nameOf(settings)} ${figure(settings, settings.threshold)} each`,
  labels: ["replicas", "sees"],
  readings: ({ frame }, settings) => [
    plain(formatCount(frame.scaling?.replicas ?? Number.NaN), "replicas"),
    plain(figure(settings, frame.scaling?.metric ?? Number.NaN), "sees"),
  ],
  sparkline: "replicas",
});

function nameOf({ metric }: Settings): string {
  return { lag: "lag", waitMs: "wait", utilization: "busy", ratePerSecond: "rate" }[metric];
}

function figure({ metric }: Settings, value: number): string {
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
