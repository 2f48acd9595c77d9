import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatNumber, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"producer">;
type Arrivals = Settings["arrivals"];

/** Emitted per second, and the share that the channel refused. */
export const producerFace = defineFace<Settings>({
  detail: (settings) => capital(settings.arrivals.process),
  gist: (settings) => [arrivalsGist(settings.arrivals), limitGist(settings)].filter((part) => part !== "").join(" · "),
  labels: ["emitted", "refused"],
  readings: ({ frame, activity }) => {
    const tried = activity.outTotal + activity.refusedTotal;
    const refused = tried === 0 ? 0 : activity.refusedTotal / tried;
    return [
      plain(formatRate(frame.outPerSecond), "emitted"),
      toned(formatShare(refused), "refused", activity.refusedPerSecond > 0.05 ? "bad" : refused > 0 ? "warning" : "plain"),
    ];
  },
  sparkline: "outPerSecond",
});

function arrivalsGist(arrivals: Arrivals): string {
  if (arrivals.process === "trace") return arrivals.file ?? `${formatCount(arrivals.events?.length ?? 0)} recorded events`;
  const rate = formatRate(arrivals.ratePerSecond);
  switch (arrivals.process) {
    case "constant":
      return `${rate}, evenly spaced`;
    case "poisson":
      return `${rate} on average`;
    case "ramp":
      return `${rate} to ${formatRate(arrivals.toRatePerSecond)} in ${formatTime(arrivals.overMs)}`;
    case "spike":
      return `${rate}, ×${formatNumber(arrivals.factor)} every ${formatTime(arrivals.everyMs)}`;
    case "burst":
      return `${rate} on average, bursts of ×${formatNumber(arrivals.burstFactor)}`;
    case "diurnal":
      return `${rate} ± ${formatShare(arrivals.amplitude)} in ${formatTime(arrivals.periodMs)}`;
    default:
      return rate;
  }
}

function limitGist(settings: Settings): string {
  const { limit } = settings;
  if (limit?.count !== undefined) return `${formatCount(limit.count)} events`;
  return limit?.durationMs === undefined ? "" : `for ${formatTime(limit.durationMs)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
