import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatShare } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain, toned, type Face } from "./face.ts";

/** What a source at the edge shows: its events, and what was refused. */
const emitted: Face<unknown> = {
  labels: [facesWords.emitted, facesWords.refused],
  readings: ({ frame, activity }) => [
    plain(formatRate(frame.outPerSecond), facesWords.emitted),
    toned(formatCount(activity.refusedTotal), facesWords.refused, activity.refusedPerSecond > 0.05 ? "bad" : activity.refusedTotal > 0 ? "warning" : "plain"),
  ],
  sparkline: "outPerSecond",
};

export const httpSourceFace = defineFace<SettingsOf<"httpSource">>(emitted);

export const scheduleFace = defineFace<SettingsOf<"schedule">>(emitted);

export const webSocketGatewayFace = defineFace<SettingsOf<"webSocketGateway">>({
  labels: [facesWords.pushed, facesWords.busy],
  readings: ({ frame }) => [plain(formatRate(frame.outPerSecond), facesWords.pushed), toned(formatShare(frame.utilization), facesWords.busy, frame.utilization >= 0.95 ? "warning" : "plain")],
  sparkline: "inPerSecond",
});

export const webhookFace = defineFace<SettingsOf<"webhook">>({
  labels: [facesWords.posted, facesWords.busy],
  readings: ({ frame, activity }) => [
    toned(formatRate(Math.max(0, frame.inPerSecond - activity.errorsPerSecond)), facesWords.posted, isFailing(frame, activity) ? "bad" : "plain"),
    toned(formatShare(frame.utilization), facesWords.busy, frame.utilization >= 0.95 ? "warning" : "plain"),
  ],
  sparkline: "slots",
});
