import type { DesignDiff } from "../../../design/document/diff.ts";
import { copyFragment, fragmentFromText, fragmentToText, type Fragment } from "../../../design/document/fragment.ts";
import { addedNodes } from "../../../design/document/operations.ts";
import { duplicate, paste, type PasteOptions } from "../../../design/document/paste.ts";
import type { DesignNode } from "../../../design/document/schema.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { considerPasted } from "../../import/import-actions.ts";
import { documentStore } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { pasteOffset } from "../geometry/paste-offset.ts";
import { splitIds } from "../model/element-ids.ts";
import { zoneAt } from "../zones/zone-drop.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { designNow, editDesign, namesOf, zoneNameOf } from "./document-link.ts";
import { viewStore } from "./view-store.ts";
import { placesInZone } from "./zone-edits.ts";
import { canvasWords } from "../../words/canvas.ts";

/** The text of what is selected, for the clipboard; null when nothing is that can be copied. */
export function selectedText(): string | null {
  const ids = copiedIds();
  return ids === null ? null : fragmentToText({ ...copyFragment(designNow(), ids), origin: documentStore.getState().key });
}

/**
 * Pastes text from the clipboard at the pointer, and selects what came: a part of a design or all that is drawn of one, from
 * this window or another. Another tool's document is offered for import; of anything else the user is told. Into an empty
 * canvas a whole design is offered to be opened, with all that is not drawn.
 */
export function pasteText(text: string): void {
  const read = fragmentFromText(text);
  const { nodes, annotations = [], zones = [] } = designNow();
  const isBlank = nodes.length + annotations.length + zones.length === 0;
  if (!read.ok || (isBlank && isWholeDesign(text))) {
    offerToOpen(text, read.ok ? null : read.error);
    return;
  }
  const { fragment } = read;
  const options = placeFor(fragment);
  selectAdded(editDesign(canvasWords.pasteWordsFor(wordsFor(fragment)), (design) => paste(design, fragment, options)), fragment);
  if (isWholeDesign(text)) sessionStore.getState().toast({ level: "info", text: canvasWords.whatIsDrawnOfTheDesign, detail: canvasWords.itsObjectivesAndPlannedLoadWere });
}

/** Copies what is selected beside itself, and selects the copy. */
export function duplicateSelected(): void {
  const ids = copiedIds();
  if (ids === null) return;
  const { selection } = sessionStore.getState();
  const [zone] = selection.zones;
  const what = zone !== undefined && selection.nodes.length === 0 ? zoneNameOf(zone) : namesOf(selection.nodes);
  selectAdded(editDesign(canvasWords.duplicateWhat(what), (design) => duplicate(design, ids)), copyFragment(designNow(), ids));
}

/** What is selected; with a zone the notes in its frame. Null when that is nothing. */
function copiedIds() {
  const { nodes, zones } = sessionStore.getState().selection;
  if (nodes.length + zones.length === 0) return null;
  return { ...splitIds(designNow(), [...nodes, ...zones.flatMap((zone) => [...placesInZone(zone).keys()])]), zones };
}

/** Where a fragment goes, and into which zones: by the pointer into the one whose frame is there. */
function placeFor(fragment: Fragment): PasteOptions {
  const { canvas, view } = viewStore.getState();
  const { nodes, annotations = [] } = designNow();
  const seen = { x: -view.x / view.zoom, y: -view.y / view.zoom, width: view.width / view.zoom, height: view.height / view.zoom };
  const pointer = canvas?.pointer() ?? null;
  const offset = pasteOffset(fragment, { pointer, seen, taken: [...nodes, ...annotations].map(({ position }) => position) });
  if (pointer === null || fragment.wholeZones.length > 0) return { offset };
  const under = zoneAt(zonesNow(), pointer);
  const isOwn = fragment.origin === documentStore.getState().key;
  return {
    offset,
    zoneOf: (node) => under ?? (isOwn && !isInOwnFrame(node) ? undefined : node.zone),
  };
}

/** Whether a node lies in the frame of the zone that it would be in: beside it, it would only make that frame larger. */
function isInOwnFrame({ zone, position }: DesignNode): boolean {
  return zone !== undefined && zoneAt(zonesNow(), { x: position.x + CARD_WIDTH / 2, y: position.y + CARD_HEIGHT / 2 }, zone) === zone;
}

function offerToOpen(text: string, refusal: Parameters<typeof considerPasted>[2]): void {
  considerPasted(commandContext, text, refusal).catch((error: unknown) => tellFailure(error, commandContext));
}

function isWholeDesign(text: string): boolean {
  return /^\s*\{\s*"format"\s*:\s*"spillway"/.test(text);
}

/** `Billing`, or `3 nodes and a note`, for a label of undo. */
function wordsFor({ nodes, annotations, zones, wholeZones }: Fragment): string {
  const [only] = nodes;
  if (wholeZones.length === 1) return zones.find(({ id }) => id === wholeZones[0])?.name || "a zone";
  if (nodes.length === 1 && annotations.length === 0 && only !== undefined) return only.name ?? only.id;
  if (nodes.length === 0) return annotations.length === 1 ? "a note" : `${annotations.length} notes`;
  return `${nodes.length} nodes`;
}

function selectAdded(diff: DesignDiff | null, { wholeZones }: Fragment): void {
  if (diff === null) return;
  const notes = diff.annotations.added.map(({ record }) => record.id);
  const zones = diff.zones.added.map(({ record }) => record.id);
  const nodes = [...addedNodes(diff), ...notes];
  const [zone, node] = [zones[0], nodes[0]];
  const { canvas } = viewStore.getState();
  // A zone that was copied alone is what is pasted; with it goes what is in it.
  if (zone !== undefined && zones.length === 1 && wholeZones.length === 1) {
    sessionStore.getState().select({ zones });
    canvas?.focusZone(zone);
  } else {
    sessionStore.getState().select({ nodes });
    if (node !== undefined) canvas?.focus(node);
  }
}
