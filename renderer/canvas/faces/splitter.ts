import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"splitter">;

/** Lists that came, and the events made of them. */
export const splitterFace = defineFace<Settings>({
  labels: ["out", "in"],
  readings: ({ frame, portRate }) => [plain(formatRate(portRate("out")), "out"), plain(formatRate(frame.inPerSecond), "in")],
  sparkline: "outPerSecond",
});
