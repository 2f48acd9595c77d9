import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned } from "./face.ts";

type Settings = SettingsOf<"router">;

/** Events that a rule sent on, and those that none did. */
export const routerFace = defineFace<Settings>({
  labels: [facesWords.routed, facesWords.unrouted],
  readings: ({ frame, portRate }, settings) => {
    const byRules = settings.rules.reduce((sum, rule) => sum + portRate(rule.port), 0);
    const routed = settings.mode === "first" ? Math.min(byRules, frame.inPerSecond) : byRules;
    const unrouted = Math.max(portRate("default"), settings.mode === "first" ? frame.inPerSecond - routed : 0);
    const isLost = unrouted > 0.05 && portRate("default") === 0;
    return [plain(formatRate(routed), facesWords.routed), toned(formatRate(unrouted), facesWords.unrouted, isLost ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});
