import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, NO_NUMBER } from "../../../design/words/numbers.ts";
import { fillOf } from "../model/fill.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"topic">;

/** How far the slowest group is behind, and in which partition most. */
export const topicFace = defineFace<Settings>({
  labels: [facesWords.lag, facesWords.mostInOne],
  readings: ({ frame }) => {
    const { level } = fillOf(frame, undefined);
    const hot = hottest(frame.lag ?? {});
    return [
      toned(formatCount(frame.depth), facesWords.lag, level === "high" ? "bad" : level === "middle" ? "warning" : "plain"),
      hot === undefined ? plain(NO_NUMBER, facesWords.mostInOne) : plain(formatCount(hot.lag), facesWords.mostInPartition(hot.partition)),
    ];
  },
  sparkline: "partitions",
});

/** The partition with the most that any group has not read; undefined where all is read. */
function hottest(byGroup: Readonly<Record<string, readonly number[]>>): { readonly partition: number; readonly lag: number } | undefined {
  let [partition, lag] = [0, 0];
  for (const lags of Object.values(byGroup)) for (const [index, n] of lags.entries()) if (n > lag) [partition, lag] = [index, n];
  return lag === 0 ? undefined : { partition, lag };
}
