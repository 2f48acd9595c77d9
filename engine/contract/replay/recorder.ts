import type { Design } from "../../../design/document/schema.ts";
import type { ExperimentState } from "../chaos.ts";
import type { Frame } from "../frame.ts";
import type { Report } from "../report.ts";
import type { Mode, Notice, RunState } from "../run.ts";
import type { Sample } from "../sample.ts";
import { FrameLog } from "./frame-log.ts";
import type { Recording } from "./recording.ts";
import { SampleLog } from "./sample-log.ts";
import { shownDesign, withHostsOnly } from "./without-secrets.ts";

/** The run that is recorded. */
export interface Recorded {
  readonly mode: Mode;
  readonly seed: number;
  readonly design: Design;
  /** How long producers produce, ms of design time, where that is known. */
  readonly forMs: number | null;
}

const MOST_NOTICES = 300;
const MOST_DESIGNS = 50;
const NO_MACHINE: Report["machine"] = { cpus: 0, memoryMb: 0, platform: "", node: "" };

/** Records a run in memory of a bounded size, however long it is: what is too much is thinned out evenly, and the recording says so. */
export class Recorder {
  private readonly frames: FrameLog;
  private readonly samples = new SampleLog();
  private readonly notices: Notice[] = [];
  private readonly designs: { atMs: number; design: Design }[];
  private experiments: readonly ExperimentState[] = [];
  private report: Report | null = null;
  private atMs = 0;

  constructor(private readonly run: Recorded) {
    this.frames = new FrameLog(run.forMs);
    this.designs = [{ atMs: 0, design: run.design }];
  }

  acceptFrame(frame: Frame): void {
    this.atMs = frame.atMs;
    this.frames.accept(frame);
  }

  acceptSamples(samples: readonly Sample[]): void {
    this.samples.accept(samples);
  }

  acceptNotice(notice: Notice): void {
    if (this.notices.length < MOST_NOTICES) this.notices.push({ ...notice, atMs: notice.atMs ?? this.atMs });
  }

  acceptState({ experiments }: Pick<RunState, "experiments">): void {
    this.experiments = experiments ?? this.experiments;
  }

  /** The design was changed while it ran. */
  acceptDesign(design: Design): void {
    // Of many changes the last one holds.
    if (this.designs.length >= MOST_DESIGNS) this.designs.pop();
    this.designs.push({ atMs: this.atMs, design });
  }

  acceptReport(report: Report): void {
    this.report = report;
  }

  /** Keeps half as much of whatever there is most of. */
  halve(): void {
    this.frames.halve();
    this.samples.halve();
  }

  /** What was recorded up to now, without anything that only the owner may know. `recordedAt`: ms since 1970. */
  recording(recordedAt: number): Recording {
    const { mode, seed } = this.run;
    const samples = this.samples.encoded();
    return {
      format: "spillway-replay",
      version: 1,
      mode,
      seed,
      recordedAt,
      designs: this.designs.map(({ atMs, design }) => ({ atMs, design: shownDesign(design) })),
      notices: withHostsOnly(this.notices),
      experiments: withHostsOnly(this.experiments),
      frames: this.frames.encoded(),
      samples: { ...samples, names: withHostsOnly(samples.names) },
      report: this.report && withHostsOnly({ ...this.report, machine: { ...NO_MACHINE, cpus: this.report.machine.cpus } }),
    };
  }
}
