import type { Frame, NodeFrame } from "../../../engine/contract/frame.ts";

/** What a node did lately (smoothed over about a second) and in all since the run began. */
export interface Activity {
  readonly outTotal: number;
  readonly refusedTotal: number;
  readonly errorsPerSecond: number;
  readonly refusedPerSecond: number;
  /** Events put into dead letters or other terminals lately, per second. */
  readonly inPerSecond: number;
}

export const NO_ACTIVITY: Activity = { outTotal: 0, refusedTotal: 0, errorsPerSecond: 0, refusedPerSecond: 0, inPerSecond: 0 };

/** Sums up what frames count, for the few numbers that one frame of 100 ms cannot say calmly. */
export interface ActivityLog {
  accept(frame: Frame): void;
  /** Of a node, or of an implicit queue by its edge's id. */
  of(id: string): Activity;
  /** Events that crossed an edge because they failed, per second lately. */
  failedOf(edge: string): number;
  reset(): void;
}

const SMOOTHING_MS = 1000;

/** A log that has seen nothing. A frame with a lower number than the one before begins another run. */
export function createActivityLog(): ActivityLog {
  const entries = new Map<string, Activity>();
  const failed = new Map<string, number>();
  let lastSeq = -1;

  function take(id: string, frame: NodeFrame, intervalMs: number): void {
    const before = entries.get(id) ?? NO_ACTIVITY;
    const smooth = (rate: number, count: number) => smoothed(rate, count, intervalMs);
    entries.set(id, {
      outTotal: before.outTotal + frame.out,
      refusedTotal: before.refusedTotal + frame.refused,
      errorsPerSecond: smooth(before.errorsPerSecond, frame.errors),
      refusedPerSecond: smooth(before.refusedPerSecond, frame.refused),
      inPerSecond: smooth(before.inPerSecond, frame.in),
    });
  }

  function clear(): void {
    entries.clear();
    failed.clear();
  }

  return {
    accept(frame) {
      if (frame.seq < lastSeq) clear();
      if (frame.seq === lastSeq) return;
      lastSeq = frame.seq;
      const intervalMs = Math.max(1, frame.intervalMs);
      for (const [id, node] of Object.entries(frame.nodes)) take(id, node, intervalMs);
      for (const [id, channel] of Object.entries(frame.channels)) take(id, channel, intervalMs);
      for (const [id, edge] of Object.entries(frame.edges)) failed.set(id, smoothed(failed.get(id) ?? 0, edge.failed, intervalMs));
    },
    of: (id) => entries.get(id) ?? NO_ACTIVITY,
    failedOf: (edge) => failed.get(edge) ?? 0,
    reset() {
      clear();
      lastSeq = -1;
    },
  };
}

function smoothed(rate: number, count: number, intervalMs: number): number {
  return fade(rate + ((count * 1000) / intervalMs - rate) * (1 - Math.exp(-intervalMs / SMOOTHING_MS)));
}

/** Ends the long tail of a smoothed rate, so that a node comes to rest. */
function fade(rate: number): number {
  return rate < 0.02 ? 0 : rate;
}
