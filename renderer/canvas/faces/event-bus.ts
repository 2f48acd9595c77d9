import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"eventBus">;

/** Events that came in, and what the rules made of them. */
export const eventBusFace = defineFace<Settings>({
  labels: [facesWords.events, facesWords.matched],
  readings: ({ frame, portRate }) => {
    const isLost = frame.inPerSecond > 0.05 && portRate("out") === 0;
    return [plain(formatRate(frame.inPerSecond), facesWords.events), toned(formatRate(portRate("out")), facesWords.matched, isLost ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});
