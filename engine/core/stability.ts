import type { FlowChannel, FlowNode } from "../../design/graph/compile.ts";
import type { Problem } from "../../design/problem.ts";
import type { Report } from "../contract/report.ts";
import { callLoads } from "./call-loads.ts";
import { CallTimes } from "./call-times.ts";
import { mostReplicasFor } from "./governed.ts";
import { meanAttempts, type Load } from "./load.ts";
import { topicLoads } from "./topic-loads.ts";
import type { Wiring } from "./wiring.ts";

/**
 * The load of each channel, from the rate at which events came into it, and that of each group of channels whose consumers
 * are shared: two channels that keep one consumer 60 % busy each are too much together. What an event calls is part of its service,
 * and what is called has a load of its own.
 */
export function loadsOf(wiring: Wiring, inPerSecond: (place: number) => number, hitRatio: (cache: string) => number | undefined = () => undefined): Load[] {
  const times = new CallTimes(wiring.flow, hitRatio);
  const channels = [...wiring.flow.channels.values()].filter((channel) => channel.consumers.length > 0);
  const arrivals = new Map(channels.map((channel) => [channel, inPerSecond(wiring.channel(channel).index)]));
  const loads = channels.map((channel) => loadOf(wiring, times, [channel], arrivals));
  const shared = groupsOf(channels).filter((group) => group.length > 1);
  const topics = topicLoads(wiring, times, inPerSecond);
  return [...loads, ...shared.map((group) => loadOf(wiring, times, group, arrivals)), ...topics, ...callLoads(wiring, times, [...loads, ...topics], inPerSecond)];
}

/** Channels that share consumers, directly or through others. */
function groupsOf(channels: readonly FlowChannel[]): FlowChannel[][] {
  let groups: FlowChannel[][] = [];
  for (const channel of channels) {
    const joined = (group: readonly FlowChannel[]): boolean => group.some((other) => other.consumers.some(({ node }) => channel.consumers.some((reader) => reader.node === node)));
    groups = [...groups.filter((group) => !joined(group)), [...groups.filter(joined).flat(), channel]];
  }
  return groups;
}

function loadOf(wiring: Wiring, times: CallTimes, channels: readonly FlowChannel[], arrivals: ReadonlyMap<FlowChannel, number>): Load {
  const ids = new Set(channels.flatMap((channel) => channel.consumers.map((reader) => reader.node)));
  const consumers = [...ids].flatMap((id) => wiring.flow.nodes.get(id) ?? []);
  let slots = 0;
  let capacityPerSecond = 0;
  let meanServiceMs = 0;
  let meanCallMs = 0;
  for (const consumer of consumers) {
    if (consumer.kind !== "consumer") continue;
    const { settings } = consumer;
    // What an autoscaler or an alert may start counts as there.
    const own = (mostReplicasFor(wiring.flow, consumer.id) ?? settings.replicas) * settings.concurrency;
    const service = times.serviceMsOf(consumer);
    slots += own;
    meanCallMs += times.callsOf(consumer).ms * own;
    meanServiceMs += service * own;
    capacityPerSecond += service > 0 ? (own * 1000) / service : Number.POSITIVE_INFINITY;
  }
  meanServiceMs = slots > 0 ? meanServiceMs / slots : 0;
  meanCallMs = slots > 0 ? meanCallMs / slots : 0;
  const [only] = channels;
  const rateLimit = channels.length === 1 ? only?.settings.rateLimit : undefined;
  const limitPerSecond = rateLimit ? (rateLimit.max * 1000) / rateLimit.durationMs : Number.POSITIVE_INFINITY;
  const isLimited = limitPerSecond < capacityPerSecond;
  capacityPerSecond = Math.min(capacityPerSecond, limitPerSecond);
  let arrivalsPerSecond = 0;
  let attemptsPerSecond = 0;
  for (const channel of channels) {
    const own = arrivals.get(channel) ?? 0;
    arrivalsPerSecond += own;
    attemptsPerSecond += own * attemptsOf(channel, consumers, times);
  }
  const attempts = arrivalsPerSecond > 0 ? attemptsPerSecond / arrivalsPerSecond : only ? attemptsOf(only, consumers, times) : 1;
  const utilization = capacityPerSecond === Number.POSITIVE_INFINITY || capacityPerSecond === 0 ? 0 : attemptsPerSecond / capacityPerSecond;
  return { channel: channels.map((channel) => channel.name).join(" and "), group: channels.length > 1, consumers, arrivalsPerSecond, attempts, meanServiceMs, ...(meanCallMs > 0 && { meanCallMs }), slots, ...(isLimited && { limitPerSecond }), utilization };
}

