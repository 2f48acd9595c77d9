import type { CommandContext } from "../../commands/command.ts";
import type { Placed } from "../../../design/picture/rectangle.ts";
import { isOnCanvas } from "../state/on-canvas.ts";
import { sceneStore } from "../state/scene-store.ts";

/** Ids of the selected nodes that are in the design; notes are not among them. */
export function selectedNodes({ document, session }: Pick<CommandContext, "document" | "session">): readonly string[] {
  const { nodes } = session.getState().selection;
  if (nodes.length === 0) return nodes;
  const known = new Set(document.getState().design.nodes.map((node) => node.id));
  return nodes.filter((id) => known.has(id));
}

/** The only selected node; undefined for none and for several. */
export function onlyNode(context: Pick<CommandContext, "document" | "session">): string | undefined {
  const nodes = selectedNodes(context);
  return nodes.length === 1 ? nodes[0] : undefined;
}

/** The cards of the selected nodes, where they are drawn. */
export function selectedCards(context: Pick<CommandContext, "document" | "session">): readonly Placed[] {
  const { cards } = sceneStore.getState().scene;
  return selectedNodes(context).flatMap((id) => cards.get(id) ?? []);
}

/** Whether anything is selected. */
export function hasSelection({ session }: Pick<CommandContext, "session">): boolean {
  const { nodes, edges } = session.getState().selection;
  return nodes.length + edges.length > 0;
}

/** For commands with plain keys: something is selected, and the keyboard is on the canvas. */
export function canActOnSelection(context: Pick<CommandContext, "session">): boolean {
  return hasSelection(context) && isOnCanvas();
}
