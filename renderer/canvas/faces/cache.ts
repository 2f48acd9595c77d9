import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"cache">;

/** Its hit ratio, and how much it is asked. */
export const cacheFace = defineFace<Settings>({
  detail: (settings) => `${settings.policy.toUpperCase()} ${formatCount(settings.capacity)}`,
  gist: (settings) => {
    if (settings.fixedHitRatio !== undefined) return `${formatShare(settings.fixedHitRatio)} of reads hit, fixed`;
    return settings.ttlMs === undefined ? settings.pattern.replace("-", " ") : `${settings.pattern.replace("-", " ")} · lives ${formatTime(settings.ttlMs)}`;
  },
  labels: ["hits", "calls"],
  readings: ({ frame }) => [plain(frame.hitRatio === undefined ? "–" : formatShare(frame.hitRatio), "hits"), plain(formatRate(frame.inPerSecond), "calls")],
  sparkline: "inPerSecond",
});