/** Mean attempts of a channel's events at the worst of its consumers. */
function attemptsOf(channel: FlowChannel, consumers: readonly FlowNode[], times: CallTimes): number {
  const own = consumers.filter((consumer) => channel.consumers.some((reader) => reader.node === consumer.id));
  return own.reduce((most, consumer) => {
    return consumer.kind === "consumer" ? Math.max(most, meanAttempts(times.failureOf(consumer), consumer.settings.permanentFailureRate, channel.settings.attempts)) : most;
  }, 1);
}

/** Rule F3: each overloaded channel with the arithmetic, in a sentence. */
export function instability(loads: readonly Load[]): Problem[] {
  const alone = loads.filter((load) => !load.group && load.utilization >= 1);
  const said = new Set(alone.flatMap((load) => load.consumers));
  const together = loads.filter((load) => load.group && load.utilization >= 1 && !load.consumers.some((consumer) => said.has(consumer)));
  return [...alone, ...together]
    .map((load) => ({ severity: "warning", code: "unstable", message: sentence(load), node: load.consumers[0]?.id }));
}

function sentence(load: Load): string {
  const names = load.consumers.map((consumer) => consumer.name).join(" and ");
  const work = (load.arrivalsPerSecond * load.attempts * load.meanServiceMs) / 1000;
  const attempts = load.attempts > 1.0005 ? ` × ${load.attempts.toFixed(2)} attempts` : "";
  const ofCalls = load.meanCallMs === undefined ? "" : ` (${rounded(load.meanCallMs)} ms of it calls)`;
  const [what, unit] = load.calls === true ? [" calls", "connections"] : ["", "slots"];
  const busy = `${rounded(load.arrivalsPerSecond)}${what}/s${attempts} × ${rounded(load.meanServiceMs)} ms${ofCalls} = ${rounded(work)} busy ${unit}`;
  if (load.calls === true)
    return (
      `${names} cannot keep up: ${busy}, but there are ${load.slots} (utilisation ${Math.round(load.utilization * 100)} %). ` +
      `Who calls it waits for connections, and the backlog before them grows for as long as this lasts; ${Math.floor(work) + 1} connections are the least that is stable.`
    );
  return work >= load.slots
    ? `${names} cannot keep up: ${busy}, but there are ${load.slots} (utilisation ${Math.round(load.utilization * 100)} %). ` +
        `The backlog of ${load.channel} grows for as long as this lasts; ${Math.floor(work) + 1} slots are the least that is stable.`
    : `${load.channel} cannot keep up: its rate limit lets less through than the ${rounded(load.arrivalsPerSecond)}/s that arrive${attempts} ` +
        `(utilisation ${Math.round(load.utilization * 100)} %). Raise the limit, or the backlog grows for as long as this lasts.`;
}

/**
 * What limits the flow most, and what would relieve it; null when nothing is busy. An autoscaled consumer counts with the replicas that
 * it had on average, as `scaling` tells.
 */
