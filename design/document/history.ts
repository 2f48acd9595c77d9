import { applyDiff, composeDiffs, invertDiff, isEmptyDiff, type DesignDiff } from "./diff.ts";
import type { Design } from "./schema.ts";

/** One step that can be undone. */
export interface HistoryEntry {
  readonly diff: DesignDiff;
  /** What was done, for the menu: `Move 3 nodes`. */
  readonly label: string;
  /** Changes with the same key go into one step while it is open; undefined closes it. */
  readonly mergeKey?: string;
}

/** What was done and can be undone, oldest first, and what was undone and can be redone, next first. */
export interface History {
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

export interface HistoryStep {
  readonly history: History;
  readonly design: Design;
  /** Label of the step that was undone or redone; null when there was none. */
  readonly label: string | null;
}

/** Steps that are kept; the oldest are forgotten. */
export const MAX_HISTORY = 1000;

export const EMPTY_HISTORY: History = { past: [], future: [] };

/**
 * Remembers a change that was applied; what could be redone is forgotten. Successive changes with one `mergeKey`, as
 * of typing in a field or dragging, become one step until {@link mark}. A change that changes nothing is no step,
 * nor is a merged one that came back to where it began.
 */
export function record(history: History, diff: DesignDiff, label: string, { mergeKey }: { mergeKey?: string } = {}): History {
  if (isEmptyDiff(diff)) return history;
  const last = history.past.at(-1);
  if (mergeKey === undefined || last?.mergeKey !== mergeKey) return withPast([...history.past, entry(diff, label, mergeKey)]);
  const merged = composeDiffs(last.diff, diff);
  const before = history.past.slice(0, -1);
  return withPast(isEmptyDiff(merged) ? before : [...before, entry(merged, label, mergeKey)]);
}

/** Ends the step that is open: the next change is a step of its own, whatever its key. */
export function mark(history: History): History {
  const last = history.past.at(-1);
  if (last?.mergeKey === undefined) return history;
  return { ...history, past: [...history.past.slice(0, -1), entry(last.diff, last.label)] };
}

/** Takes the last step back. */
export function undo(history: History, design: Design): HistoryStep {
  const last = history.past.at(-1);
  if (last === undefined) return { history, design, label: null };
  const future = [entry(last.diff, last.label), ...history.future];
  return { history: mark({ past: history.past.slice(0, -1), future }), design: applyDiff(design, invertDiff(last.diff)), label: last.label };
}

/** Does the step again that was undone last. */
export function redo(history: History, design: Design): HistoryStep {
  const [next, ...future] = history.future;
  if (next === undefined) return { history, design, label: null };
  return { history: { past: [...history.past, next], future }, design: applyDiff(design, next.diff), label: next.label };
}

function entry(diff: DesignDiff, label: string, mergeKey?: string): HistoryEntry {
  return mergeKey === undefined ? { diff, label } : { diff, label, mergeKey };
}

function withPast(past: readonly HistoryEntry[]): History {
  return { past: past.slice(-MAX_HISTORY), future: [] };
}
