import { Pin as PinIcon } from "lucide-react";
import { queueEdges } from "../../design/picture/queue-edges.ts";
import { edgeCharts, nodeCharts } from "../dock/metrics/pins/metric-catalog.ts";
import { metricsWords } from "../words/metrics.ts";
import { isIn, pinKeyOf, pinStore, type Pin } from "../stores/pins.ts";
import type { Command, CommandContext } from "./command.ts";

/** Charts that stay in the metrics panel. */
export const metricsCommands: readonly Command[] = [
  {
    id: "metrics.pin",
    label: (context) => (isPinned(context) ? metricsWords.unpinItsChart : metricsWords.pinItsChart),
    keywords: ["chart", "graph", "watch", "metrics", "keep"],
    group: "view",
    section: "metrics",
    keys: ["Alt+M"],
    icon: PinIcon,
    when: (context) => selectedPins(context).length > 0,
    perform: (context) => {
      const { document, session } = context;
      const pins = selectedPins(context);
      const { add, remove } = pinStore.getState();
      if (isPinned(context)) return remove(pinKeyOf(document.getState()), pins);
      add(pinKeyOf(document.getState()), pins);
      session.getState().showDock("metrics");
    },
  },
];

/** The chart that matters most of each node and edge that is selected. */
function selectedPins({ document, session }: Pick<CommandContext, "document" | "session">): readonly Pin[] {
  const { nodes, edges } = session.getState().selection;
  const { design } = document.getState();
  const pinOf = (id: string, [first]: ReturnType<typeof nodeCharts>): Pin[] => (first ? [{ id, metric: first.metric }] : []);
  const queues = edges.length > 0 ? queueEdges(design) : new Set<string>();
  return [
    ...(nodes.length > 0 ? design.nodes.filter(({ id }) => nodes.includes(id)).flatMap((node) => pinOf(node.id, nodeCharts(node))) : []),
    ...edges.flatMap((id) => pinOf(id, edgeCharts(queues.has(id)))),
  ];
}

function isPinned(context: CommandContext): boolean {
  const pins = selectedPins(context);
  const pinned = pinStore.getState().byDesign[pinKeyOf(context.document.getState())] ?? [];
  return pins.length > 0 && pins.every((pin) => isIn(pinned, pin));
}
