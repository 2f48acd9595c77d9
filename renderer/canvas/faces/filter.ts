import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"filter">;

/** Events that met the condition, and those that did not. */
export const filterFace = defineFace<Settings>({
  labels: [facesWords.passed, facesWords.rejected],
  readings: ({ frame, portRate }) => {
    const passed = Math.min(portRate("out"), frame.inPerSecond);
    return [plain(formatRate(passed), facesWords.passed), plain(formatRate(frame.inPerSecond - passed), facesWords.rejected)];
  },
  sparkline: "inPerSecond",
});
