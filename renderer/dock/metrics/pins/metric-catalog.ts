import { displayName } from "../../../../design/document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../../../../design/document/schema.ts";
import { categoryOf, isKindType, kindOf } from "../../../../design/kinds/registry.ts";
import { queueEdges } from "../../../../design/picture/queue-edges.ts";
import { formatCount, formatNumber, formatRate, formatShare, formatTime, splitTime, type NumberWithUnit } from "../../../../design/words/numbers.ts";
import type { NodeMetric } from "../../../stores/series.ts";
import { dockMetricsWords } from "../../../words/dock-metrics.ts";

/** A number of a node or an edge over time, and how it is written. */
export interface ChartChoice {
  readonly metric: NodeMetric;
  readonly title: string;
  /** Writes the axis. */
  readonly format: (value: number) => string;
  /** Writes the big number. */
  readonly split: (value: number) => NumberWithUnit;
  /** The least that the axis reaches up to. */
  readonly least: number;
}

/** A node or an edge whose numbers can be drawn. */
export interface Charted {
  readonly id: string;
  readonly isEdge: boolean;
  readonly name: string;
  /** Token of the line's colour. */
  readonly colour: string;
  readonly choices: readonly ChartChoice[];
}

const RATE_OUT: ChartChoice = { metric: "outPerSecond", title: dockMetricsWords.rate, format: formatRate, split: (value) => unitAfter(formatRate(value)), least: 1 };
const RATE_IN: ChartChoice = { ...RATE_OUT, metric: "inPerSecond", title: dockMetricsWords.rateIn };
const CROSSING: ChartChoice = { ...RATE_OUT, metric: "crossingPerSecond", title: dockMetricsWords.rate };
const WAIT: ChartChoice = { metric: "waitP95Ms", title: dockMetricsWords.waitP95, format: formatTime, split: splitTime, least: 1 };
const SERVICE: ChartChoice = { ...WAIT, metric: "serviceP95Ms", title: dockMetricsWords.serviceP95 };
const END_TO_END: ChartChoice = { ...WAIT, metric: "endToEndP95Ms", title: dockMetricsWords.endToEndP95 };
const DEPTH: ChartChoice = { metric: "depth", title: dockMetricsWords.depth, format: formatNumber, split: (value) => ({ number: formatCount(value), unit: "events" }), least: 5 };
const IN_FLIGHT: ChartChoice = { ...DEPTH, metric: "inFlight", title: dockMetricsWords.inFlight };
const BUSY: ChartChoice = { metric: "utilization", title: dockMetricsWords.busy, format: formatShare, split: (value) => unitAfter(formatShare(value)), least: 1 };
const HITS: ChartChoice = { ...BUSY, metric: "hitRatio", title: dockMetricsWords.readsThatHit };
const REPLICAS: ChartChoice = { metric: "replicas", title: dockMetricsWords.replicas, format: formatNumber, split: (value) => ({ number: formatNumber(value), unit: "replicas" }), least: 2 };

/** The numbers of a node that are drawn, the one that matters most first. */
export function nodeCharts({ kind }: Pick<DesignNode, "kind">): readonly ChartChoice[] {
  const role = isKindType(kind) ? kindOf(kind).role : "inline";
  switch (role) {
    case "channel":
    case "log":
    case "stage":
      return [DEPTH, WAIT, RATE_OUT, RATE_IN, IN_FLIGHT];
    case "consumer":
      return [BUSY, RATE_OUT, WAIT, SERVICE, IN_FLIGHT];
    case "policy":
      return [REPLICAS];
    case "terminal":
      return kind === "deadLetter" ? [{ ...RATE_IN, title: dockMetricsWords.rate }, DEPTH] : [{ ...RATE_IN, title: dockMetricsWords.rate }, END_TO_END];
    case "callee":
      return kind === "cache" ? [HITS, RATE_OUT, SERVICE] : [RATE_OUT, SERVICE, BUSY];
    default:
      return [RATE_OUT];
  }
}

/** The same of an edge: what crosses it, and how the queue does that it may stand for. */
export function edgeCharts(isQueue: boolean): readonly ChartChoice[] {
  return isQueue ? [DEPTH, WAIT, CROSSING] : [CROSSING];
}

/** Everything of a design that can be drawn over time: nodes, then edges. */
export function chartedIn(design: Design): readonly Charted[] {
  const queues = queueEdges(design);
  const names = new Map(design.nodes.map((node) => [node.id, displayName(node)]));
  const nameOf = ({ label, from, to }: DesignEdge): string => label || `${names.get(from.node) ?? from.node} → ${names.get(to.node) ?? to.node}`;
  return [
    ...design.nodes.map((node) => ({ id: node.id, isEdge: false, name: displayName(node), colour: `--${categoryOf(node.kind)}`, choices: nodeCharts(node) })),
    ...design.edges.map((edge) => ({ id: edge.id, isEdge: true, name: nameOf(edge), colour: queues.has(edge.id) ? "--channels" : "--text-muted", choices: edgeCharts(queues.has(edge.id)) })),
  ];
}

/** `12/s` and `82 %` with their unit set smaller. */
function unitAfter(text: string): NumberWithUnit {
  const [, number = text, unit = ""] = /^([\d.,<–]+(?: [kMG])?)\s?(.*)$/.exec(text) ?? [];
  return { number, unit };
}
