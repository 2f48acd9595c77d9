import { useCallback, useSyncExternalStore } from "react";
import { levelAt, type Level } from "../overlay/view.ts";
import { viewStore } from "../state/view-store.ts";

/** So many cards and edges change how much they show in one animation frame: hundreds at once hold the window up. */
const AT_A_TIME = 30;

const shown = new Map<string, Level>();
const listeners = new Map<string, () => void>();
let room = AT_A_TIME;
let requested = 0;
let version = 0;

/**
 * How much a card (by its id) or an edge (by its `edgeKey`) shows at the present zoom. Where many change at once, some do so a few
 * frames later than others; of many that come into view, some begin as if seen from afar.
 */
export function useDetailLevel(key: string): Level {
  const subscribe = useCallback((listener: () => void) => follow(key, listener), [key]);
  return useSyncExternalStore(subscribe, () => levelOf(key));
}

/** Whether a card still looks as from afar, though it is near by now: it is drawn on the overlay for so long. */
export function isStillFar(id: string): boolean {
  return shown.get(id) === "far";
}

/** Whether some cards are still to change. */
export function isChanging(): boolean {
  return requested !== 0;
}

/** Raised whenever cards have changed how much they show. */
export function detailVersion(): number {
  return version;
}

function levelOf(key: string): Level {
  const known = shown.get(key);
  if (known !== undefined) return known;
  const level = room > 0 ? wanted() : "far";
  spend();
  shown.set(key, level);
  return level;
}

function follow(key: string, listener: () => void): () => void {
  if (listeners.size === 0) stopFollowing = viewStore.subscribe(changeAll);
  listeners.set(key, listener);
  if (levelOf(key) !== wanted()) request();
  return () => {
    listeners.delete(key);
    shown.delete(key);
    if (listeners.size > 0) return;
    stopFollowing();
    cancelAnimationFrame(requested);
    [requested, room, last] = [0, AT_A_TIME, null];
  };
}

let stopFollowing = (): void => {};
let last: Level | null = null;

/** Begins to change all that show another level than wanted, with the first of them at once. */
function changeAll(): void {
  const level = wanted();
  if (level === last) return;
  last = level;
  change();
}

function change(): void {
  const level = wanted();
  for (const [key, listener] of listeners) {
    if (shown.get(key) === level) continue;
    if (room <= 0) return request();
    spend();
    shown.set(key, level);
    version += 1;
    listener();
  }
}

function wanted(): Level {
  return levelAt(viewStore.getState().view.zoom);
}

/** Takes some of what this frame has room for; the next one has room again. */
function spend(): void {
  room -= 1;
  request();
}

function request(): void {
  if (requested === 0) requested = requestAnimationFrame(next);
}

function next(): void {
  requested = 0;
  room = AT_A_TIME;
  change();
}
