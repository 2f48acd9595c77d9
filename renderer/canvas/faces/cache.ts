import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatShare } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"cache">;

/** Its hit ratio, and how much it is asked. */
export const cacheFace = defineFace<Settings>({
  labels: [facesWords.hits, facesWords.calls],
  readings: ({ frame }) => [plain(frame.hitRatio === undefined ? "–" : formatShare(frame.hitRatio), facesWords.hits), plain(formatRate(frame.inPerSecond), facesWords.calls)],
  sparkline: "hitRatio",
});
