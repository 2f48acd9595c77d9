import type { Design } from "../../../design/document/schema.ts";
import type { ExperimentState } from "../chaos.ts";
import type { Report } from "../report.ts";
import type { Mode, Notice } from "../run.ts";
import type { FramesFile } from "./frame-log.ts";
import type { SamplesFile } from "./sample-log.ts";

/** A run as a replay file keeps it. All times are design time in ms. */
export interface Recording {
  readonly format: "spillway-replay";
  readonly version: 1;
  readonly mode: Mode;
  readonly seed: number;
  /** When it was recorded, ms since 1970. */
  readonly recordedAt: number;
  /** The design that ran, and what it was changed to; the first is from the beginning. */
  readonly designs: readonly { readonly atMs: number; readonly design: Design }[];
  readonly notices: readonly Notice[];
  /** What was broken on purpose, as it stood last (rule O4). */
  readonly experiments: readonly ExperimentState[];
  readonly frames: FramesFile;
  readonly samples: SamplesFile;
  /** Null while the run was still on. */
  readonly report: Report | null;
}
