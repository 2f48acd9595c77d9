import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"transform">;

/** Events with new data, and those for which the expression had no value. */
export const transformFace = defineFace<Settings>({
  labels: [facesWords.passed, facesWords.dropped],
  readings: ({ frame, portRate }) => {
    const passed = Math.min(portRate("out"), frame.inPerSecond);
    const dropped = frame.inPerSecond - passed;
    return [plain(formatRate(passed), facesWords.passed), toned(formatRate(dropped), facesWords.dropped, dropped > 0.05 ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});
