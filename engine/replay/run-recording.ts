import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import { Recorder, type Recorded } from "../contract/replay/recorder.ts";
import type { RunListener } from "../core/executor.ts";
import { readPlayer } from "./player.ts";
import { replayPage, type ReplayPage } from "./replay-page.ts";

/** The recording of the present or last run. */
export class RunRecording {
  private recorder: Recorder | null = null;

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
  begin(run: Recorded): Recorder {
    this.recorder = new Recorder(run);
    return this.recorder;
  }

  /** The design was changed while it ran. */
  changed(design: Design): void {
    this.recorder?.acceptDesign(design);
  }

  /** What was recorded up to now as one file; `now` in ms since 1970. Rejects with `no-run` before the first run. */
  async page(now: number): Promise<ReplayPage> {
    if (!this.recorder) throw new AppError("no-run", "Nothing has run yet. A replay is of a run or a forecast: start one first.");
    return replayPage(await readPlayer(), this.recorder, now);
  }
}
