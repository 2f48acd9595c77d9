import { meanOf } from "../../../design/kinds/distribution.ts";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { defineFace, toned } from "./face.ts";

type Settings = SettingsOf<"consumer">;

/** How busy its slots are, and how many events they finish. */
export const consumerFace = defineFace<Settings>({
  detail: (settings) => `${formatCount(settings.replicas)} × ${formatCount(settings.concurrency)}`,
  gist: (settings) => {
    const meanMs = meanOf(settings.serviceTime);
    const most = meanMs > 0 ? ` · up to ${formatRate((settings.replicas * settings.concurrency * 1000) / meanMs)}` : "";
    return `${formatTime(meanMs)} ${settings.serviceTime.distribution}${most}`;
  },
  labels: ["busy", "done"],
  readings: ({ frame, activity }) => {
    const done = Math.max(0, frame.inPerSecond - activity.errorsPerSecond);
    return [
      toned(formatShare(frame.utilization), "busy", frame.utilization >= 0.95 ? "warning" : "plain"),
      toned(formatRate(done), "done", isFailing(frame, activity) ? "bad" : "plain"),
    ];
  },
  sparkline: "slots",
});
