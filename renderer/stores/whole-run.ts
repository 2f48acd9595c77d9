import type { Frame, NodeFrame } from "../../engine/contract/frame.ts";
import type { NodeReport, Report } from "../../engine/contract/report.ts";

/** The last frame of a run with the numbers of the whole run in place of those of its last second, which was mostly idle: cards then say what the report says. */
export function wholeRun(last: Frame, { nodes, channels, endToEndMs, slos }: Report): Frame {
  const whole = (frames: Readonly<Record<string, NodeFrame>>, reports: Readonly<Record<string, NodeReport>>): Record<string, NodeFrame> =>
    Object.fromEntries(
      Object.entries(frames).map(([id, frame]) => {
        const report = reports[id];
        if (!report) return [id, frame];
        const { throughputPerSecond, utilization, waitMs, serviceMs } = report;
        const arrived = endToEndMs.bySink[id];
        return [id, { ...frame, outPerSecond: throughputPerSecond, utilization, waitMs, serviceMs, ...(arrived ? { endToEndMs: arrived } : {}) }];
      }),
    );
  return { ...last, nodes: whole(last.nodes, nodes), channels: whole(last.channels, channels), slos };
}
