import { readFileSync, realpathSync, statSync } from "node:fs";
import { extname, isAbsolute, relative, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import type { Json } from "../../../design/document/schema.ts";
import { AppError, messageOf } from "../../../design/errors.ts";
import { MOST_TRACED, type TraceEvent } from "../../../design/kinds/producer.ts";

/** The largest trace file, bytes. */
const MOST_BYTES = 16 * 2 ** 20;
/** Columns that may hold an event's time, the first that is there counts. */
const TIMES = ["atMs", "timeMs", "time", "timestamp", "ts"];

type Row = Record<string, unknown>;

/**
 * Reads a recorded trace (rule P1): CSV with a header, or JSONL, in the design's folder or below it and nowhere else, because a
 * design may come from a stranger. Times are ms since the start, or dates of which the first is the start. Throws an AppError.
 */
export function readTrace(folder: string, file: string): TraceEvent[] {
  const path = insideOf(folder, file);
  if (statSync(path).size > MOST_BYTES) throw refused(file, `is larger than ${MOST_BYTES / 2 ** 20} MB.`);
  const text = readFileSync(path, "utf8");
  const rows = extname(file).toLowerCase() === ".csv" ? csvRows(text, file) : jsonRows(text, file);
  if (rows.length === 0) throw refused(file, "has no events.");
  if (rows.length > MOST_TRACED) throw refused(file, `has more than ${MOST_TRACED.toLocaleString("en-US")} events.`);
  const times = timesOf(rows, file);
  return rows.map((row, index) => eventOf(row, times[index] ?? 0)).toSorted((a, b) => a.atMs - b.atMs);
}

function insideOf(folder: string, file: string): string {
  if (isAbsolute(file) || file.split(/[\\/]/).includes("..")) throw refused(file, "must be in the design's own folder.");
  if (![".csv", ".jsonl", ".ndjson"].includes(extname(file).toLowerCase())) throw refused(file, "must end in .csv, .jsonl or .ndjson.");
  try {
    const path = realpathSync(resolve(folder, file));
    const inside = relative(realpathSync(folder), path);
    if (inside.startsWith("..") || isAbsolute(inside)) throw refused(file, "must be in the design's own folder; it is a link to somewhere else.");
    if (!statSync(path).isFile()) throw refused(file, "is not a file.");
    return path;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("file-not-found", `There is no trace ${file} beside the design.`, { cause });
  }
}

function csvRows(text: string, file: string): Row[] {
  try {
    return parse(text, { columns: true, skip_empty_lines: true, trim: true, bom: true, cast: (value, { header }) => (header ? value : valueOf(value)) }) as Row[];
  } catch (cause) {
    throw refused(file, `is no CSV with a header: ${messageOf(cause)}.`, cause);
  }
}

/** A cell: a number, JSON where it looks like it, else a text. */
function valueOf(cell: string): unknown {
  if (cell === "") return undefined;
  if (/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(cell) && Number.isFinite(Number(cell))) return Number(cell);
  if (cell === "true" || cell === "false") return cell === "true";
  if (!cell.startsWith("{") && !cell.startsWith("[")) return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

function jsonRows(text: string, file: string): Row[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      const row = JSON.parse(line) as unknown;
      if (typeof row === "object" && row !== null && !Array.isArray(row)) return [row as Row];
    } catch (cause) {
      throw refused(file, `line ${index + 1} is not JSON: ${messageOf(cause)}.`, cause);
    }
    throw refused(file, `line ${index + 1} is no object.`);
  });
}

/** Ms since the start of each row. */
function timesOf(rows: readonly Row[], file: string): number[] {
  const column = TIMES.find((name) => rows[0]?.[name] !== undefined);
  if (column === undefined) throw refused(file, `has no time: name a column or property one of ${TIMES.join(", ")}.`);
  const times = rows.map((row, index) => {
    const value = row[column];
    const ms = typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;
    if (!Number.isFinite(ms)) throw refused(file, `event ${index + 1} has no time that can be read in ${column} (${JSON.stringify(value) ?? "nothing"}).`);
    return ms;
  });
  const isDates = rows.some((row) => typeof row[column] === "string") || Math.min(...times.slice(0, 1000)) > 1e11;
  const startMs = isDates ? times.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY) : 0;
  const negative = times.findIndex((ms) => ms - startMs < 0);
  if (negative >= 0) throw refused(file, `event ${negative + 1} comes before the start (${times[negative]}).`);
  return times.map((ms) => ms - startMs);
}

/** What a row says beside its time: `key` (or CloudEvents' `partitionkey`), `type`, and `data` (or `payload`, or all the rest). */
function eventOf(row: Row, atMs: number): TraceEvent {
  const { key, partitionkey, type, data, payload, ...others } = row;
  for (const name of TIMES) delete others[name];
  const named = key ?? partitionkey;
  const content = data ?? payload ?? (Object.keys(others).length > 0 ? Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)) : undefined);
  return {
    atMs,
    ...(named === undefined || named === null ? undefined : { key: typeof named === "string" ? named : JSON.stringify(named) }),
    ...(typeof type === "string" && type !== "" ? { type } : undefined),
    ...(content === undefined ? undefined : { data: content as Json }),
  };
}

function refused(file: string, why: string, cause?: unknown): AppError {
  return new AppError("trace-refused", `The trace ${file} ${why}`, { cause });
}
