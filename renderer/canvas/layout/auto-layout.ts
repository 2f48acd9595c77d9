import type { ElkNode } from "elkjs/lib/elk-api.js";
import { andThen } from "../../../design/document/diff.ts";
import { moveAnnotations } from "../../../design/document/operations-document.ts";
import { moveNodes } from "../../../design/document/operations.ts";
import type { DesignNode, Point, Zone } from "../../../design/document/schema.ts";
import { overlaps } from "../../../design/picture/rectangle.ts";
import { sceneOf, type Card, type Scene } from "../../../design/picture/scene.ts";
import { zoneBoxes } from "../../../design/picture/zone-boxes.ts";
import { documentStore } from "../../stores/document-store.ts";
import type { Moves } from "../geometry/arrange.ts";
import { zoneKey } from "../state/canvas-state.ts";
import { designNow, editDesign } from "../state/document-link.ts";
import { drawnOf } from "../state/drawn-elements.ts";
import { dropMoved, sceneStore, showMoved } from "../state/scene-store.ts";
import { forgetPlaces } from "../zones/zone-store.ts";
import { elkGraphOf, movesFrom } from "./elk-graph.ts";
import { layOutInWorker } from "./elk-worker.ts";
import { placeNotes, type Surroundings } from "./place-notes.ts";

const GLIDE_MS = 320;

/**
 * Lays the given nodes out from left to right, all of them without ids, as one step of undo. Notes go with the cards that they
 * stand beside, and are not covered. Cards glide to their places, unless the user asked for less motion; the document has them there from the start. Resolves when they are there.
 */
export async function autoLayout(ids?: readonly string[]): Promise<void> {
  const { key } = documentStore.getState();
  const wanted = ids === undefined ? undefined : new Set(ids);
  const cards = [...sceneStore.getState().scene.cards.values()].filter((card) => wanted?.has(card.id) ?? true);
  if (cards.length < 2) return;
  const cardMoves = movesFrom(await layOut(cards), cards);
  // Another design may have been opened meanwhile, with the same ids in it.
  if (cardMoves.size === 0 || documentStore.getState().key !== key) return;
  const noteMoves = moveNotes(cardMoves, wanted);
  const moves = new Map([...cardMoves, ...noteMoves]);
  const from = new Map(drawnOf(moves.keys()).map(({ id, x, y }) => [id, { x, y }]));
  editDesign("Auto-layout", (design) => andThen(design, moveNodes(design, cardMoves), (after) => moveAnnotations(after, noteMoves)));
  if (ids === undefined) forgetPlaces();
  if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) await glide(from, moves);
}

/** Where notes go: with all cards all of them, with some only those that these would cover. */
function moveNotes(cardMoves: Moves, some: ReadonlySet<string> | undefined): Moves {
  const { nodes, edges, zones = [], annotations = [] } = designNow();
  const { scene } = sceneStore.getState();
  const after = surroundings(zones, nodes, sceneOf({ nodes, edges }, cardMoves, scene));
  const laidOut = after.cards.filter(({ id }) => some?.has(id) ?? true);
  const notes = drawnOf(annotations.map(({ id }) => id)).filter((note) => some === undefined || laidOut.some((card) => overlaps(card, note)));
  return notes.length === 0 ? new Map() : placeNotes(notes, surroundings(zones, nodes, scene), after);
}

function surroundings(zones: readonly Zone[], nodes: readonly DesignNode[], scene: Scene): Surroundings {
  const frames = zoneBoxes(zones, nodes, scene).filter((box) => box.nodes.length > 0);
  return { cards: [...scene.cards.values()], frames: frames.map(({ zone, ...box }) => ({ ...box, id: zoneKey(zone.id) })), curves: scene.curves.values() };
}

/** With the nodes of each zone together; where ELK cannot do that, as if there were no zones. */
async function layOut(cards: readonly Card[]): Promise<ElkNode> {
  const { nodes, edges } = designNow();
  try {
    return await layOutInWorker(elkGraphOf(cards, { nodes, edges }));
  } catch (error) {
    if (nodes.every(({ zone }) => zone === undefined)) throw error;
    return await layOutInWorker(elkGraphOf(cards, { nodes: [], edges }));
  }
}

/** Draws the cards on their way to their new places, until they are there or something else is done with the design or its cards. */
async function glide(from: ReadonlyMap<string, Point>, moves: Moves): Promise<void> {
  const { design } = documentStore.getState();
  const began = performance.now();
  let shown = from;
  showMoved(shown);
  for (;;) {
    const now = await nextFrame();
    if (sceneStore.getState().moved !== shown) return;
    const share = documentStore.getState().design === design ? Math.min(1, (now - began) / GLIDE_MS) : 1;
    if (share >= 1) return dropMoved();
    shown = between(from, moves, easeInOut(share));
    showMoved(shown);
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
