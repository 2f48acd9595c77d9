import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatShare, formatTime } from "../../../design/words/numbers.ts";
import { defineFace, plain, toned } from "./face.ts";

/** Events that arrived, and how long they took from their producer. */
export const sinkFace = defineFace<SettingsOf<"sink">>({
  labels: ["delivered", "end-to-end p95"],
  readings: ({ frame }) => [
    plain(formatCount(frame.depth), "delivered"),
    plain(formatTime(frame.endToEndMs === undefined || frame.endToEndMs.count === 0 ? Number.NaN : frame.endToEndMs.p95), "end-to-end p95"),
  ],
  sparkline: "inPerSecond",
});

/** Events that nobody could process, and how many of all that is. */
export const deadLetterFace = defineFace<SettingsOf<"deadLetter">>({
  labels: ["events", "of produced"],
  readings: ({ frame, produced }) => {
    const tone = frame.depth > 0 ? "bad" : "plain";
    return [
      toned(formatCount(frame.depth), "events", tone),
      plain(formatShare(produced === 0 ? 0 : frame.depth / produced), "of produced"),
    ];
  },
  sparkline: "depth",
});
