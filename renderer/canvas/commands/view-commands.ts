import { Maximize, Scan, ZoomIn, ZoomOut } from "lucide-react";
import type { Command } from "../../commands/command.ts";
import { zoneKey } from "../state/canvas-state.ts";
import { viewStore } from "../state/view-store.ts";
import { canvasWords } from "../../words/canvas.ts";

const STEP = 1.25;

/** What part of the flow is seen. */
export const viewCommands: readonly Command[] = [
  {
    id: "view.zoom-in",
    label: canvasWords.zoomIn,
    keywords: ["larger", "closer"],
    group: "view",
    section: "zoom",
    keys: ["Mod++", "Mod+="],
    icon: ZoomIn,
    perform: () => viewStore.getState().canvas?.zoomBy(STEP),
  },
  {
    id: "view.zoom-out",
    label: canvasWords.zoomOut,
    keywords: ["smaller", "farther"],
    group: "view",
    section: "zoom",
    keys: ["Mod+-"],
    icon: ZoomOut,
    perform: () => viewStore.getState().canvas?.zoomBy(1 / STEP),
  },
  {
    id: "view.zoom-100",
    label: canvasWords.zoomTo100,
    keywords: ["actual size", "reset"],
    group: "view",
    section: "zoom",
    keys: ["Mod+0"],
    perform: () => viewStore.getState().canvas?.zoomTo(1),
  },
  {
    id: "view.fit",
    label: canvasWords.fitTheDesign,
    keywords: ["whole", "all", "overview", "centre"],
    group: "view",
    section: "zoom",
    keys: ["Shift+1", "F"],
    icon: Maximize,
    when: ({ document }) => document.getState().design.nodes.length > 0,
    perform: () => viewStore.getState().canvas?.fit(),
  },
  {
    id: "view.fit-selection",
    label: canvasWords.fitTheSelection,
    keywords: ["zoom to", "selected"],
    group: "view",
    section: "zoom",
    keys: ["Shift+2"],
    icon: Scan,
    when: ({ session }) => session.getState().selection.nodes.length + session.getState().selection.zones.length > 0,
    perform: ({ session }) => {
      const { nodes, zones } = session.getState().selection;
      viewStore.getState().canvas?.fit([...nodes, ...zones.map(zoneKey)]);
    },
  },
];
