import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

/** Events that arrived, and how long they took from their producer. */
export const sinkFace = defineFace<SettingsOf<"sink">>({
  labels: [facesWords.delivered, facesWords.endToEndP95],
  readings: ({ frame }) => [
    plain(formatCount(frame.depth), facesWords.delivered),
    plain(formatTime(frame.endToEndMs === undefined || frame.endToEndMs.count === 0 ? Number.NaN : frame.endToEndMs.p95), facesWords.endToEndP95),
  ],
  sparkline: "inPerSecond",
});

/** Events that nobody could process, and how many of all that is. */
export const deadLetterFace = defineFace<SettingsOf<"deadLetter">>({
  labels: [facesWords.events, facesWords.ofProduced],
  readings: ({ frame, produced }) => {
    const tone = frame.depth > 0 ? "bad" : "plain";
    return [
      toned(formatCount(frame.depth), facesWords.events, tone),
      plain(formatShare(produced === 0 ? 0 : frame.depth / produced), facesWords.ofProduced),
    ];
  },
  sparkline: "depth",
});
