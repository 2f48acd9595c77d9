import { useMemo } from "react";
import type { Recording } from "../../engine/contract/replay/recording.ts";
import { formatClock } from "../format/clock.ts";
import { describeChanges } from "../../design/compare/describe-changes.ts";
import { areaPath, deliveredPerSecond, linePath } from "./timeline-shape.ts";
import type { Transport } from "./transport.ts";
import { useReplay } from "./replay-store.ts";
import { replayWords } from "../words/replay.ts";

/** The recording from end to end: what was delivered, how long it took, what was changed and told of. It is dragged, or moved by the arrow keys. */
export function Timeline({ recording, transport: { playback, seek } }: { readonly recording: Recording; readonly transport: Transport }) {
  const positionMs = useReplay((state) => state.positionMs);
  const { endMs } = playback;
  const share = positionMs / endMs;
  return (
    <div className="timeline">
      <Charts playback={playback} />
      <div className="timeline-done" style={{ width: `${share * 100}%` }} />
      {recording.experiments.filter(({ phase }) => phase === "active" || phase === "over").map(({ id, experiment, atMs, endMs: untilMs, note }) => (
        <i key={id} className="timeline-experiment" title={`${formatClock(atMs)} ${experiment}. ${note ?? ""}`} style={{ left: `${(atMs / endMs) * 100}%`, width: `${(Math.max(0, Math.min(untilMs, endMs) - atMs) / endMs) * 100}%` }} />
      ))}
      {marksOf(recording).map(({ atMs, text, tone }, index) => (
        <i key={index} className="timeline-mark" data-tone={tone} title={`${formatClock(atMs)} ${text}`} style={{ left: `${(atMs / endMs) * 100}%` }} />
      ))}
      <input
        type="range"
        className="timeline-range"
        min={0}
        max={Math.round(endMs)}
        step={1}
        value={Math.round(positionMs)}
        aria-label={replayWords.moment}
        aria-valuetext={replayWords.momentOf(formatClock(positionMs), formatClock(endMs))}
        onChange={(event) => seek(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

function Charts({ playback }: { readonly playback: Transport["playback"] }) {
  const { timesMs, endMs } = playback;
  const paths = useMemo(() => {
    const frames = timesMs.map((_, row) => playback.frame(row));
    return {
      delivered: areaPath(timesMs, frames.map((frame, row) => deliveredPerSecond(frame, frames[row - 1])), endMs),
      latency: linePath(timesMs, frames.map(({ endToEndMs }) => endToEndMs.p95), endMs),
    };
  }, [playback, timesMs, endMs]);
  return (
    <svg className="timeline-charts" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label={replayWords.charts}>
      <path d={paths.delivered} data-what="delivered" />
      <path d={paths.latency} data-what="latency" />
    </svg>
  );
}

/** What somebody changed, and what the engine warned of. */
function marksOf({ designs, notices }: Recording): { atMs: number; text: string; tone: string }[] {
  const changes = designs.slice(1).flatMap(({ atMs, design }, index) => {
    const before = designs[index]?.design;
    const text = before === undefined ? "" : describeChanges(before, design).join(", ");
    return text === "" ? [] : [{ atMs, text, tone: "change" }];
  });
  return [...changes, ...notices.filter(({ level }) => level !== "info").map(({ atMs = 0, message, level }) => ({ atMs, text: message, tone: level }))];
}
