import type { NodeFrame } from "../../../engine/contract/frame.ts";

/** More partitions than this are drawn in groups, each as far behind as the one of them that is furthest. */
export const MOST_BARS = 16;
/** A partition so many times as far behind as the middle of them is hot, where there are enough events to tell. */
const HOT = 3;
const ENOUGH = 20;
const GAP = 2;

/** One bar: a partition, or a group of neighbours. */
export interface PartitionBar {
  /** Of the one that is furthest behind, 0 to 1. */
  readonly share: number;
  readonly isHot: boolean;
}

export interface PartitionsLook {
  readonly bar: string;
  readonly hot: string;
  readonly base: string;
}

/** How far behind each partition is, all groups together (rule T4). */
export function partitionBars(lag: NodeFrame["lag"]): readonly PartitionBar[] {
  const totals: number[] = [];
  for (const lags of Object.values(lag ?? {})) for (const [partition, behind] of lags.entries()) totals[partition] = (totals[partition] ?? 0) + behind;
  const count = Math.min(MOST_BARS, totals.length);
  const bars = Array.from({ length: count }, (_, bar) => Math.max(...totals.slice(Math.floor((bar * totals.length) / count), Math.floor(((bar + 1) * totals.length) / count))));
  const most = Math.max(1, ...bars);
  const middle = bars.toSorted((a, b) => a - b)[Math.floor((bars.length - 1) / 2)] ?? 0;
  return bars.map((behind) => ({ share: behind / most, isHot: bars.length > 1 && behind >= ENOUGH && behind >= HOT * Math.max(1, middle) }));
}

/** Draws partitions as columns between `left` and `left + width`; a hot one in another colour, and it is the tallest as well. */
export function drawPartitions(context: CanvasRenderingContext2D, left: number, width: number, height: number, bars: readonly PartitionBar[], look: PartitionsLook): void {
  if (bars.length === 0) return;
  const each = Math.min(10, (width - (bars.length - 1) * GAP) / bars.length);
  const start = left + width - bars.length * each - (bars.length - 1) * GAP;
  for (const [index, { share, isHot }] of bars.entries()) {
    const x = start + index * (each + GAP);
    const tall = Math.round(share * (height - 2));
    context.fillStyle = look.base;
    context.fillRect(x, height - 1.5, each, 1.5);
    context.fillStyle = isHot ? look.hot : look.bar;
    context.fillRect(x, height - 1.5 - tall, each, tall);
  }
}
