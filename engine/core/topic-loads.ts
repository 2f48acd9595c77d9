import type { Flow, FlowNode } from "../../design/graph/compile.ts";
import type { TopicEdgeSettings } from "../../design/kinds/topic.ts";
import type { CallTimes } from "./call-times.ts";
import { mostReplicasFor } from "./governed.ts";
import { meanAttempts, type Load } from "./load.ts";
import { topicOf, type LogReading, type Wiring } from "./wiring.ts";

/**
 * The load of each group that reads a topic. At most so many of its slots can be busy as there are partitions, and in each replica
 * as it has of them (rule T3); a hot partition makes it worse than is told here.
 */
export function topicLoads(wiring: Wiring, times: CallTimes, inPerSecond: (place: number) => number): Load[] {
  const topics = new Set(wiring.logReadings.map(({ log }) => log));
  return [...topics].flatMap((log) =>
    wiring.groupsOf(log).map((group) => {
      const readings = wiring.logReadings.filter((reading) => reading.log === log && reading.group === group);
      return loadOf(log.name, topicOf(log).partitions, readings, inPerSecond(log.index), wiring.flow, times);
    }),
  );
}

function loadOf(channel: string, partitions: number, readings: readonly LogReading[], arrivalsPerSecond: number, flow: Flow, times: CallTimes): Load {
  const consumers = readings.flatMap(({ consumer }) => (consumer.node?.kind === "consumer" ? [consumer.node] : []));
  const slots = usableSlots(partitions, consumers.map((consumer) => grown(flow, consumer)));
  const own = consumers.map((each) => times.serviceMsOf(each));
  const meanServiceMs = own.reduce((sum, ms) => sum + ms, 0) / Math.max(1, own.length);
  const meanCallMs = consumers.reduce((sum, each) => sum + times.callsOf(each).ms, 0) / Math.max(1, own.length);
  const attempts = readings.reduce((most, { consumer, edge }) => {
    if (consumer.node?.kind !== "consumer") return most;
    return Math.max(most, meanAttempts(times.failureOf(consumer.node), consumer.node.settings.permanentFailureRate, (edge.settings as TopicEdgeSettings).attempts));
  }, 1);
  const utilization = slots === 0 ? 0 : (arrivalsPerSecond * attempts * meanServiceMs) / 1000 / slots;
  return { channel, group: false, consumers, arrivalsPerSecond, attempts, meanServiceMs, ...(meanCallMs > 0 && { meanCallMs }), slots, utilization };
}

/** A consumer with as many replicas as its autoscaler or an alert may start. */
function grown(flow: Flow, consumer: Extract<FlowNode, { kind: "consumer" }>): FlowNode {
  const most = mostReplicasFor(flow, consumer.id);
  return most === undefined ? consumer : { ...consumer, settings: { ...consumer.settings, replicas: most } };
}

/** Slots that can be busy at once, the partitions dealt out as evenly as there can be. */
export function usableSlots(partitions: number, consumers: readonly FlowNode[]): number {
  const replicas = consumers.flatMap((consumer) => (consumer.kind === "consumer" ? Array.from({ length: consumer.settings.replicas }, () => consumer.settings.concurrency) : []));
  const [each, more] = [Math.floor(partitions / Math.max(1, replicas.length)), partitions % Math.max(1, replicas.length)];
  return replicas.reduce((sum, concurrency, index) => sum + Math.min(concurrency, each + (index < more ? 1 : 0)), 0);
}
