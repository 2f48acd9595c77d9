import { composeDiffs, invertDiff, isEmptyDiff, type DesignDiff } from "../../design/document/diff.ts";

/** One step of undo. */
export interface Step {
  readonly diff: DesignDiff;
  readonly label: string;
  readonly mergeKey?: string;
}

/** What can be undone and redone, the next one last. */
export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
  /** The next edit is a step of its own. */
  readonly marked: boolean;
}

const MOST_STEPS = 500;

export const EMPTY_HISTORY: History = { done: [], undone: [], marked: true };

/** The history after an edit: a new step, or part of the last one when both have the same merge key. Nothing is left to redo. */
export function recorded(history: History, step: Step): History {
  const last = history.done.at(-1);
  if (!history.marked && last && step.mergeKey !== undefined && last.mergeKey === step.mergeKey) {
    const diff = composeDiffs(last.diff, step.diff);
    const rest = history.done.slice(0, -1);
    return { done: isEmptyDiff(diff) ? rest : [...rest, { ...last, diff }], undone: [], marked: false };
  }
  return { done: [...history.done, step].slice(-MOST_STEPS), undone: [], marked: false };
}

/** Takes the last step back: the history after it and the change to apply, or null when there is none. */
export function stepBack(history: History): { history: History; diff: DesignDiff } | null {
  const step = history.done.at(-1);
  if (!step) return null;
  return { history: { done: history.done.slice(0, -1), undone: [...history.undone, step], marked: true }, diff: invertDiff(step.diff) };
}

/** Does the step that was taken back last again. */
export function stepForward(history: History): { history: History; diff: DesignDiff } | null {
  const step = history.undone.at(-1);
  if (!step) return null;
  return { history: { done: [...history.done, step], undone: history.undone.slice(0, -1), marked: true }, diff: step.diff };
}
