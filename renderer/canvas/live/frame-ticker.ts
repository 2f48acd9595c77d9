import { subscribeFrames } from "../../stores/frames.ts";
import { subscribeColours } from "../overlay/colours.ts";

type Draw = () => void;

const drawings = new Set<Draw>();
let stop: (() => void) | null = null;
let requested = 0;

/**
 * Calls `draw` after each frame of the run (ten a second) and when the theme changes, all drawings together in one
 * animation frame. Small pictures on cards are drawn so, without React.
 */
export function drawWithFrames(draw: Draw): () => void {
  drawings.add(draw);
  stop ??= listen();
  return () => {
    drawings.delete(draw);
    if (drawings.size > 0) return;
    stop?.();
    stop = null;
  };
}

function listen(): () => void {
  const stopFrames = subscribeFrames(request);
  const stopColours = subscribeColours(request);
  return () => {
    stopFrames();
    stopColours();
    cancelAnimationFrame(requested);
    requested = 0;
  };
}

function request(): void {
  if (requested === 0) requested = requestAnimationFrame(drawAll);
}

function drawAll(): void {
  requested = 0;
  for (const draw of drawings) draw();
}