export function bottleneckOf(loads: readonly Load[], nodes: Report["nodes"], scaling: Report["scaling"] = {}): Report["bottleneck"] {
  const busiest = loads.map((load) => asItWas(load, scaling)).toSorted((a, b) => b.utilization - a.utilization)[0];
  const consumer = busiest?.consumers[0];
  if (!busiest || !consumer || busiest.utilization <= 0) return null;
  if (busiest.limitPerSecond !== undefined) return limitedBy(busiest, busiest.limitPerSecond, consumer.id);
  const measured = nodes[consumer.id];
  const utilization = Math.max(busiest.utilization, measured?.utilization ?? 0);
  const attempts = busiest.attempts > 1.0005 ? ` in ${busiest.attempts.toFixed(2)} attempts each` : "";
  const percent = `${Math.round(utilization * 100)} %`;
  const [what, unit] = busiest.calls === true ? ["calls", "connection"] : ["events", "slot"];
  const ofCalls = busiest.meanCallMs === undefined ? "" : ` (${rounded(busiest.meanCallMs)} ms of it calls)`;
  const onAverage = busiest.consumers.some(({ id }) => scaling[id]) ? " on average" : "";
  const reason =
    `${consumer.name} is the busiest: ${rounded(busiest.arrivalsPerSecond)} ${what}/s${attempts}, ${rounded(busiest.meanServiceMs)} ms of service${ofCalls}, ` +
    `${rounded(busiest.slots)} ${unit}${busiest.slots === 1 ? "" : "s"}${onAverage}: ${percent} busy.`;
  const work = busiest.utilization * busiest.slots;
  const wanted = Math.max(Math.floor(busiest.slots) + 1, Math.ceil(work / 0.7));
  const relief =
    utilization < 0.7
      ? `Nothing is short: it could take ${rounded((0.7 / utilization) * busiest.arrivalsPerSecond)} ${what}/s before it is 70 % busy.`
      : onAverage !== ""
        ? `With ${wanted} slots all the time it would be ${Math.round((work / wanted) * 100)} % busy: raise the least number of replicas, or let replicas start sooner.`
        : `${wanted} ${unit}s would bring it to ${Math.round((work / wanted) * 100)} %; so would a service time of ${rounded((busiest.meanServiceMs * busiest.slots) / wanted)} ms.`;
  return { node: consumer.id, reason, utilization, relief };
}

/** What a rate limit keeps back, no number of slots helps. */
function limitedBy({ channel, arrivalsPerSecond, attempts, utilization }: Load, limitPerSecond: number, node: string): NonNullable<Report["bottleneck"]> {
  const each = attempts > 1.0005 ? ` in ${attempts.toFixed(2)} attempts each` : "";
  return {
    node,
    reason: `The rate limit of ${channel} is used most: ${rounded(arrivalsPerSecond)} events/s${each} of ${rounded(limitPerSecond)}/s: ${Math.round(utilization * 100)} %.`,
    utilization,
    relief:
      utilization < 0.7
        ? `Nothing is short: it lets ${rounded((0.7 / utilization) * arrivalsPerSecond)} events/s through before 70 % of it is used.`
        : `A limit of ${rounded((arrivalsPerSecond * attempts) / 0.7)}/s would bring it to 70 %; more slots would not.`,
  };
}

/** A load with the slots that its consumers had, rather than those that autoscalers may start. */
function asItWas(load: Load, scaling: NonNullable<Report["scaling"]>): Load {
  if (load.calls === true || !load.consumers.some(({ id }) => scaling[id])) return load;
  const had = load.consumers.reduce((sum, each) => sum + (each.kind === "consumer" ? (scaling[each.id]?.replicas.mean ?? each.settings.replicas) * each.settings.concurrency : 0), 0);
  const slots = Math.min(load.slots, had);
  const work = (load.arrivalsPerSecond * load.attempts * load.meanServiceMs) / 1000;
  return { ...load, slots, utilization: slots > 0 ? Math.max(load.utilization, work / slots) : load.utilization };
}

function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
