import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"loadBalancer">;

/** What came in, and what went on; in its place, how many targets are healthy when not all are. */
export const loadBalancerFace = defineFace<Settings>({
  labels: [facesWords.incoming, facesWords.sentOn],
  readings: ({ frame, portRate }) => {
    const { targets } = frame;
    const isWhole = targets === undefined || targets.out === 0;
    const second = isWhole ? plain(formatRate(portRate("out") + portRate("target")), facesWords.sentOn) : toned(`${formatCount(targets.in)}/${formatCount(targets.in + targets.out)}`, facesWords.healthy, "bad");
    return [plain(formatRate(frame.inPerSecond), facesWords.incoming), second];
  },
  sparkline: "inPerSecond",
});
