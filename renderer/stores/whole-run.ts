import type { Frame, NodeFrame } from "../../engine/contract/frame.ts";
import type { NodeReport, Report } from "../../engine/contract/report.ts";

/** The last frame of a run with the numbers of the whole run in place of those of its last second, which was mostly idle: cards then say what the report says. */
export function wholeRun(last: Frame, { nodes, channels, endToEndMs, slos, durationMs }: Report): Frame {
  const whole = (frames: Readonly<Record<string, NodeFrame>>, reports: Readonly<Record<string, NodeReport>>): Record<string, NodeFrame> =>
    Object.fromEntries(
      Object.entries(frames).map(([id, frame]) => {
        const report = reports[id];
        if (!report) return [id, frame];
        const { throughputPerSecond, utilization, waitMs, serviceMs } = report;
        // Of what came in and did not fail, over the time that its throughput is of; cards take failures of the last second off it, and there are none any more.
        const seconds = throughputPerSecond > 0 && report.out > 0 ? report.out / throughputPerSecond : durationMs / 1000;
        const inPerSecond = seconds > 0 ? (report.in - report.errors) / seconds : 0;
        const arrived = endToEndMs.bySink[id];
        return [id, { ...frame, inPerSecond, outPerSecond: throughputPerSecond, utilization, waitMs, serviceMs, ...(arrived ? { endToEndMs: arrived } : {}) }];
      }),
    );
  return { ...last, nodes: whole(last.nodes, nodes), channels: whole(last.channels, channels), slos };
}
