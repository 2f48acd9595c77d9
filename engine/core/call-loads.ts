import type { FlowNode } from "../../design/graph/compile.ts";
import { databaseMs, type CallTimes } from "./call-times.ts";
import type { Load } from "./load.ts";
import type { Wiring } from "./wiring.ts";

/**
 * The load of each database's connections (rules S2, F3): the calls of its callers as far as these keep up without waiting for it, so that one which is too
 * slow shows although it slows down who asks; and the events that it stores. A hot partition makes it worse than is told here.
 */
export function callLoads(wiring: Wiring, times: CallTimes, callers: readonly Load[], inPerSecond: (place: number) => number): Load[] {
  const asked = new Map<string, { perSecond: number; work: number }>();
  const add = (id: string, perSecond: number, ms: number): void => {
    const sum = asked.get(id) ?? { perSecond: 0, work: 0 };
    asked.set(id, { perSecond: sum.perSecond + perSecond, work: sum.work + (perSecond * ms) / 1000 });
  };
  for (const load of callers) {
    if (load.group) continue;
    const attemptsPerSecond = (load.arrivalsPerSecond * load.attempts) / Math.max(1, load.utilization);
    for (const [consumer, share] of sharesOf(load.consumers, times))
      for (const [id, ask] of times.callsOf(consumer).asks) add(id, attemptsPerSecond * share * ask.times, ask.ms);
  }
  for (const channel of wiring.flow.channels.values())
    for (const { node } of channel.consumers) {
      const store = wiring.flow.nodes.get(node);
      if (store?.kind === "database") add(node, inPerSecond(wiring.channel(channel).index) / channel.consumers.length, databaseMs(store, "write"));
    }
  return [...asked].flatMap(([id, { perSecond, work }]): Load[] => {
    const node = wiring.flow.nodes.get(id);
    if (node?.kind !== "database" || perSecond <= 0) return [];
    const slots = node.settings.pool * node.settings.partitions;
    return [{ channel: node.name, group: false, calls: true, consumers: [node], arrivalsPerSecond: perSecond, attempts: 1, meanServiceMs: (work * 1000) / perSecond, slots, utilization: work / slots }];
  });
}

/** Which part of a channel's events each of its consumers takes: by what it can do. */
function sharesOf(consumers: readonly FlowNode[], times: CallTimes): [FlowNode, number][] {
  const able = consumers.map((consumer): [FlowNode, number] => {
    if (consumer.kind !== "consumer") return [consumer, 1];
    return [consumer, (consumer.settings.replicas * consumer.settings.concurrency) / Math.max(0.001, times.serviceMsOf(consumer))];
  });
  const all = able.reduce((sum, [, ability]) => sum + ability, 0);
  return able.map(([consumer, ability]) => [consumer, all > 0 ? ability / all : 0]);
}
