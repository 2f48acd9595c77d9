import { sessionStore } from "../stores/session-store.ts";
import { fitDesign } from "../canvas/read-only-canvas.tsx";
import { replayStore } from "./replay-store.ts";
import { toggleTheme } from "./toggle-theme.ts";
import { SPEEDS, type Transport } from "./transport.ts";

/** An arrow key goes so far through a recording, as a share of it; with Shift a tenth of that. */
const STEP = 1 / 40;

/** Listens to the player's keys until the function it returns is called. */
export function followKeys(transport: Transport): () => void {
  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event)) return;
    const perform = actionOf(event, transport);
    if (perform === undefined) return;
    event.preventDefault();
    perform();
  }
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}

/** A list of choices has keys of its own, and Space presses the button that it is on. */
function isTyped({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.tagName === "SELECT" || (target.tagName === "BUTTON" && (key === " " || key === "Enter"));
}

function actionOf({ key, shiftKey }: KeyboardEvent, { playback, toggle, seek, setSpeed }: Transport): (() => void) | undefined {
  const step = playback.endMs * STEP * (shiftKey ? 0.1 : 1);
  const speedAt = (by: number) => SPEEDS[SPEEDS.findIndex((speed) => speed === replayStore.getState().speed) + by];
  const change = (by: number) => () => setSpeed(speedAt(by) ?? replayStore.getState().speed);
  const actions: Readonly<Record<string, () => void>> = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => seek(playback.position - step),
    ArrowRight: () => seek(playback.position + step),
    Home: () => seek(0),
    End: () => seek(playback.endMs),
    "+": change(1),
    "=": change(1),
    "-": change(-1),
    f: () => fitDesign(),
    t: toggleTheme,
    r: () => replayStore.setState(({ shows }) => ({ shows: shows === "report" ? "run" : "report" })),
    Escape: () => {
      replayStore.setState({ shows: "run" });
      sessionStore.getState().selectEvent(null);
      sessionStore.getState().clearSelection();
    },
  };
  return actions[key.length === 1 ? key.toLowerCase() : key];
}
