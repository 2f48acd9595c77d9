import { BoxSelect, SquareDashed } from "lucide-react";
import { assignZone } from "../../design/document/operations.ts";
import { putIntoNewZone } from "../run/zones.ts";
import type { Command, CommandContext } from "./command.ts";

/** Failure domains (rule O3). Names and kinds are changed in the inspector of the design. */
export const zoneCommands: readonly Command[] = [
  {
    id: "zone.new",
    label: "Put into a new zone",
    keywords: ["group", "failure domain", "region", "host"],
    group: "edit",
    section: "zone",
    keys: ["Mod+G"],
    icon: BoxSelect,
    when: (context) => selected(context).length > 0,
    perform: (context) => putIntoNewZone(context.document, selected(context).map(({ id }) => id)),
  },
  {
    id: "zone.leave",
    label: "Take out of its zone",
    keywords: ["ungroup", "failure domain"],
    group: "edit",
    section: "zone",
    keys: ["Mod+Shift+G"],
    icon: SquareDashed,
    when: (context) => selected(context).some(({ zone }) => zone !== undefined),
    perform: (context) => {
      const { design, edit, mark } = context.document.getState();
      edit(assignZone(design, { nodes: selected(context).map(({ id }) => id), zone: undefined }), "Take out of the zone");
      mark();
    },
  },
];

function selected({ document, session }: Pick<CommandContext, "document" | "session">) {
  const chosen = new Set(session.getState().selection.nodes);
  return document.getState().design.nodes.filter(({ id }) => chosen.has(id));
}
