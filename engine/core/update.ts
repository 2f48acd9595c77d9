import type { Design } from "../../design/document/schema.ts";
import { flowOf, type Flow } from "../../design/graph/compile.ts";
import { loadOf } from "../../design/load/planned-load.ts";
import { isAppError, messageOf } from "../../design/errors.ts";
import type { UpdateResult } from "./executor.ts";

/** Settings of these kinds that a run cannot take over, and why. */
const NEXT_RUN: Readonly<Record<string, { settings: readonly string[]; why: string }>> = {
  topic: { settings: ["partitions", "replicationFactor", "minInsyncReplicas", "acks", "unkeyed"], why: "a topic is made when the run starts" },
  consumer: { settings: ["group", "assignor", "commit", "offsetReset", "sessionTimeoutMs"], why: "a consumer joins its group when the run starts" },
  httpSource: { settings: ["path", "limitPerSecond"], why: "it listens already" },
  webSocketGateway: { settings: ["path"], why: "it listens already" },
  webhook: { settings: ["url", "timeoutMs"], why: "addresses are approved when a run starts" },
  queue: { settings: ["lockMs", "stalledCheckMs", "maxStalled"], why: "locks and stalled checks are set when its workers start" },
};

/**
 * Compares a changed design with the one that runs: changed settings apply at once, what changes the graph waits for the
 * next run. `flow` is undefined when nothing can be applied.
 */
export function planUpdate(running: Flow, design: Design): { flow: Flow | undefined; result: UpdateResult } {
  const applied: string[] = [];
  const later: UpdateResult["later"] = [];
  let flow: Flow;
  try {
    flow = flowOf(design);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { flow: undefined, result: { applied, later: [{ id: "", why: messageOf(error) }] } };
  }
  for (const node of flow.nodes.values()) {
    const before = running.nodes.get(node.id);
    if (!before) later.push({ id: node.id, why: `${node.name} is new: it joins the next run` });
    else if (JSON.stringify(before.settings) !== JSON.stringify(node.settings)) {
      const waiting = waits(node.kind, before.settings, node.settings);
      if (waiting) later.push({ id: node.id, why: `${node.name}: ${waiting}` });
      applied.push(node.id);
    } else if (node.role === "source" && JSON.stringify(loadOf(running.design, node.id)) !== JSON.stringify(loadOf(flow.design, node.id))) applied.push(node.id);
    if (before && before.zone !== node.zone) later.push({ id: node.id, why: `${node.name} moves to its zone's process in the next run` });
  }
  for (const channel of flow.channels.values()) {
    const before = running.channels.get(channel.key);
    if (!channel.implicit || !before || JSON.stringify(before.settings) === JSON.stringify(channel.settings)) continue;
    const waiting = waits("queue", before.settings, channel.settings);
    if (waiting) later.push({ id: channel.id, why: `${channel.name}: ${waiting}` });
    applied.push(channel.id);
  }
  for (const edge of flow.edges.values()) {
    const before = running.edges.get(edge.id);
    if (before && JSON.stringify(before.settings) !== JSON.stringify(edge.settings)) applied.push(edge.id);
  }
  for (const node of running.nodes.values()) if (!flow.nodes.has(node.id)) later.push({ id: node.id, why: `${node.name} stays until this run ends` });
  const sameEdges = running.edges.size === flow.edges.size && [...running.edges.keys()].every((id) => flow.edges.has(id));
  const sameNodes = [...running.nodes.keys()].every((id) => flow.nodes.has(id));
  const attached = (flow: Flow): string => JSON.stringify(flow.attachments.map(({ id }) => id));
  if (!sameEdges || attached(running) !== attached(flow)) later.push({ id: "", why: "changed edges take effect in the next run" });
  return { flow: sameNodes ? flow : undefined, result: { applied: sameNodes ? applied : [], later } };
}

function waits(kind: string, before: object, after: object): string | undefined {
  const rule = NEXT_RUN[kind];
  if (!rule) return undefined;
  const changed = rule.settings.some((name) => JSON.stringify((before as Record<string, unknown>)[name]) !== JSON.stringify((after as Record<string, unknown>)[name]));
  return changed ? `${rule.why}; the change takes effect in the next run` : undefined;
}
