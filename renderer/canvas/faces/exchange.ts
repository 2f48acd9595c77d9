import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"exchange">;

/** Events that came in, and copies that went to queues or the alternate port. */
export const exchangeFace = defineFace<Settings>({
  labels: [facesWords.published, facesWords.copies],
  readings: ({ frame, portRate }) => {
    const copies = portRate("out") + portRate("alternate");
    const isLost = frame.inPerSecond > 0.05 && copies === 0;
    return [plain(formatRate(frame.inPerSecond), facesWords.published), toned(formatRate(copies), facesWords.copies, isLost ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});
