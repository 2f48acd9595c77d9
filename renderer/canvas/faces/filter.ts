import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"filter">;

/** Events that met the condition, and those that did not. */
export const filterFace = defineFace<Settings>({
  labels: ["passed", "rejected"],
  readings: ({ frame, portRate }) => {
    const passed = Math.min(portRate("out"), frame.inPerSecond);
    return [plain(formatRate(passed), "passed"), plain(formatRate(frame.inPerSecond - passed), "rejected")];
  },
  sparkline: "inPerSecond",
});
