import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, toned } from "./face.ts";

type Settings = SettingsOf<"database">;

/** How many of its connections are in use, and how much it answers. Says that it is a model. */
export const databaseFace = defineFace<Settings>({
  labels: [facesWords.pool, facesWords.answers],
  readings: ({ frame, activity }) => [
    toned(`${formatCount(frame.inFlight)}/${formatCount(frame.capacity)}`, facesWords.pool, frame.utilization >= 0.95 ? "warning" : "plain"),
    toned(formatRate(frame.outPerSecond), facesWords.answers, isFailing(frame, activity) ? "bad" : "plain"),
  ],
  sparkline: "utilization",
});
