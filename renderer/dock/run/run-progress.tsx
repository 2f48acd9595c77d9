import { formatTick } from "../../format/clock.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { isActive } from "../../stores/run-state.ts";
import { useRun } from "../../stores/run-store.ts";
import { phaseName, phaseSentence } from "./run-sentence.ts";
import { dockRunWords } from "../../words/dock-run.ts";

/** The run on its time line, with what was changed on the way. */
export function RunProgress() {
  const run = useRun((slice) => slice.run);
  const marks = useRun((slice) => slice.marks);
  const frame = useShownFrame();
  if (!run) return null;
  const atMs = isActive(run) ? Math.max(run.atMs, frame?.atMs ?? 0) : run.atMs;
  const lengthMs = isActive(run) ? Math.max(run.forMs ?? atMs, atMs, 1) : Math.max(atMs, 1);
  const producedShare = run.forMs === null ? atMs / lengthMs : Math.min(atMs, run.forMs) / lengthMs;
  const drainShare = run.forMs === null ? 0 : Math.max(0, atMs - run.forMs) / lengthMs;
  const percent = (share: number) => `${share * 100}%`;
  return (
    <section className="run-progress" aria-label={dockRunWords.progress}>
      <h3>
        <span className="phase-dot" data-phase={run.phase} aria-hidden="true" />
        {phaseName(run)}
      </h3>
      <p className="run-sentence">{phaseSentence(run, frame)}</p>
      <div
        className="run-track"
        role="progressbar"
        aria-label={dockRunWords.timeOfTheRun}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((run.progress ?? producedShare) * 100)}
      >
        <i className="run-done" style={{ width: percent(producedShare) }} />
        <i className="run-drained" style={{ left: percent(producedShare), width: percent(drainShare) }} />
        {marks.map((mark, index) => (
          // Marks are only ever added at the end.
          <i key={`${index}/${mark.atMs}`} className="run-mark" style={{ left: percent(mark.atMs / lengthMs) }} title={`${formatTick(mark.atMs)} ${mark.label}`} />
        ))}
      </div>
      <div className="run-scale">
        <span>0:00</span>
        {drainShare > 0.02 && <span>{dockRunWords.draining}</span>}
        <span>{formatTick(lengthMs)}</span>
      </div>
      {marks.length > 0 && (
        <ul className="run-changes scroll" tabIndex={0} aria-label={dockRunWords.changesMadeDuringTheRun}>
          {marks.toReversed().map((mark, index) => (
            <li key={`${marks.length - index}/${mark.atMs}`}>
              <time>{formatTick(mark.atMs)}</time> {mark.label}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
