import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  Workflow,
  type LucideIcon,
} from "lucide-react";
import type { Point } from "../../../design/document/schema.ts";
import type { Command } from "../../commands/command.ts";
import { GRID } from "../../../design/picture/card-shape.ts";
import { align, distribute, shift, type Alignment } from "../geometry/arrange.ts";
import { autoLayout } from "../layout/auto-layout.ts";
import { zoneOfKey } from "../state/canvas-state.ts";
import { namesOf, zoneNameOf } from "../state/document-link.ts";
import { moveElements } from "../state/edits.ts";
import { viewStore } from "../state/view-store.ts";
import { placeZone } from "../zones/zone-store.ts";
import { canActOnSelection, emptyZonePlaces, movablePlaces, selectedNodes, selectedPlaces } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";

const FAR = 5;

/** Where nodes lie. Only the selected ones ever move. */
export const arrangeCommands: readonly Command[] = [
  alignCommand("left", canvasWords.alignLeft, "Alt+A", AlignStartVertical),
  alignCommand("centre", canvasWords.alignCentres, "Alt+H", AlignCenterVertical),
  alignCommand("right", canvasWords.alignRight, "Alt+D", AlignEndVertical),
  alignCommand("top", canvasWords.alignTop, "Alt+W", AlignStartHorizontal),
  alignCommand("middle", canvasWords.alignMiddles, "Alt+V", AlignCenterHorizontal),
  alignCommand("bottom", canvasWords.alignBottom, "Alt+S", AlignEndHorizontal),
  distributeCommand("x", canvasWords.distributeHorizontally, "Alt+Shift+H", AlignHorizontalSpaceAround),
  distributeCommand("y", canvasWords.distributeVertically, "Alt+Shift+V", AlignVerticalSpaceAround),
  {
    id: "arrange.auto-layout",
    label: (context) => (selectedNodes(context).length > 1 ? canvasWords.layOutTheSelection : canvasWords.layOutAutomatically),
    keywords: ["auto-layout", "tidy", "arrange", "elk"],
    group: "arrange",
    section: "layout",
    keys: ["L"],
    icon: Workflow,
    when: ({ document }) => document.getState().design.nodes.length > 1,
    perform: async (context) => {
      const nodes = selectedNodes(context);
      await autoLayout(nodes.length > 1 ? nodes : undefined);
      if (nodes.length < 2) viewStore.getState().canvas?.fit();
    },
  },
  ...nudgeCommands(canvasWords.left, { x: -1, y: 0 }),
  ...nudgeCommands(canvasWords.right, { x: 1, y: 0 }),
  ...nudgeCommands("Up", { x: 0, y: -1 }),
  ...nudgeCommands(canvasWords.down, { x: 0, y: 1 }),
];

function alignCommand(alignment: Alignment, label: string, keys: string, icon: LucideIcon): Command {
  return {
    id: `arrange.align-${alignment}`,
    label,
    keywords: ["line up"],
    group: "arrange",
    section: "align",
    keys: [keys],
    icon,
    when: (context) => selectedPlaces(context).length > 1,
    perform: (context) => moveElements(align(selectedPlaces(context), alignment), { label: `${label}: ${namesOf(context.session.getState().selection.nodes)}` }),
  };
}

function distributeCommand(axis: "x" | "y", label: string, keys: string, icon: LucideIcon): Command {
  return {
    id: `arrange.distribute-${axis === "x" ? "horizontally" : "vertically"}`,
    label,
    keywords: ["space", "evenly", "gaps"],
    group: "arrange",
    section: "align",
    keys: [keys],
    icon,
    when: (context) => selectedPlaces(context).length > 2,
    perform: (context) => moveElements(distribute(selectedPlaces(context), axis), { label: `${label}: ${namesOf(context.session.getState().selection.nodes)}` }),
  };
}

/** A grid step, and five of them with Shift. Steps that follow each other are taken back together. */
function nudgeCommands(direction: string, by: Point): readonly Command[] {
  return ([1, FAR] as const).map((steps) => ({
    id: `arrange.move-${direction.toLowerCase()}${steps === 1 ? "" : "-far"}`,
    label: canvasWords.moveTextFar(direction.toLowerCase(), steps),
    group: "arrange",
    section: "move",
    hidden: true,
    keys: [`${steps === 1 ? "" : "Shift+"}${direction}`],
    when: (context) => canActOnSelection(context) && movablePlaces(context).length + emptyZonePlaces(context).length > 0,
    perform: (context) => {
      const { nodes, zones } = context.session.getState().selection;
      const way = { x: by.x * steps * GRID, y: by.y * steps * GRID };
      const [zone] = zones;
      const label = zone !== undefined && zones.length === 1 && nodes.length === 0 ? { label: canvasWords.moveZoneNameOf(zoneNameOf(zone)) } : {};
      moveElements(shift(movablePlaces(context), way), { ...label, mergeKey: `nudge/${[...nodes, ...zones].join()}` });
      for (const { id, x, y } of emptyZonePlaces(context)) placeZone(zoneOfKey(id) ?? id, { x: x + way.x, y: y + way.y });
    },
  }));
}
