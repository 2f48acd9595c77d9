import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import { fillOf } from "../model/fill.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"topic">;

/** How far the slowest group is behind, and in which partition most. */
export const topicFace = defineFace<Settings>({
  labels: ["lag", "most in one"],
  readings: ({ frame }) => {
    const { level } = fillOf(frame, undefined);
    return [
      toned(formatCount(frame.depth), "lag", level === "high" ? "bad" : level === "middle" ? "warning" : "plain"),
      plain(hottest(frame.lag ?? {}), "most in one"),
    ];
  },
  sparkline: "depth",
});

/** The partition with the most that any group has not read: `p2 · 40`. */
function hottest(lag: Readonly<Record<string, readonly number[]>>): string {
  let [partition, most] = [0, 0];
  for (const lags of Object.values(lag)) for (const [index, n] of lags.entries()) if (n > most) [partition, most] = [index, n];
  return most === 0 ? "–" : `p${partition} · ${formatCount(most)}`;
}
