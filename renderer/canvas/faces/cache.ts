import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatShare } from "../../../design/words/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"cache">;

/** Its hit ratio, and how much it is asked. */
export const cacheFace = defineFace<Settings>({
  labels: ["hits", "calls"],
  readings: ({ frame }) => [plain(frame.hitRatio === undefined ? "–" : formatShare(frame.hitRatio), "hits"), plain(formatRate(frame.inPerSecond), "calls")],
  sparkline: "hitRatio",
});
