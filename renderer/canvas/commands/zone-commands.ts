import { BoxSelect, FolderInput, Group, SquareDashed, SquarePlus } from "lucide-react";
import type { Command } from "../../commands/command.ts";
import { assignZone } from "../../../design/document/operations.ts";
import { canvasState } from "../state/canvas-state.ts";
import { addEmptyZone, dissolveZone, groupIntoZone } from "../state/zone-edits.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { viewStore } from "../state/view-store.ts";
import { besideSelection, onlyZone, selectedNodes, zonesOf } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";

/** Zones, which are failure domains (rule O3): what a frame can do by dragging, by command. */
export const zoneCommands: readonly Command[] = [
  {
    id: "zone.new",
    label: canvasWords.putIntoANewZone,
    keywords: ["group", "failure domain", "region", "host"],
    group: "edit",
    section: "zone",
    keys: ["Mod+G"],
    icon: Group,
    when: (context) => selectedNodes(context).length > 0,
    perform: (context) => void groupIntoZone(context, selectedNodes(context)),
  },
  {
    id: "zone.put",
    label: canvasWords.putIntoAZone,
    keywords: ["move", "failure domain", "region", "host", "assign"],
    group: "edit",
    section: "zone",
    keys: ["Z"],
    icon: FolderInput,
    when: (context) => selectedNodes(context).length > 0,
    perform: (context) => canvasState.setState({ zoneList: { at: besideSelection(context), nodes: selectedNodes(context) } }),
  },
  {
    id: "zone.leave",
    label: (context) => (onlyZone(context) === undefined ? canvasWords.takeOutOfTheZone : canvasWords.ungroupRemoveTheZoneKeepItsNodes),
    keywords: ["ungroup", "failure domain", "remove", "dissolve"],
    group: "edit",
    section: "zone",
    keys: ["Mod+Shift+G"],
    icon: SquareDashed,
    when: (context) => onlyZone(context) !== undefined || zonesOf(context).length > 0,
    perform: (context) => {
      const zone = onlyZone(context);
      if (zone !== undefined) return dissolveZone(zone);
      const { design, edit, mark } = context.document.getState();
      edit(assignZone(design, { nodes: selectedNodes(context), zone: undefined }), canvasWords.takeOutOfTheZone);
      mark();
    },
  },
  {
    id: "zone.select-nodes",
    label: canvasWords.selectTheNodesOfTheZone,
    keywords: ["members", "inside", "failure domain"],
    group: "edit",
    section: "zone",
    keys: ["Mod+Shift+A"],
    icon: BoxSelect,
    when: (context) => onlyZone(context) !== undefined || zonesOf(context).length > 0,
    perform: (context) => {
      const wanted = new Set([onlyZone(context), ...zonesOf(context)]);
      const nodes = context.document.getState().design.nodes.filter(({ zone }) => zone !== undefined && wanted.has(zone));
      context.session.getState().select({ nodes: nodes.map(({ id }) => id) });
    },
  },
  {
    id: "zone.add",
    label: canvasWords.addAnEmptyZone,
    keywords: ["insert", "new", "group", "failure domain", "region", "host"],
    group: "insert",
    section: "quick",
    keys: ["Shift+Z"],
    icon: SquarePlus,
    perform: () => {
      const { canvas } = viewStore.getState();
      if (canvas === null) return;
      const zone = addEmptyZone(canvas.pointer() ?? canvas.centre());
      const box = zonesNow().find((each) => each.zone.id === zone);
      if (box !== undefined) canvas.reveal(box);
    },
  },
];
