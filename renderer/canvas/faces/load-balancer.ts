import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"loadBalancer">;

/** What came in, and what went on; in its place, how many targets are healthy when not all are. */
export const loadBalancerFace = defineFace<Settings>({
  labels: ["in", "sent on"],
  readings: ({ frame, portRate }) => {
    const { targets } = frame;
    const isWhole = targets === undefined || targets.out === 0;
    const second = isWhole ? plain(formatRate(portRate("out") + portRate("target")), "sent on") : toned(`${formatCount(targets.in)}/${formatCount(targets.in + targets.out)}`, "healthy", "bad");
    return [plain(formatRate(frame.inPerSecond), "in"), second];
  },
  sparkline: "inPerSecond",
});
