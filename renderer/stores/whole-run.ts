import { STILL_EDGE, type Frame, type NodeFrame } from "../../engine/contract/frame.ts";
import type { NodeReport, Report } from "../../engine/contract/report.ts";

/** Long enough that nothing of what was counted lately is left in what is smoothed, ms. */
const LATELY_MS = 60_000;

/**
 * A frame after the last one of a run, in which nothing more is counted and nodes have the numbers of the whole run in place of those of its last second, which was
 * mostly idle: cards then say what the report says. A consumer's `inPerSecond` is of what did not fail.
 */
export function wholeRun(last: Frame, { nodes, channels, endToEndMs, slos, durationMs }: Report): Frame {
  function whole(frames: Readonly<Record<string, NodeFrame>>, reports: Readonly<Record<string, NodeReport>>): Record<string, NodeFrame> {
    return Object.fromEntries(
      Object.entries(frames).map(([id, frame]) => {
        const still = { ...frame, in: 0, out: 0, errors: 0, retries: 0, stalls: 0, duplicates: 0, deadLetters: 0, refused: 0 };
        const report = reports[id];
        if (!report) return [id, still];
        const { throughputPerSecond, utilization, waitMs, serviceMs } = report;
        // Over the time that its throughput is of.
        const seconds = throughputPerSecond > 0 && report.out > 0 ? report.out / throughputPerSecond : durationMs / 1000;
        const inPerSecond = seconds > 0 ? (report.in - report.errors) / seconds : 0;
        const arrived = endToEndMs.bySink[id];
        return [id, { ...still, inPerSecond, outPerSecond: throughputPerSecond, utilization, waitMs, serviceMs, ...(arrived ? { endToEndMs: arrived } : {}) }];
      }),
    );
  }
  const edges = Object.fromEntries(Object.entries(last.edges).map(([id, { perSecond }]) => [id, { ...STILL_EDGE, perSecond }]));
  return { ...last, seq: last.seq + 1, intervalMs: LATELY_MS, nodes: whole(last.nodes, nodes), channels: whole(last.channels, channels), edges, slos };
}
