import { scalingFigure } from "../../../design/kinds/autoscaler.ts";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"autoscaler">;

/** How many replicas there are, and what it sees. */
export const autoscalerFace = defineFace<Settings>({
  labels: [facesWords.replicas, facesWords.sees],
  readings: ({ frame }, settings) => [
    plain(formatCount(frame.scaling?.replicas ?? Number.NaN), facesWords.replicas),
    plain(scalingFigure(settings.metric, frame.scaling?.metric ?? Number.NaN), facesWords.sees),
  ],
  sparkline: "replicas",
});
