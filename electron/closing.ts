/** Decides whether a window may close while a design has unsaved changes. */
export interface CloseGuard {
  setDirty(isDirty: boolean): void;
  /** Whether the page listens for the question. */
  setListening(isListening: boolean): void;
  /** Whether the page reacts at all. */
  setResponsive(isResponsive: boolean): void;
  /** True when the window may close now; else the page has been asked. */
  mayClose(): boolean;
  /** The page's answer: true lets the next attempt through. */
  answer(mayClose: boolean): void;
}

/** A guard that asks the page through `ask`. A page that cannot answer never keeps its window open. */
export function createCloseGuard(ask: () => void): CloseGuard {
  let isDirty = false;
  let isListening = false;
  let isResponsive = true;
  let isConfirmed = false;
  return {
    setDirty(value) {
      isDirty = value;
    },
    setListening(value) {
      isListening = value;
    },
    setResponsive(value) {
      isResponsive = value;
    },
    mayClose() {
      if (isConfirmed || !isDirty || !isListening || !isResponsive) return true;
      ask();
      return false;
    },
    answer(mayClose) {
      isConfirmed = mayClose;
    },
  };
}
