import { useMemo, useState, type ReactNode } from "react";
import { formatTick } from "../../../format/clock.ts";
import { useShownFrame } from "../../../stores/frames.ts";
import { isActive } from "../../../stores/run-state.ts";
import { useRun } from "../../../stores/run-store.ts";
import { shownLength, snapped, ticksOf, type Span } from "./spans.ts";
import { TimelineScaleContext } from "./timeline-scale.ts";
import { dockRunWords } from "../../../words/dock-run.ts";
import "./timeline.css";

interface TimelineProps {
  /** Everything that is planned: the timeline is as long as the run, and as all of it. */
  readonly planned: readonly Span[];
  /** A {@link TimelineGroup} for each sort of thing that can be planned. */
  readonly children: ReactNode;
}

/** What is planned over the time of a run, in groups of rows with one scale, and where the run is. */
export function Timeline({ planned, children }: TimelineProps) {
  const run = useRun((slice) => slice.run);
  const options = useRun((slice) => slice.options);
  const frame = useShownFrame();
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const atMs = isActive(run) ? Math.max(run?.atMs ?? 0, frame?.atMs ?? 0) : null;
  const freeMs = shownLength(atMs === null ? options.forMs : (run?.forMs ?? null), atMs ?? 0, planned);
  const lengthMs = heldMs ?? freeMs;
  const freshMs = snapped(atMs ?? lengthMs / 4, lengthMs);
  const scale = useMemo(() => ({ lengthMs, freshMs, hold: (held: boolean) => setHeldMs(held ? lengthMs : null) }), [lengthMs, freshMs]);
  return (
    <section className="timeline" aria-label={dockRunWords.timeline}>
      <div className="timeline-rows scroll">
        <TimelineScaleContext value={scale}>{children}</TimelineScaleContext>
        {atMs !== null && (
          <div className="timeline-now" aria-hidden="true">
            <i style={{ left: `${Math.min(100, (atMs / lengthMs) * 100)}%` }} />
          </div>
        )}
      </div>
      <div className="timeline-scale" aria-hidden="true">
        {ticksOf(lengthMs).map((tickMs) => (
          <span key={tickMs} style={{ left: `${(tickMs / lengthMs) * 100}%` }}>
            {formatTick(tickMs)}
          </span>
        ))}
      </div>
    </section>
  );
}
