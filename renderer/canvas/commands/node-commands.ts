import { Cable, PencilLine, PlusSquare, SlidersHorizontal, StickyNote } from "lucide-react";
import type { Command } from "../../commands/command.ts";
import { focusInspector } from "../../shell/move-focus.ts";
import { placeAfter } from "../connect/place-after.ts";
import { neighbour, readingOrder } from "../geometry/reading-order.ts";
import { canvasState, zoneKey } from "../state/canvas-state.ts";
import { addNote } from "../state/note-edits.ts";
import { isOnCanvas, isOnCard } from "../state/on-canvas.ts";
import { editLabel } from "../state/edge-edits.ts";
import { sceneStore } from "../state/scene-store.ts";
import { showElement } from "../state/show-element.ts";
import { viewStore } from "../state/view-store.ts";
import { besideSelection, hasSelection, onlyEdge, onlyNode, onlyNote, onlyZone } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";

/** Adding nodes (without a pointer after the selected one, joined to it), and what is done with a single one. */
export const nodeCommands: readonly Command[] = [
  {
    id: "insert.quick-add",
    label: canvasWords.addANode,
    keywords: ["insert", "new", "kind"],
    group: "insert",
    section: "quick",
    keys: ["A"],
    icon: PlusSquare,
    perform: (context) => {
      const { canvas } = viewStore.getState();
      if (canvas === null) return;
      const pointer = isOnCard() ? null : canvas.pointer();
      if (pointer !== null) return canvasState.setState({ quickAdd: { at: canvas.toScreen(pointer), place: pointer } });
      const node = onlyNode(context);
      const follower = node === undefined ? undefined : placeAfter(sceneStore.getState().scene, node);
      if (follower !== undefined) return canvasState.setState({ quickAdd: { at: besideSelection(context), ...follower, isAnywhere: true } });
      const place = canvas.centre();
      canvasState.setState({ quickAdd: { at: canvas.toScreen(place), place, isAnywhere: true } });
    },
  },
  {
    id: "insert.note",
    label: canvasWords.addANote,
    keywords: ["text", "annotation", "comment"],
    group: "insert",
    section: "quick",
    keys: ["N"],
    icon: StickyNote,
    perform: ({ session }) => {
      const { canvas } = viewStore.getState();
      const id = canvas === null ? null : addNote(canvas.pointer() ?? canvas.centre());
      if (id === null) return;
      session.getState().select({ nodes: [id] });
      canvasState.setState({ renaming: id });
    },
  },
  {
    id: "node.inspect",
    label: (context) => (onlyNote(context) === undefined ? canvasWords.openInTheInspector : canvasWords.editTheNote),
    keywords: ["settings", "properties"],
    group: "edit",
    section: "node",
    keys: ["Enter"],
    icon: SlidersHorizontal,
    when: (context) => hasSelection(context) && isOnCanvas(),
    perform: (context) => {
      const note = onlyNote(context);
      if (note !== undefined) return editText(note);
      context.session.getState().showInspector("settings");
      focusInspector();
    },
  },
  {
    id: "node.rename",
    label: (context) => (onlyNote(context) !== undefined ? canvasWords.editTheNote : onlyEdge(context) !== undefined ? canvasWords.labelTheEdge : canvasWords.rename),
    keywords: ["name", "title", "label", "text"],
    group: "edit",
    section: "node",
    keys: ["F2"],
    icon: PencilLine,
    when: (context) => [onlyNode(context), onlyNote(context), onlyZone(context), onlyEdge(context)].some((id) => id !== undefined),
    perform: (context) => {
      const [id, zone, edge] = [onlyNode(context) ?? onlyNote(context), onlyZone(context), onlyEdge(context)];
      if (id !== undefined) return editText(id);
      if (zone !== undefined) return canvasState.setState({ renaming: zoneKey(zone) });
      if (edge !== undefined) editLabel(edge);
    },
  },
  {
    id: "node.connect",
    label: canvasWords.connectTo,
    keywords: ["edge", "link", "wire", "join"],
    group: "edit",
    section: "node",
    keys: ["C"],
    icon: Cable,
    when: (context) => onlyNode(context) !== undefined,
    perform: (context) => {
      const node = onlyNode(context);
      if (node !== undefined) canvasState.setState({ targetList: { at: besideSelection(context), node } });
    },
  },
  stepCommand("node.next", canvasWords.goToTheNextNode, "Alt+Right", 1),
  stepCommand("node.previous", canvasWords.goToThePreviousNode, "Alt+Left", -1),
];

/** Has a name or a note be typed, from so near that one sees it. */
function editText(id: string): void {
  viewStore.getState().canvas?.fitNear(id);
  canvasState.setState({ renaming: id });
}

function stepCommand(id: string, label: string, keys: string, step: 1 | -1): Command {
  return {
    id,
    label,
    keywords: ["focus", "select", "tab"],
    group: "view",
    section: "nodes",
    keys: [keys],
    when: ({ document }) => document.getState().design.nodes.length > 0,
    perform: (context) => {
      const order = readingOrder([...sceneStore.getState().scene.cards.values()]);
      const current = onlyNode(context);
      const next = neighbour(order, current, step) ?? neighbour(order, undefined, step);
      if (next !== undefined) showElement(next);
    },
  };
}
