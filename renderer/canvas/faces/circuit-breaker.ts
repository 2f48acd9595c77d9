import type { SettingsOf } from "../../../design/kinds/registry.ts";
import type { BreakerFrame } from "../../../engine/contract/frame.ts";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, toned, type Tone } from "./face.ts";

type Settings = SettingsOf<"circuitBreaker">;

/** Whether it lets calls through, and how many it does. */
export const circuitBreakerFace = defineFace<Settings>({
  labels: [facesWords.state, facesWords.calls],
  readings: ({ frame, activity }) => {
    const { text, tone } = stateOf(frame.breaker);
    return [toned(text, facesWords.state, tone), toned(formatRate(frame.inPerSecond), facesWords.calls, activity.errorsPerSecond > 0 ? "warning" : "plain")];
  },
  sparkline: "inPerSecond",
});

/** The worst state in a word, with the number of callers that are in it where there are several. */
function stateOf(breaker: BreakerFrame | undefined): { text: string; tone: Tone } {
  const { closed, open, halfOpen } = breaker ?? { closed: 0, open: 0, halfOpen: 0 };
  const all = closed + open + halfOpen;
  if (open > 0) return { text: open === all ? facesWords.open : facesWords.someOpen(formatCount(open), formatCount(all)), tone: "bad" };
  if (halfOpen > 0) return { text: halfOpen === all ? facesWords.halfOpen : facesWords.someHalf(formatCount(halfOpen), formatCount(all)), tone: "warning" };
  return { text: facesWords.closed, tone: "good" };
}
