/** For measuring: what the overlay drew. On the window as `__spillwayCanvasStats`, only with `?bench` in the address. */
export interface CanvasStats {
  frames: number;
  dots: number;
  /** How long the newest drawings took, ms. */
  drawMs: number[];
  /** When they were, ms. */
  atMs: number[];
}

declare global {
  interface Window {
    __spillwayCanvasStats?: CanvasStats;
  }
}

const KEPT = 2000;
const isWanted = typeof location !== "undefined" && new URLSearchParams(location.search).has("bench");

/** Notes a drawing, when somebody measures. */
export function countFrame(atMs: number, tookMs: number, dots: number): void {
  if (!isWanted) return;
  const stats = (window.__spillwayCanvasStats ??= { frames: 0, dots: 0, drawMs: [], atMs: [] });
  stats.frames += 1;
  stats.dots = dots;
  stats.drawMs.push(tookMs);
  stats.atMs.push(atMs);
  if (stats.drawMs.length > KEPT) {
    stats.drawMs.splice(0, KEPT / 2);
    stats.atMs.splice(0, KEPT / 2);
  }
}
