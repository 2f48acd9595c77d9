import type { Point } from "../../../design/document/schema.ts";
import type { Moves } from "../geometry/arrange.ts";
import type { Scene } from "../../../design/picture/scene.ts";
import { designNow, editDesign } from "../state/document-link.ts";
import { dropMoved, sceneStore, showMoved } from "../state/scene-store.ts";
import { moveNodes } from "../../../design/document/operations.ts";
import { elkGraphOf, movesFrom } from "./elk-graph.ts";
import { layOutInWorker } from "./elk-worker.ts";

const GLIDE_MS = 320;

/**
 * Lays the given nodes out from left to right, all of them without ids, as one step of undo. Cards glide to their places,
 * unless the user asked for less motion. Resolves when they are there.
 */
export async function autoLayout(ids?: readonly string[]): Promise<void> {
  const { scene } = sceneStore.getState();
  const wanted = ids === undefined ? undefined : new Set(ids);
  const cards = [...scene.cards.values()].filter((card) => wanted?.has(card.id) ?? true);
  if (cards.length < 2) return;
  const moves = movesFrom(await layOutInWorker(elkGraphOf(cards, designNow().edges)), cards);
  if (moves.size === 0) return;
  if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) await glide(scene, moves);
  editDesign("Auto-layout", (design) => moveNodes(design, moves));
  dropMoved();
}

/** Draws the cards on their way to their new places. */
async function glide(scene: Scene, moves: Moves): Promise<void> {
  const from = new Map([...moves.keys()].map((id): [string, Point] => [id, scene.cards.get(id) ?? { x: 0, y: 0 }]));
  const began = performance.now();
  for (;;) {
    const now = await nextFrame();
    const share = Math.min(1, (now - began) / GLIDE_MS);
    showMoved(between(from, moves, easeInOut(share)));
    if (share >= 1) return;
  }
}

/** Places part of the way from one to the other. */
export function between(from: ReadonlyMap<string, Point>, to: Moves, share: number): Moves {
  return new Map(
    [...to].map(([id, end]) => {
      const start = from.get(id) ?? end;
      return [id, { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share }];
    }),
  );
}

function easeInOut(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2;
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    // A window out of sight draws no frames; the timer sees to it that the layout arrives all the same.
    const timer = setTimeout(() => finish(performance.now()), 100);
    const frame = requestAnimationFrame((now) => finish(now));
    function finish(now: number): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve(now);
    }
  });
}
