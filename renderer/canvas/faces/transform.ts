import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"transform">;

/** Events with new data, and those for which the expression had no value. */
export const transformFace = defineFace<Settings>({
  labels: ["passed", "dropped"],
  readings: ({ frame, portRate }) => {
    const passed = Math.min(portRate("out"), frame.inPerSecond);
    const dropped = frame.inPerSecond - passed;
    return [plain(formatRate(passed), "passed"), toned(formatRate(dropped), "dropped", dropped > 0.05 ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});
