import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatTime } from "../../format/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"loadBalancer">;

/** What came in, and what went on. */
export const loadBalancerFace = defineFace<Settings>({
  detail: () => "",
  gist: (settings) => `${settings.strategy.replace("-", " ")}${settings.healthCheck ? ` · checks each ${formatTime(settings.healthCheck.everyMs)}` : ""}`,
  labels: ["in", "sent on"],
  readings: ({ frame, portRate }) => [plain(formatRate(frame.inPerSecond), "in"), plain(formatRate(portRate("out") + portRate("target")), "sent on")],
  sparkline: "inPerSecond",
});
