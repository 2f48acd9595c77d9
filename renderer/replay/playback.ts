import type { Frame } from "../../engine/contract/frame.ts";
import { frameAt, timesOf, type FramesFile } from "../../engine/contract/replay/frame-log.ts";
import { mergeFrames } from "../../engine/contract/replay/merge-frames.ts";
import type { Recording } from "../../engine/contract/replay/recording.ts";
import { samplesOf, timeOf } from "../../engine/contract/replay/sample-log.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Sample } from "../../engine/contract/sample.ts";

/** Where what is played goes, in the order in which it happened. */
export interface Stage {
  /** Forget all: the playback jumped. */
  reset(): void;
  design(design: Design): void;
  /** `isFresh` is false for a frame that was told before and only says how late it is now. */
  frame(frame: Frame, isFresh: boolean): void;
  samples(samples: readonly Sample[]): void;
}

/** How much is told again after a jump, so that sparklines and dots under way are there. */
const ROWS_BEFORE = 90;
/** Of more rows between two ticks one is made, or a fast playback would do nothing else. */
const MOST_ROWS_AT_ONCE = 6;
/** Dots are under way for so long after the last frame. */
const AFTERWARDS_MS = 600;

/** Plays a recording onto a stage: told what time it is, it tells what happened up to then. Times are design time in ms. */
export class Playback {
  readonly endMs: number;
  /** The end of each row. */
  readonly timesMs: readonly number[];
  private readonly file: FramesFile;
  private readonly known: Frame[] = [];
  private readonly share: number;
  private readonly samples: readonly Sample[];
  private readonly designs: Recording["designs"];
  private positionMs = 0;
  /** For so long a dot is under way, and told of again after a jump. */
  underWayMs = 600;
  /** How many rows, samples and designs were told. */
  private told = { rows: 0, samples: 0, designs: 0 };
  private generation = 0;

  constructor(
    recording: Pick<Recording, "frames" | "samples" | "designs">,
    private readonly stage: Stage,
  ) {
    this.file = recording.frames;
    this.designs = recording.designs;
    this.samples = samplesOf(recording.samples);
    this.timesMs = timesOf(this.file);
    this.share = recording.samples.share;
    this.endMs = Math.max(1, (this.timesMs.at(-1) ?? 0) + AFTERWARDS_MS);
  }

  get position(): number {
    return this.positionMs;
  }

  /** A row of the recording. A dot in it stands for as many more events as the recording left out. */
  frame(row: number): Frame {
    const known = this.known[row];
    if (known !== undefined) return known;
    const frame = frameAt(this.file, row);
    return (this.known[row] = { ...frame, sampling: frame.sampling / this.share });
  }

  /** Goes on to a moment that is not before the present one. */
  advance(toMs: number): void {
    this.positionMs = Math.min(this.endMs, Math.max(this.positionMs, toMs));
    this.tellDesign();
    const rows = this.rowsUntil(this.positionMs);
    this.tellSamples(0);
    if (rows === this.told.rows) return this.tellLater();
    const fresh = Array.from({ length: rows - this.told.rows }, (_, at) => this.frame(this.told.rows + at));
    this.told.rows = rows;
    for (const frame of fresh.length > MOST_ROWS_AT_ONCE ? [fresh.reduce(mergeFrames)] : fresh) this.tell(frame, true);
  }

  /** Jumps to a moment: everything counts from the beginning, as if it had been played. */
  seek(toMs: number): void {
    this.positionMs = Math.min(this.endMs, Math.max(0, toMs));
    this.generation += 1;
    this.stage.reset();
    this.told = { rows: 0, samples: 0, designs: 0 };
    this.told.rows = this.rowsUntil(this.positionMs);
    this.tellDesign();
    const from = Math.max(0, this.told.rows - ROWS_BEFORE);
    const past = Array.from({ length: from }, (_, row) => this.frame(row));
    if (past.length > 0) this.tell(past.reduce(mergeFrames), true);
    for (let row = from; row < this.told.rows; row += 1) this.tell(this.frame(row), true);
    this.tellSamples(this.positionMs - this.underWayMs);
  }

  private rowsUntil(ms: number): number {
    let rows = this.told.rows;
    while ((this.timesMs[rows] ?? Number.POSITIVE_INFINITY) <= ms) rows += 1;
    return rows;
  }

  /** Frames of a later jump have lower numbers, which says that they are of another run. */
  private tell(frame: Frame, isFresh: boolean): void {
    this.stage.frame({ ...frame, seq: frame.seq - this.generation * 1_000_000 }, isFresh);
  }

  /** Between two rows only the time goes on. */
  private tellLater(): void {
    if (this.told.rows > 0) this.tell({ ...this.frame(this.told.rows - 1), atMs: this.positionMs }, false);
  }

  private tellSamples(fromMs: number): void {
    const first = this.told.samples;
    let next = first;
    for (let sample = this.samples[next]; sample !== undefined && timeOf(sample) <= this.positionMs; sample = this.samples[next]) next += 1;
    this.told.samples = next;
    const fresh = this.samples.slice(first, next).filter((sample) => timeOf(sample) >= fromMs);
    if (fresh.length > 0) this.stage.samples(fresh);
  }

  private tellDesign(): void {
    const count = this.designs.filter(({ atMs }) => atMs <= this.positionMs).length;
    const present = this.designs[count - 1];
    if (present && count !== this.told.designs) this.stage.design(present.design);
    this.told.designs = count;
  }
}
