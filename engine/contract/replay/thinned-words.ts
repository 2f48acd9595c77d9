import { formatDuration } from "../../../design/words/time-units.ts";
import { formatNumber } from "../../../design/words/numbers.ts";
import type { Recording } from "./recording.ts";

/** What a recording leaves out, in a sentence; null where it has everything that the screen was told. */
export function thinnedWords({ frames: { rowMs }, samples: { share } }: Pick<Recording, "frames" | "samples">): string | null {
  const parts = [...(rowMs > 0 ? [`numbers stand for ${formatDuration(roundedMs(rowMs))} each`] : []), ...(share < 1 ? [`of the events shown, one in ${formatNumber(1 / share)} was kept`] : [])];
  return parts.length === 0 ? null : `Thinned to keep the file small: ${parts.join("; ")}.`;
}

function roundedMs(ms: number): number {
  return ms < 1000 ? Math.round(ms / 10) * 10 : Math.round(ms / 100) * 100;
}
