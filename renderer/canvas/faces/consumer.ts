import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatShare } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, toned } from "./face.ts";

type Settings = SettingsOf<"consumer">;

/** How busy its slots are, and how many events they finish. */
export const consumerFace = defineFace<Settings>({
  labels: [facesWords.busy, facesWords.done],
  readings: ({ frame, activity }) => {
    const done = Math.max(0, frame.inPerSecond - activity.errorsPerSecond);
    return [
      toned(formatShare(frame.utilization), facesWords.busy, frame.utilization >= 0.95 ? "warning" : "plain"),
      toned(formatRate(done), facesWords.done, isFailing(frame, activity) ? "bad" : "plain"),
    ];
  },
  sparkline: "slots",
});
