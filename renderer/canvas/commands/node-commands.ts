import { Cable, PencilLine, PlusSquare, SlidersHorizontal, StickyNote } from "lucide-react";
import type { Command } from "../../commands/command.ts";
import { focusInspector } from "../../shell/move-focus.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { neighbour, readingOrder } from "../geometry/reading-order.ts";
import { canvasState } from "../state/canvas-state.ts";
import { addNote } from "../state/edits.ts";
import { isOnCanvas } from "../state/on-canvas.ts";
import { sceneStore } from "../state/scene-store.ts";
import { showNode } from "../state/show-node.ts";
import { viewStore } from "../state/view-store.ts";
import { hasSelection, onlyNode } from "./selection.ts";

/** Adding nodes, and what is done with a single one. */
export const nodeCommands: readonly Command[] = [
  {
    id: "insert.quick-add",
    label: "Add a node…",
    keywords: ["insert", "new", "kind"],
    group: "insert",
    section: "quick",
    keys: ["A"],
    icon: PlusSquare,
    perform: () => {
      const { canvas } = viewStore.getState();
      if (canvas === null) return;
      const place = canvas.pointer() ?? canvas.centre();
      canvasState.setState({ quickAdd: { at: canvas.toScreen(place), place } });
    },
  },
  {
    id: "insert.note",
    label: "Add a note",
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
    label: "Open in the inspector",
    keywords: ["settings", "properties"],
    group: "edit",
    section: "node",
    keys: ["Enter"],
    icon: SlidersHorizontal,
    when: (context) => hasSelection(context) && isOnCanvas(),
    perform: ({ session }) => {
      session.getState().showInspector("settings");
      focusInspector();
    },
  },
  {
    id: "node.rename",
    label: "Rename",
    keywords: ["name", "title"],
    group: "edit",
    section: "node",
    keys: ["F2"],
    icon: PencilLine,
    when: (context) => onlyNode(context) !== undefined,
    perform: (context) => {
      const id = onlyNode(context);
      if (id === undefined) return;
      viewStore.getState().canvas?.fitNear(id);
      canvasState.setState({ renaming: id });
    },
  },
  {
    id: "node.connect",
    label: "Connect to…",
    keywords: ["edge", "link", "wire", "join"],
    group: "edit",
    section: "node",
    keys: ["C"],
    icon: Cable,
    when: (context) => onlyNode(context) !== undefined,
    perform: (context) => {
      const node = onlyNode(context);
      const card = node === undefined ? undefined : sceneStore.getState().scene.cards.get(node);
      const { canvas } = viewStore.getState();
      if (node === undefined || card === undefined || canvas === null) return;
      const at = canvas.toScreen({ x: card.x + CARD_WIDTH + 16, y: card.y + CARD_HEIGHT / 2 - 24 });
      canvasState.setState({ targetList: { at, node } });
    },
  },
  stepCommand("node.next", "Go to the next node", "Alt+Right", 1),
  stepCommand("node.previous", "Go to the previous node", "Alt+Left", -1),
];

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
      if (next !== undefined) showNode(next);
    },
  };
}
