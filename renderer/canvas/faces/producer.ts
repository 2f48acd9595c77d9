import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatShare } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"producer">;

/** Emitted per second, and the share that the channel refused. */
export const producerFace = defineFace<Settings>({
  labels: [facesWords.emitted, facesWords.refused],
  readings: ({ frame, activity }) => {
    const tried = activity.outTotal + activity.refusedTotal;
    const refused = tried === 0 ? 0 : activity.refusedTotal / tried;
    return [
      plain(formatRate(frame.outPerSecond), facesWords.emitted),
      toned(formatShare(refused), facesWords.refused, activity.refusedPerSecond > 0.05 ? "bad" : refused > 0 ? "warning" : "plain"),
    ];
  },
  sparkline: "outPerSecond",
});
