import type { Frame } from "../frame.ts";
import type { SloVerdict } from "../report.ts";
import { readCell } from "./column.ts";
import { ColumnTree, readRow, type TreeFile } from "./column-tree.ts";
import { EDGE_COUNTS, mergeFrames, NODE_COUNTS } from "./merge-frames.ts";

/** Frames in a file. A row is what happened in `rowMs` of design time, or a little more. */
export interface FramesFile {
  readonly rows: number;
  /** Least design time between two rows, ms; 0 while every frame has a row. */
  readonly rowMs: number;
  readonly columns: TreeFile;
}

/** Most values in memory; one takes 8 bytes, so that a recording of any length takes 16 MB at most. */
const MOST_VALUES = 2_000_000;
/** More rows than a screen has pixels for a chart say no more. */
const MOST_ROWS = 2400;
const FEWEST_ROWS = 60;
const FRAME_MS = 100;

const SUMS = { nodes: new Set<string>(NODE_COUNTS), channels: new Set<string>(NODE_COUNTS), edges: new Set<string>(EDGE_COUNTS) };

function isSum([part, , key, more]: readonly string[]): boolean {
  return part === "intervalMs" || (more === undefined && key !== undefined && SUMS[part as keyof typeof SUMS]?.has(key));
}

/** Keeps the frames of a run, however long: where there are too many, each two become one, so that rows stay equally far apart. */
export class FrameLog {
  private readonly columns = new ColumnTree(isSum);
  private rows = 0;
  private rowMs: number;
  private lastMs = Number.NEGATIVE_INFINITY;
  private pending: Frame | null = null;
  private slos: readonly SloVerdict[] = [];

  /** `expectedMs` is how long the run will be, where that is known: what would be thinned later is not kept in the first place. */
  constructor(expectedMs: number | null) {
    this.rowMs = expectedMs === null || expectedMs <= MOST_ROWS * FRAME_MS ? 0 : expectedMs / MOST_ROWS;
  }

  accept(frame: Frame): void {
    this.pending = this.pending === null ? frame : mergeFrames(this.pending, frame);
    // A frame comes now and then a little early.
    if (frame.atMs - this.lastMs < this.rowMs - FRAME_MS / 4) return;
    this.flush();
    if (this.rows >= MOST_ROWS || (this.rows > FEWEST_ROWS && this.columns.size() > MOST_VALUES)) this.halve();
  }

  /** Makes one row of each two. */
  halve(): void {
    this.flush();
    this.columns.halve(this.rows);
    this.rows = Math.ceil(this.rows / 2);
    this.rowMs = Math.max(this.rowMs, FRAME_MS) * 2;
  }

  encoded(): FramesFile {
    this.flush();
    return { rows: this.rows, rowMs: Math.round(this.rowMs), columns: this.columns.encoded(this.rows) };
  }

  private flush(): void {
    const frame = this.pending;
    if (frame === null) return;
    this.pending = null;
    this.slos = frame.slos ?? this.slos;
    this.columns.push(this.rows, recorded(frame, this.slos));
    this.lastMs = frame.atMs;
    this.rows += 1;
  }
}

/** What is kept of a frame: nothing of the machine; verdicts by their id, so that each has columns of its own. */
function recorded({ atMs, intervalMs, nodes, channels, edges, endToEndMs, ledger, sampling, alerts }: Frame, slos: readonly SloVerdict[]): object {
  const { bySource: _bySource, ...entries } = ledger;
  return { atMs, intervalMs, nodes, channels, edges, endToEndMs, ledger: entries, sampling, slos: Object.fromEntries(slos.map((verdict) => [verdict.id, verdict])), ...(alerts && { alerts: Object.fromEntries(alerts.map((standing) => [standing.alert, standing])) }) };
}

/** The end of each row, ms of design time. */
export function timesOf({ rows, columns }: FramesFile): number[] {
  const { atMs } = columns;
  return Array.from({ length: rows }, (_, row) => (Array.isArray(atMs) ? Number(readCell(atMs, row)) : 0));
}

/** A row as a frame; what was not recorded of it is empty. */
export function frameAt({ columns }: FramesFile, row: number): Frame {
  const { slos, alerts, ...recorded } = readRow(columns, row);
  return { nodes: {}, channels: {}, edges: {}, ...recorded, seq: row, processes: [], saturated: [], slos: Object.values(slos ?? {}), ...(alerts ? { alerts: Object.values(alerts) } : {}) } as unknown as Frame;
}
