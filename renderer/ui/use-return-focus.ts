import { useState } from "react";
import { focusCanvas } from "../shell/move-focus.ts";

/**
 * For a modal window's `onCloseAutoFocus`: puts the keyboard back where it was when the window opened, or on the canvas when
 * that is gone. (Left alone, Radix looks for the button that opened the window, and ours are opened by commands.)
 */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus({ preventScroll: true });
    else focusCanvas();
  };
}
