import type { Design, DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import type { Distribution } from "../kinds/distribution.ts";
import type { ChaosRecord } from "./experiment.ts";
import { BY_BEHAVIOUR, isWindow } from "./windows.ts";
import type { Experiment } from "./resolve.ts";

/**
 * A design as experiments that are on make it; those that change no settings do nothing here. Of those that behaviours carry out it has exactly
 * the ones that are given, with their times.
 */
export function overlaid(design: Design, active: readonly Experiment[]): Design {
  const windows = active.filter(isWindow).map(recordOf);
  const others = (design.scenario?.chaos ?? []).filter(({ experiment }) => !(BY_BEHAVIOUR as readonly string[]).includes(experiment));
  return active.reduce(withExperiment, { ...design, scenario: { ...design.scenario, chaos: [...others, ...windows] } });
}

function recordOf({ id, type, target, parameters, atMs, endMs }: Experiment): ChaosRecord {
  return { id, experiment: type, target, parameters, atMs, durationMs: endMs - atMs };
}

function withExperiment(design: Design, experiment: Experiment): Design {
  const { type, target, parameters, atMs, endMs } = experiment;
  if (!("node" in target)) return design;
  if (type === "spike") {
    const step = { atMs, node: target.node, rateFactor: parameters.factor, durationMs: endMs - atMs };
    return { ...design, scenario: { ...design.scenario, load: [...(design.scenario?.load ?? []), step] } };
  }
  if (type !== "slow-consumer") return design;
  return { ...design, nodes: design.nodes.map((node) => (node.id === target.node ? slowed(node, parameters.factor) : node)) };
}

function slowed(node: DesignNode, factor: number): DesignNode {
  if (node.kind !== "consumer") return node;
  return { ...node, settings: { ...node.settings, serviceTime: scaled(settingsOf(node, "consumer").serviceTime, factor) } };
}

/** A distribution of the same shape whose times are so many times as long. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  switch (distribution.distribution) {
    case "uniform":
      return { ...distribution, minMs: distribution.minMs * factor, maxMs: distribution.maxMs * factor };
    case "empirical":
      return { ...distribution, valuesMs: distribution.valuesMs.map((value) => value * factor) };
    default:
      return { ...distribution, meanMs: distribution.meanMs * factor };
  }
}
