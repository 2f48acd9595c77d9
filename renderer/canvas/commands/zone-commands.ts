import { BoxSelect, FolderInput, Group, Play, Skull, Square, SquareDashed, SquarePlus } from "lucide-react";
import type { ZoneState } from "../../../engine/contract/zones.ts";
import type { Command, CommandContext } from "../../commands/command.ts";
import { assignZone } from "../../../design/document/operations.ts";
import { canvasState } from "../state/canvas-state.ts";
import { addEmptyZone, dissolveZone, groupIntoZone } from "../state/zone-edits.ts";
import { zonesNow } from "../zones/zone-store.ts";
import { viewStore } from "../state/view-store.ts";
import { besideSelection, onlyZone, selectedNodes, zonesOf } from "./selection.ts";
import { canvasWords } from "../../words/canvas.ts";
import { workersWords } from "../../words/workers.ts";
import { canDo, chosenZone, controlZone, ZONE_ACTIONS, zoneNow, type ZoneAction } from "../../workers/zone-control.ts";

const PROCESS: Readonly<Record<ZoneAction, Pick<Command, "label" | "keywords" | "icon">>> = {
  start: { label: workersWords.startTheZone, keywords: ["resume", "restart", "back-off", "thaw", "continue"], icon: Play },
  stop: { label: workersWords.stopTheZone, keywords: ["down", "drain", "shut down", "graceful"], icon: Square },
  kill: { label: workersWords.killTheZone, keywords: ["chaos", "SIGKILL", "crash", "die"], icon: Skull },
};

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
  ...ZONE_ACTIONS.map(processCommand),
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

/** What is done to the process of a zone of the run that is on (rule O2). */
function processCommand(action: ZoneAction): Command {
  const stateOf = (context: CommandContext): ZoneState | undefined => zoneNow(context.run.getState().run, chosenZone(context) ?? "");
  return {
    id: `zone.${action}`,
    ...PROCESS[action],
    group: "run",
    section: "zone",
    when: (context) => canDo(action, stateOf(context)),
    perform: (context) => controlZone(context, action, chosenZone(context) ?? ""),
  };
}
