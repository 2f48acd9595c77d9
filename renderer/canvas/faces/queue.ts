import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatTime } from "../../../design/words/numbers.ts";
import { fillOf } from "../model/fill.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"queue">;

/** How many events wait, and how long they did. */
export const queueFace = defineFace<Settings>({
  labels: [facesWords.depth, facesWords.waitP95],
  readings: ({ frame }, settings) => {
    const { level } = fillOf(frame, settings.maxLength);
    return [
      toned(formatCount(frame.depth), facesWords.depth, level === "high" ? "bad" : level === "middle" ? "warning" : "plain"),
      plain(frame.waitMs.count === 0 ? formatTime(Number.NaN) : formatTime(frame.waitMs.p95), facesWords.waitP95),
    ];
  },
  sparkline: "depth",
});
