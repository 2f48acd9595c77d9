import type { DesignNode, Point } from "../../../design/document/schema.ts";
import { canvasState } from "../state/canvas-state.ts";
import { designNow, zoneNameOf } from "../state/document-link.ts";
import { keepsZone } from "../state/pointer.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { zoneChanges, type DraggedCard, type ZoneChanges } from "./zone-drop.ts";
import { goesAlong, zonesNow } from "./zone-store.ts";
import { canvasWords } from "../../words/canvas.ts";

const NO_CHANGES: ZoneChanges = new Map();

/** Which of the dragged cards would come into another zone were they let go now; the canvas says so meanwhile. */
export function hintZones(dragged: ReadonlySet<string>): ZoneChanges {
  const boxes = zonesNow();
  if (boxes.length === 0) return NO_CHANGES;
  const together = new Set(boxes.filter((box) => goesAlong(box, dragged)).map(({ zone }) => zone.id));
  const cards = designNow().nodes.filter(({ id }) => dragged.has(id)).flatMap((node) => draggedCard(node, together) ?? []);
  const frames = boxes.filter(({ zone }) => !together.has(zone.id));
  const pointer = viewStore.getState().canvas?.pointer() ?? null;
  const changes = keepsZone() ? NO_CHANGES : zoneChanges(cards, frames, pointer);
  showHint(waysOf(changes, cards), pointer);
  return changes;
}

/** Says that a new node would come into a zone; nothing with undefined. */
export function hintZoneForNew(zone: string | undefined, at: Point): void {
  showHint(new Map(zone === undefined ? [] : [[zone, "into"]]), at);
}

/** Takes the hint away. */
export function forgetHint(): void {
  if (canvasState.getState().zoneHint !== null) canvasState.setState({ zoneHint: null });
}

function draggedCard({ id, zone }: DesignNode, together: ReadonlySet<string>): DraggedCard | null {
  const card = sceneStore.getState().scene.cards.get(id);
  if (card === undefined) return null;
  return { id, zone, middle: { x: card.x + card.width / 2, y: card.y + card.height / 2 }, isTogether: zone !== undefined && together.has(zone) };
}

/** The zones that change: what comes into one counts for more than what leaves another. */
function waysOf(changes: ZoneChanges, cards: readonly DraggedCard[]): ReadonlyMap<string, "into" | "out"> {
  const left = cards.flatMap(({ id, zone }): [string, "out"][] => (changes.has(id) && zone !== undefined ? [[zone, "out"]] : []));
  const entered = [...changes.values()].flatMap((zone): [string, "into"][] => (zone === undefined ? [] : [[zone, "into"]]));
  return new Map<string, "into" | "out">([...left, ...entered]);
}

function showHint(ways: ReadonlyMap<string, "into" | "out">, at: Point | null): void {
  if (ways.size === 0 || at === null) return forgetHint();
  const named = (way: "into" | "out") => [...ways].flatMap(([zone, each]) => (each === way ? [zoneNameOf(zone)] : []));
  const [into, out] = [named("into"), named("out")];
  const text = into.length > 0 ? canvasWords.intoText(into.join(" and ")) : canvasWords.outOfText(out.join(" and "));
  canvasState.setState({ zoneHint: { ways: sameWays(ways), text, at } });
}

/** The ways of before where they are the same, so that no frame is drawn again. */
function sameWays(ways: ReadonlyMap<string, "into" | "out">): ReadonlyMap<string, "into" | "out"> {
  const before = canvasState.getState().zoneHint?.ways;
  return before !== undefined && before.size === ways.size && [...ways].every(([zone, way]) => before.get(zone) === way) ? before : ways;
}
