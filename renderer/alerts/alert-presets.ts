import type { Alert } from "../../design/alerts/alert.ts";
import { metricsOf } from "../../design/alerts/metric-words.ts";
import type { AlertMetric } from "../../design/alerts/metrics.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { Design, DesignNode } from "../../design/document/schema.ts";
import { alertsWords } from "../words/alerts.ts";
import { freshThreshold } from "./alert-conditions.ts";
import { breakersOf, scalableIn, sheddableIn } from "./alert-targets.ts";

export type NewAlert = Omit<Alert, "id">;

export const PRESETS = ["grows", "wait", "slo", "errors", "stalls", "quiet", "own"] as const;
export type Preset = (typeof PRESETS)[number];

/** An alert that begins as a preset says, on this node or on the one that fits best; undefined where the design has nothing that it fits. */
export function alertOf(preset: Preset, design: Design, node?: string): NewAlert | undefined {
  const make = MAKERS[preset](design, design.nodes.find(({ id }) => id === node));
  if (!make) return undefined;
  const { name } = alertsWords.presets[preset];
  return { name: make.of === undefined ? name : `${name}: ${displayName(make.of)}`, ...make.alert };
}

/** The presets that fit a design, and the chosen node where there is one. */
export function presetsFor(design: Design, node?: string): Preset[] {
  return PRESETS.filter((preset) => alertOf(preset, design, node) !== undefined);
}

interface Made {
  readonly of?: DesignNode;
  readonly alert: Omit<NewAlert, "name">;
}

type Make = (design: Design, chosen: DesignNode | undefined) => Made | undefined;

const MAKERS: Readonly<Record<Preset, Make>> = {
  grows: (design, chosen) => {
    const node = withMetric(design, chosen, "depth", ["queue", "topic", "consumer"]);
    return node && { of: node, alert: { when: { anomaly: { node: node.id, metric: "depth", sigmas: 4 } }, forMs: 2000, actions: scaling(design, node) } };
  },
  wait: (design, chosen) => {
    const node = withMetric(design, chosen, "waitMs", ["queue", "topic", "consumer"]);
    return node && { of: node, alert: { when: { threshold: { node: node.id, metric: "waitMs", percentile: 95, direction: "above", value: 500 } }, forMs: 2000, actions: scaling(design, node) } };
  },
  slo: (design, chosen) => {
    const [slo] = design.slos ?? [];
    const source = sheddableIn(design).find(({ id }) => chosen === undefined || id === chosen.id);
    return slo && source && { alert: { when: { slo: slo.id }, actions: [{ shed: { node: source.id, share: 0.2, forMs: 10_000 } }], cooldownMs: 10_000 } };
  },
  errors: (design, chosen) => {
    const [breaker] = breakersOf(design, chosen);
    const called = breaker && withMetric(design, chosen?.kind === "circuitBreaker" ? undefined : chosen, "errorRate", ["database", "cache", "consumer"]);
    return breaker && called && { of: called, alert: { when: { threshold: { node: called.id, metric: "errorRate", direction: "above", value: 0.2 } }, actions: [{ openBreaker: { node: breaker.id, forMs: 10_000 } }] } };
  },
  stalls: (design, chosen) => {
    const node = withMetric(design, chosen, "stallsPerSecond", ["consumer"]);
    return node && { of: node, alert: { when: { threshold: { node: node.id, metric: "stallsPerSecond", direction: "above", value: 0 } }, actions: [{ restart: { node: node.id } }] } };
  },
  quiet: (design, chosen) => {
    const node = withMetric(design, chosen, "arrivalsPerSecond", ["sink", "consumer", "queue"]);
    return node && { of: node, alert: { when: { threshold: { node: node.id, metric: "arrivalsPerSecond", direction: "below", value: 1 } }, forMs: 5000, actions: [] } };
  },
  own: (design, chosen) => {
    const node = chosen ?? design.nodes.find((each) => metricsOf(each).length > 0);
    const threshold = node && freshThreshold(node);
    return node && threshold && { of: node, alert: { when: { threshold }, actions: [] } };
  },
};

/** The chosen node where it has the metric, else the first of these kinds. */
function withMetric({ nodes }: Design, chosen: DesignNode | undefined, metric: AlertMetric, kinds: readonly string[]): DesignNode | undefined {
  if (chosen) return metricsOf(chosen).includes(metric) ? chosen : undefined;
  return kinds.flatMap((kind) => nodes.filter((node) => node.kind === kind && metricsOf(node).includes(metric)))[0];
}

/** More replicas for the consumer itself, or that reads the channel; none where an autoscaler governs it. */
function scaling(design: Design, { id, kind }: DesignNode): Alert["actions"] {
  const scalable = scalableIn(design);
  const reads = new Set(design.edges.filter(({ from }) => from.node === id).map(({ to }) => to.node));
  const consumer = scalable.find((node) => (kind === "consumer" ? node.id === id : reads.has(node.id)));
  return consumer ? [{ scale: { node: consumer.id, by: 2 } }] : [];
}
