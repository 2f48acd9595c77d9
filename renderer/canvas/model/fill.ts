import type { NodeFrame } from "../../../engine/contract/frame.ts";
import { canvasWords } from "../../words/canvas.ts";

/** How full a channel is. Green to 60 %, amber to 85 %, red above. */
export interface Fill {
  /** 0 to 1. */
  readonly share: number;
  readonly level: "low" | "middle" | "high";
  /** What it is measured against, for a tooltip. */
  readonly text: string;
}

const MIDDLE = 0.6;
const HIGH = 0.85;
/** Seconds of work in the backlog of an unbounded channel, and how full that looks. */
const SCALE: readonly (readonly [seconds: number, share: number])[] = [
  [0, 0],
  [1, 0.3],
  [10, MIDDLE],
  [60, HIGH],
  [300, 1],
];
/** Below this rate a channel counts as drained this fast, so that a single event in a slow one is no alarm. */
const SLOWEST_PER_SECOND = 0.5;

/**
 * The fill of a channel: its depth against its max length, or where it has none, how long its consumers would need for the
 * backlog at their present rate. A depth of 1,000 is nothing at 5,000/s and an outage at 1/s.
 */
export function fillOf(frame: Pick<NodeFrame, "depth" | "outPerSecond">, maxLength: number | undefined): Fill {
  if (maxLength !== undefined) {
    const share = Math.min(1, frame.depth / maxLength);
    return { share, level: levelOf(share), text: canvasWords.roundOfItsMaxLength(Math.round(share * 100)) };
  }
  const seconds = frame.depth / Math.max(SLOWEST_PER_SECOND, frame.outPerSecond);
  const share = onScale(seconds);
  return { share, level: levelOf(share), text: canvasWords.secondsOfWork(seconds) };
}

/** The colour band of a fill. */
export function levelOf(share: number): Fill["level"] {
  if (share > HIGH) return "high";
  return share > MIDDLE ? "middle" : "low";
}

function onScale(seconds: number): number {
  for (const [index, [at, share]] of SCALE.entries()) {
    const next = SCALE[index + 1];
    if (next === undefined) return share;
    if (seconds < next[0]) return share + ((seconds - at) / (next[0] - at)) * (next[1] - share);
  }
  return 1;
}
