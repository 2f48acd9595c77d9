import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned, type Measured, type Readings } from "./face.ts";

/** Events that a stage holds, and those that leave it. */
const LABELS = [facesWords.held, facesWords.outgoing] as const;

function heldAndOut({ frame }: Measured): Readings {
  return [plain(formatCount(frame.depth), facesWords.held), plain(formatRate(frame.outPerSecond), facesWords.outgoing)];
}

export const delayFace = defineFace<SettingsOf<"delay">>({
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

export const throttleFace = defineFace<SettingsOf<"throttle">>({
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

export const debounceFace = defineFace<SettingsOf<"debounce">>({
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "inPerSecond",
});

/** What passed, and what did not because it had passed before. */
export const deduplicateFace = defineFace<SettingsOf<"deduplicate">>({
  labels: [facesWords.passed, facesWords.repeats],
  readings: ({ frame }) => [plain(formatRate(frame.outPerSecond), facesWords.passed), plain(formatRate(Math.max(0, frame.inPerSecond - frame.outPerSecond)), facesWords.repeats)],
  sparkline: "inPerSecond",
});

export const aggregatorFace = defineFace<SettingsOf<"aggregator">>({
  labels: LABELS,
  readings: heldAndOut,
  sparkline: "depth",
});

/** Events that wait for their partner, and pairs. */
export const joinFace = defineFace<SettingsOf<"join">>({
  labels: [facesWords.waiting, facesWords.late],
  readings: ({ frame, portRate }) => {
    const late = portRate("late");
    return [plain(formatCount(frame.depth), facesWords.waiting), toned(formatRate(late), facesWords.late, late > 0.05 ? "warning" : "plain")];
  },
  sparkline: "depth",
});
