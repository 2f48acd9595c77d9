import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatShare } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { defineFace, plain, toned, type Face } from "./face.ts";

/** What a source at the edge shows: its events, and what was refused. */
const emitted: Face<unknown> = {
  labels: ["emitted", "refused"],
  readings: ({ frame, activity }) => [
    plain(formatRate(frame.outPerSecond), "emitted"),
    toned(formatCount(activity.refusedTotal), "refused", activity.refusedPerSecond > 0.05 ? "bad" : activity.refusedTotal > 0 ? "warning" : "plain"),
  ],
  sparkline: "outPerSecond",
};

export const httpSourceFace = defineFace<SettingsOf<"httpSource">>(emitted);

export const scheduleFace = defineFace<SettingsOf<"schedule">>(emitted);

export const webSocketGatewayFace = defineFace<SettingsOf<"webSocketGateway">>({
  labels: ["pushed", "busy"],
  readings: ({ frame }) => [plain(formatRate(frame.outPerSecond), "pushed"), toned(formatShare(frame.utilization), "busy", frame.utilization >= 0.95 ? "warning" : "plain")],
  sparkline: "inPerSecond",
});

export const webhookFace = defineFace<SettingsOf<"webhook">>({
  labels: ["posted", "busy"],
  readings: ({ frame, activity }) => [
    toned(formatRate(Math.max(0, frame.inPerSecond - activity.errorsPerSecond)), "posted", isFailing(frame, activity) ? "bad" : "plain"),
    toned(formatShare(frame.utilization), "busy", frame.utilization >= 0.95 ? "warning" : "plain"),
  ],
  sparkline: "slots",
});
