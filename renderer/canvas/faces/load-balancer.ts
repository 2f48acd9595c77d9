import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate, formatTime } from "../../format/numbers.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"loadBalancer">;

/** What came in, and what went on. */
export const loadBalancerFace = defineFace<Settings>({
  detail: (settings) => settings.strategy.replace("-", " "),
  gist: (settings) => (settings.healthCheck ? `checks its targets every ${formatTime(settings.healthCheck.everyMs)}` : "no health checks"),
  labels: ["in", "sent on"],
  readings: ({ frame, portRate }) => [plain(formatRate(frame.inPerSecond), "in"), plain(formatRate(portRate("out") + portRate("target")), "sent on")],
  sparkline: "inPerSecond",
});
