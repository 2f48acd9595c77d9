import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import type { ReportOwner } from "../contract/kept-report.ts";
import { Recorder, type Recorded } from "../contract/replay/recorder.ts";
import { isRunOf, type RunOwner } from "../contract/run-owner.ts";
import type { RunListener } from "../core/executor.ts";
import { readPlayer } from "./player.ts";
import { replayPage, type ReplayPage } from "./replay-page.ts";

/** The recording of the present or last run. */
export class RunRecording {
  private recorder: Recorder | null = null;
  private owner: RunOwner | undefined;

  /** Records whatever a run tells, before `listener` hears it. */
  hearing(listener: RunListener): RunListener {
    return {
      ...listener,
      onFrame: (frame) => {
        this.recorder?.acceptFrame(frame);
        listener.onFrame?.(frame);
      },
      onSamples: (samples) => {
        this.recorder?.acceptSamples(samples);
        listener.onSamples?.(samples);
      },
      onState: (state) => {
        this.recorder?.acceptState(state);
        listener.onState(state);
      },
      onNotice: (notice) => {
        this.recorder?.acceptNotice(notice);
        listener.onNotice(notice);
      },
    };
  }

  /** Everything heard from now on is of this run. */
  begin(run: Recorded, owner?: RunOwner): Recorder {
    this.owner = owner;
    this.recorder = new Recorder(run);
    return this.recorder;
  }

  /** The design was changed while it ran. */
  changed(design: Design): void {
    this.recorder?.acceptDesign(design);
  }

  /** What was recorded up to now as one file; `now` in ms since 1970. Rejects with `no-run` before the first run, and where it is not `of` this document. */
  async page(now: number, of: ReportOwner | null = null): Promise<ReplayPage> {
    if (!this.recorder) throw new AppError("no-run", "Nothing has run yet. A replay is of a run or a forecast: start one first.");
    if (!isRunOf(this.owner, of)) throw new AppError("no-run", `The last run was of “${this.owner?.name}”, not of this design. Run this design, then save its replay.`);
    return replayPage(await readPlayer(), this.recorder, now);
  }
}
