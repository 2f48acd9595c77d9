import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatTime } from "../../../design/words/numbers.ts";
import { defineFace, plain, toned, type Measured, type Readings } from "./face.ts";

/** Events that a stage holds, and those that leave it. */
const LABELS = ["held", "out"] as const;

function heldAndOut({ frame }: Measured): Readings {
  return [plain(formatCount(frame.depth), "held"), plain(formatRate(frame.outPerSecond), "out")];
}

export const delayFace = defineFace<SettingsOf<"delay">>({
  detail: (settings) => formatTime(settings.delayMs),
  gist: (settings) => `holds each for ${formatTime(settings.delayMs)}`,
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

export const throttleFace = defineFace<SettingsOf<"throttle">>({
  detail: (settings) => `${formatCount(settings.max)} per ${formatTime(settings.durationMs)}`,
  gist: (settings) => `up to ${formatRate((settings.max * 1000) / settings.durationMs)}`,
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

export const debounceFace = defineFace<SettingsOf<"debounce">>({
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `the last before ${formatTime(settings.windowMs)} of quiet${settings.by === undefined ? "" : ` by ${settings.by}`}`,
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "inPerSecond",
});

/** What passed, and what did not because it had passed before. */
export const deduplicateFace = defineFace<SettingsOf<"deduplicate">>({
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `once per ${settings.by}`,
  labels: ["passed", "repeats"],
  readings: ({ frame }) => [plain(formatRate(frame.outPerSecond), "passed"), plain(formatRate(Math.max(0, frame.inPerSecond - frame.outPerSecond)), "repeats")],
  sparkline: "inPerSecond",
});

export const aggregatorFace = defineFace<SettingsOf<"aggregator">>({
  detail: ({ window }) => window.type,
  gist: ({ window, by }) => {
    const length = [window.count === undefined ? "" : formatCount(window.count), window.durationMs === undefined ? "" : formatTime(window.durationMs)].filter((part) => part !== "");
    return `windows of ${length.join(" or ")}${by === undefined ? "" : ` by ${by}`}`;
  },
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

/** Events that wait for their partner, and pairs. */
export const joinFace = defineFace<SettingsOf<"join">>({
  detail: (settings) => formatTime(settings.windowMs),
  gist: (settings) => `pairs by ${settings.by}`,
  labels: ["waiting", "late"],
  readings: ({ frame, portRate }) => {
    const late = portRate("late");
    return [plain(formatCount(frame.depth), "waiting"), toned(formatRate(late), "late", late > 0.05 ? "warning" : "plain")];
  },
  sparkline: "depth",
});
