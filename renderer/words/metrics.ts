import { area } from "./area.ts";

/** Charts that stay among the metrics. */
export const metricsWords = area("metrics", {
  pinAChart: "Pin a chart",
  aNodeOrAnEdge: "A node or an edge, and what of it…",
  nothingOfThatName: "Nothing of that name.",
  pinned: "pinned",
  pinItsChart: "Pin its chart to Metrics",
  unpinItsChart: "Unpin its chart",
  moveToTheLeft: (title: string) => `Move ${title} to the left`,
  moveToTheRight: (title: string) => `Move ${title} to the right`,
  unpin: (title: string) => `Unpin ${title}`,
  pinToMetrics: (title: string) => `Pin ${title} to Metrics`,
  unpinFromMetrics: (title: string) => `Unpin ${title} from Metrics`,
});
