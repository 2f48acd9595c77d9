import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatRate } from "../../../design/words/numbers.ts";
import { facesWords } from "../../words/faces.ts";
import { defineFace, plain } from "./face.ts";

type Settings = SettingsOf<"splitter">;

/** Lists that came, and the events made of them. */
export const splitterFace = defineFace<Settings>({
  labels: [facesWords.outgoing, facesWords.incoming],
  readings: ({ frame, portRate }) => [plain(formatRate(portRate("out")), facesWords.outgoing), plain(formatRate(frame.inPerSecond), facesWords.incoming)],
  sparkline: "outPerSecond",
});
