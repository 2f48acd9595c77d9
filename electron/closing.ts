/** Decides whether a window may close while a design has unsaved changes. */
export interface CloseGuard {
  setDirty(isDirty: boolean): void;
  /** Whether the page can be asked: it listens, and it answers. */
  setReachable(isReachable: boolean): void;
  /** True when the window may close now; else the page has been asked. */
  mayClose(): boolean;
  /** The page's answer: true lets the next attempt through. */
  answer(mayClose: boolean): void;
}

/** A guard that asks the page through `ask`. A page that cannot answer never keeps its window open. */
export function createCloseGuard(ask: () => void): CloseGuard {
  let isDirty = false;
  let isReachable = false;
  let isConfirmed = false;
  return {
    setDirty(value) {
      isDirty = value;
    },
    setReachable(value) {
      isReachable = value;
    },
    mayClose() {
      if (isConfirmed || !isDirty || !isReachable) return true;
      ask();
      return false;
    },
    answer(mayClose) {
      isConfirmed = mayClose;
    },
  };
}
