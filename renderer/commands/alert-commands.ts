import { BellPlus } from "lucide-react";
import { alertOf, PRESETS, presetsFor, type Preset } from "../alerts/alert-presets.ts";
import { proposeAlert } from "../alerts/alert-view.ts";
import { alertsWords } from "../words/alerts.ts";
import type { Command, CommandContext } from "./command.ts";

/** Alerts: adding one, on what is selected or as a preset says (rule O6). */
export const alertCommands: readonly Command[] = [
  {
    id: "alert.add",
    label: (context) => (chosenNode(context) === undefined ? alertsWords.addCommand : alertsWords.addOnThis),
    keywords: ["alarm", "alert", "anomaly", "threshold", "notify", "heal", "watch", "self-healing"],
    group: "insert",
    section: "alert",
    keys: ["Alt+L"],
    icon: BellPlus,
    when: (context) => presetsFor(context.document.getState().design, chosenNode(context)).length > 0,
    perform: (context) => proposeAlert({ node: chosenNode(context) }),
  },
  ...PRESETS.filter((preset) => preset !== "own").map(presetCommand),
];

function presetCommand(preset: Preset): Command {
  return {
    id: `alert.${preset}`,
    label: alertsWords.presets[preset].title,
    keywords: ["alert", "anomaly", "heal"],
    group: "insert",
    section: "alert",
    icon: BellPlus,
    when: ({ document }) => alertOf(preset, document.getState().design) !== undefined,
    perform: () => proposeAlert({ preset }),
  };
}

/** The node, where that alone is selected. */
function chosenNode({ document, session }: Pick<CommandContext, "document" | "session">): string | undefined {
  const { nodes, edges, zones } = session.getState().selection;
  const [only] = nodes;
  if (nodes.length !== 1 || edges.length + zones.length > 0) return undefined;
  return document.getState().design.nodes.some(({ id }) => id === only) ? only : undefined;
}
