import { ArrowRightFromLine, ArrowRightToLine, ListPlus, Spline } from "lucide-react";
import type { Command, CommandContext } from "../../commands/command.ts";
import { pointAt } from "../../../design/picture/curve.ts";
import { insertChoices } from "../connect/quick-add.ts";
import { canvasState } from "../state/canvas-state.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { neighbour } from "../geometry/reading-order.ts";
import { onlyEdge, selectedNodes } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";

/** What is done with an edge, without a mouse too. */
export const edgeCommands: readonly Command[] = [
  {
    id: "edge.next",
    label: canvasWords.goToTheNextEdge,
    keywords: ["select", "focus", "wire", "connection"],
    group: "view",
    section: "nodes",
    keys: ["E"],
    icon: Spline,
    when: ({ document }) => document.getState().design.edges.length > 0,
    perform: (context) => {
      const next = nextEdge(context);
      if (next === undefined) return;
      context.session.getState().select({ edges: [next] });
      const at = middleOf(next);
      if (at !== null) viewStore.getState().canvas?.reveal({ ...at, width: 1, height: 1 });
      globalThis.document.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    },
  },
  endCommand("to", canvasWords.leadTheEdgeToAnotherPort, "R", ArrowRightToLine),
  endCommand("from", canvasWords.beginTheEdgeAtAnotherPort, "Shift+R", ArrowRightFromLine),
  {
    id: "edge.insert",
    label: canvasWords.insertANodeIntoTheEdge,
    keywords: ["add", "between", "split"],
    group: "insert",
    section: "quick",
    keys: ["I"],
    icon: ListPlus,
    when: (context) => {
      const edge = onlyEdge(context);
      return edge !== undefined && insertChoices(context.document.getState().design, edge).length > 0;
    },
    perform: (context) => {
      const edge = onlyEdge(context);
      const place = edge === undefined ? null : middleOf(edge);
      const { canvas } = viewStore.getState();
      if (edge !== undefined && place !== null && canvas !== null) canvasState.setState({ quickAdd: { at: canvas.toScreen(place), place, edge } });
    },
  },
];

function endCommand(end: "from" | "to", label: string, keys: string, icon: Command["icon"]): Command {
  return {
    id: `edge.move-${end}`,
    label,
    keywords: ["reconnect", "move", "end", "wire", "rewire"],
    group: "edit",
    section: "node",
    keys: [keys],
    ...(icon === undefined ? {} : { icon }),
    when: (context) => onlyEdge(context) !== undefined,
    perform: (context) => {
      const edge = onlyEdge(context);
      const curve = edge === undefined ? undefined : sceneStore.getState().scene.curves.get(edge);
      const { canvas } = viewStore.getState();
      if (edge === undefined || curve === undefined || canvas === null) return;
      const at = canvas.toScreen(pointAt(curve, end === "to" ? 0.85 : 0.15));
      canvasState.setState({ endList: { at, edge, end } });
    },
  };
}

/** After an edge the next one of those in the document's order; after a node the first that leaves it, else one that leads to it. */
function nextEdge(context: CommandContext): string | undefined {
  const { edges } = context.document.getState().design;
  const ids = edges.map(({ id }) => id);
  const [node] = selectedNodes(context);
  if (node !== undefined) return (edges.find(({ from }) => from.node === node) ?? edges.find(({ to }) => to.node === node))?.id ?? ids[0];
  return neighbour(ids, onlyEdge(context), 1) ?? ids[0];
}

function middleOf(edge: string): { x: number; y: number } | null {
  const curve = sceneStore.getState().scene.curves.get(edge);
  return curve === undefined ? null : pointAt(curve, 0.5);
}
