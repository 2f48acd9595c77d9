import { meanOf } from "../../design/kinds/distribution.ts";
import type { Flow, FlowNode } from "../../design/graph/compile.ts";
import type { TopicEdgeSettings } from "../../design/kinds/topic.ts";
import { rulesFor } from "./governed.ts";
import { meanAttempts, type Load } from "./load.ts";
import { topicOf, type LogReading, type Wiring } from "./wiring.ts";

/**
 * The load of each group that reads a topic. At most so many of its slots can be busy as there are partitions, and in each replica
 * as it has of them (rule T3); a hot partition makes it worse than is told here.
 */
export function topicLoads(wiring: Wiring, inPerSecond: (place: number) => number): Load[] {
  const topics = new Set(wiring.logReadings.map(({ log }) => log));
  return [...topics].flatMap((log) =>
    wiring.groupsOf(log).map((group) => {
      const readings = wiring.logReadings.filter((reading) => reading.log === log && reading.group === group);
      return loadOf(log.name, topicOf(log).partitions, readings, inPerSecond(log.index), wiring.flow);
    }),
  );
}

function loadOf(channel: string, partitions: number, readings: readonly LogReading[], arrivalsPerSecond: number, flow: Flow): Load {
  const consumers = readings.flatMap(({ consumer }) => (consumer.node?.kind === "consumer" ? [consumer.node] : []));
  const slots = usableSlots(partitions, consumers.map((consumer) => grown(flow, consumer)));
  const own = consumers.map(({ settings }) => Math.min(meanOf(settings.serviceTime), settings.timeoutMs ?? Number.POSITIVE_INFINITY));
  const meanServiceMs = own.reduce((sum, ms) => sum + ms, 0) / Math.max(1, own.length);
  const attempts = readings.reduce((most, { consumer, edge }) => {
    if (consumer.node?.kind !== "consumer") return most;
    const { failureRate, permanentFailureRate } = consumer.node.settings;
    return Math.max(most, meanAttempts(failureRate, permanentFailureRate, (edge.settings as TopicEdgeSettings).attempts));
  }, 1);
  const utilization = slots === 0 ? 0 : (arrivalsPerSecond * attempts * meanServiceMs) / 1000 / slots;
  return { channel, group: false, consumers, arrivalsPerSecond, attempts, meanServiceMs, slots, utilization };
}

/** A consumer with as many replicas as its autoscaler may start. */
function grown(flow: Flow, consumer: Extract<FlowNode, { kind: "consumer" }>): FlowNode {
  const rules = rulesFor(flow, consumer.id);
  return rules ? { ...consumer, settings: { ...consumer.settings, replicas: rules.maxReplicas } } : consumer;
}

/** Slots that can be busy at once, the partitions dealt out as evenly as there can be. */
export function usableSlots(partitions: number, consumers: readonly FlowNode[]): number {
  const replicas = consumers.flatMap((consumer) => (consumer.kind === "consumer" ? Array.from({ length: consumer.settings.replicas }, () => consumer.settings.concurrency) : []));
  const [each, more] = [Math.floor(partitions / Math.max(1, replicas.length)), partitions % Math.max(1, replicas.length)];
  return replicas.reduce((sum, concurrency, index) => sum + Math.min(concurrency, each + (index < more ? 1 : 0)), 0);
}
