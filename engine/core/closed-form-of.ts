import type { Flow, FlowChannel, FlowNode } from "../../design/graph/compile.ts";
import { kinds } from "../../design/kinds/registry.ts";
import { meanOf } from "../../design/kinds/distribution.ts";
import { queueSettingsSchema } from "../../design/kinds/queue.ts";
import type { ClosedForm } from "../contract/report.ts";
import { mostReplicasFor } from "./governed.ts";
import { waitOfMG1, waitOfMMc } from "../../design/kinds/wait-formulas.ts";

type Consumer = Extract<FlowNode, { kind: "consumer" }>;

/** Settings that leave a formula as it is: whatever they say, nobody waits longer or shorter in the steady state. */
const QUEUE_FREE: readonly string[] = ["attempts", "backoff", "lockMs", "stalledCheckMs", "maxStalled", "overflow"];
const CONSUMER_FREE: readonly string[] = ["replicas", "concurrency", "serviceTime", "emits", "coldStartMs", "idempotent"];

/**
 * The formula that a consumer's wait follows, with its value, or null where there is none: Poisson arrivals at one queue that
 * it alone reads, no failures, nothing that limits or reorders. What leaves M/M/c is Poisson again (Burke, 1956), so that the
 * next station has a formula too (Jackson, 1957).
 */
export function closedFormOf(flow: Flow, node: string): ClosedForm | null {
  return formOf(flow, node, new Set());
}

/** The formula of each consumer that has one. */
export function closedFormsOf(flow: Flow): Record<string, ClosedForm> {
  return Object.fromEntries(flow.consumers.flatMap(({ id }) => {
    const form = closedFormOf(flow, id);
    return form ? [[id, form] as const] : [];
  }));
}

function formOf(flow: Flow, id: string, above: ReadonlySet<string>): ClosedForm | null {
  const node = flow.nodes.get(id);
  // No formula holds for a number of servers that changes.
  if (node?.kind !== "consumer" || above.has(id) || mostReplicasFor(flow, id) !== undefined) return null;
  const channels = [...flow.channels.values()].filter((channel) => channel.consumers.some((reader) => reader.node === id));
  const [channel] = channels;
  if (!channel || channels.length > 1 || channel.consumers.length > 1 || !isPlain(flow, node, channel)) return null;
  const arrivalsPerSecond = poissonInto(flow, channel, new Set([...above, id]));
  return arrivalsPerSecond === null || arrivalsPerSecond === 0 ? null : formWith(node, arrivalsPerSecond);
}

function formWith({ settings }: Consumer, arrivalsPerSecond: number): ClosedForm | null {
  const { serviceTime } = settings;
  const servers = settings.replicas * settings.concurrency;
  const utilization = (arrivalsPerSecond * meanOf(serviceTime)) / 1000 / servers;
  // What is unstable has no steady state to give a formula of.
  if (utilization >= 1) return null;
  const common = { arrivalsPerSecond, utilization };
  if (serviceTime.distribution === "exponential") {
    const wait = waitOfMMc(arrivalsPerSecond, serviceTime.meanMs, servers);
    const model = servers === 1 ? "M/M/1" : `M/M/${servers}`;
    return { ...common, model, formula: servers === 1 ? "ρ / (μ − λ)" : "C(c, a) / (cμ − λ), Erlang’s C", waitMeanMs: wait.meanMs, waitP95Ms: wait.p95Ms };
  }
  const { meanMs } = waitOfMG1(arrivalsPerSecond, serviceTime);
  if (servers > 1 || !Number.isFinite(meanMs)) return null;
  const model = serviceTime.distribution === "constant" ? "M/D/1" : "M/G/1";
  return { ...common, model, formula: "λ E[S²] / 2(1 − ρ), Pollaczek and Khinchine", waitMeanMs: meanMs };
}

/** Nothing about the queue or the consumer that the formulas do not know. */
function isPlain(flow: Flow, node: Consumer, channel: FlowChannel): boolean {
  const governed = flow.attachments.some((edge) => edge.to.node === node.id || edge.from.node === node.id);
  const calls = [...node.outs.values()].flat().some((edge) => edge.type === "call");
  const loads = (flow.design.scenario?.load ?? []).length > 0;
  return !governed && !calls && !loads && asDefault(channel.settings, queueSettingsSchema.parse({}), QUEUE_FREE) && asDefault(node.settings, kinds.consumer.settings.parse({}), CONSUMER_FREE);
}

function asDefault(settings: object, defaults: object, free: readonly string[]): boolean {
  const usual = new Map<string, unknown>(Object.entries(defaults));
  return Object.entries(settings).every(([key, value]) => free.includes(key) || JSON.stringify(value) === JSON.stringify(usual.get(key)));
}

/** Rate of the Poisson stream into a channel; null where it is none. */
function poissonInto(flow: Flow, channel: FlowChannel, above: ReadonlySet<string>): number | null {
  const edges = [...flow.edges.values()].filter((edge) => edge.channel === channel.key);
  // One that feeds it twice gives pairs of events.
  if (new Set(edges.map((edge) => edge.from.node)).size < edges.length) return null;
  let sum = 0;
  for (const edge of edges) {
    const rate = edge.from.port === "out" ? poissonOutOf(flow, edge.from.node, above) : null;
    if (rate === null) return null;
    sum += rate;
  }
  return sum;
}

function poissonOutOf(flow: Flow, id: string, above: ReadonlySet<string>): number | null {
  const node = flow.nodes.get(id);
  if (node?.kind === "producer") return node.settings.arrivals.process === "poisson" ? node.settings.arrivals.ratePerSecond : null;
  if (node?.kind !== "consumer" || node.settings.emits !== 1) return null;
  const form = formOf(flow, id, above);
  return form?.model.startsWith("M/M/") ? form.arrivalsPerSecond : null;
}
