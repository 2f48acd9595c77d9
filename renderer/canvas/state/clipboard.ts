import { copyFragment, duplicate, fragmentFromText, fragmentToText, paste, type Fragment } from "../../../design/document/fragment.ts";
import { addedNodes } from "../../../design/document/operations.ts";
import type { DesignDiff } from "../../../design/document/diff.ts";
import type { Point } from "../../../design/document/schema.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { considerPasted } from "../../import/import-actions.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { CARD_HEIGHT, CARD_WIDTH, GRID } from "../../../design/picture/card-shape.ts";
import { boundsOf, snapTo } from "../../../design/picture/rectangle.ts";
import { splitIds } from "../model/element-ids.ts";
import { designNow, editDesign, namesOf } from "./document-link.ts";
import { viewStore } from "./view-store.ts";

/** The text of what is selected, for the clipboard; null when no node is. */
export function selectedText(): string | null {
  const ids = splitIds(designNow(), sessionStore.getState().selection.nodes);
  if (ids.nodes.length + ids.annotations.length === 0) return null;
  return fragmentToText(copyFragment(designNow(), ids));
}

/**
 * Pastes text from the clipboard at the pointer, and selects what came. A whole design, or another tool's document, is offered for import;
 * of anything else the user is told.
 */
export function pasteText(text: string): void {
  const read = fragmentFromText(text);
  if (!read.ok) {
    considerPasted(commandContext, text, read.error).catch((error: unknown) => tellFailure(error, commandContext));
    return;
  }
  const offset = offsetFor(read.fragment);
  selectAdded(editDesign("Paste", (design) => paste(design, read.fragment, offset)));
}

/** Copies what is selected beside itself, and selects the copy. */
export function duplicateSelected(): void {
  const { selection } = sessionStore.getState();
  const ids = splitIds(designNow(), selection.nodes);
  if (ids.nodes.length + ids.annotations.length === 0) return;
  selectAdded(editDesign(`Duplicate ${namesOf(selection.nodes)}`, (design) => duplicate(design, ids)));
}

/** How far a fragment moves: its middle to the pointer; without a pointer over the canvas, a little beside where it was. */
function offsetFor({ nodes, annotations }: Fragment): Point | undefined {
  const pointer = viewStore.getState().canvas?.pointer() ?? null;
  const boxes = [...nodes, ...annotations].map(({ position }) => ({ ...position, width: CARD_WIDTH, height: CARD_HEIGHT }));
  const bounds = boundsOf(boxes);
  if (pointer === null || bounds === null) return undefined;
  return snapTo({ x: pointer.x - bounds.x - bounds.width / 2, y: pointer.y - bounds.y - bounds.height / 2 }, GRID);
}

function selectAdded(diff: DesignDiff | null): void {
  if (diff === null) return;
  const notes = diff.annotations.added.map(({ record }) => record.id);
  sessionStore.getState().select({ nodes: [...addedNodes(diff), ...notes] });
}
