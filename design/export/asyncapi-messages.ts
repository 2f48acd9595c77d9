import type { Json } from "../document/schema.ts";
import { flowOf, type FlowNode } from "../graph/compile.ts";
import type { KindType } from "../kinds/registry.ts";
import { routesFrom } from "../topology/routes.ts";
import type { Route, Topology } from "../topology/topology.ts";

/** One sort of message: what a source emits, or what a service or step makes of it. */
export interface Message {
  /** Of the node that makes it. */
  readonly id: string;
  readonly name: string;
  /** The templates of a source; of what a program makes nobody knows the shape. */
  readonly payload?: Json;
  readonly headers?: Json;
  readonly keyed: boolean;
}

/** Steps whose events have other data than those that they take. */
const REMAKING: readonly KindType[] = ["transform", "splitter", "aggregator", "join"];

/** The messages that each channel carries, by its key or, for a dead letter, the node's id: those of every source from which it can be reached. */
export function messagesOf(topology: Topology): ReadonlyMap<string, readonly Message[]> {
  const found = new Map<string, Map<string, Message>>();
  const services = new Map(topology.services.map((service) => [service.node.id, service]));
  const ways = waysOn(topology);
  const open: { message: Message; key: string }[] = [];
  const send = (message: Message, routes: readonly Route[]): void => {
    for (const { steps, to } of routes) {
      const last = steps.findLast(({ node }) => REMAKING.includes(node.kind));
      open.push({ message: last === undefined ? message : madeBy(last.node), key: to.key });
    }
  };
  for (const service of topology.services) {
    const message = emittedBy(service.node);
    if (message !== undefined) send(message, service.sends);
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { message, key } = next;
    const there = found.get(key) ?? new Map<string, Message>();
    if (there.has(message.id)) continue;
    found.set(key, there.set(message.id, message));
    const { readers = [], routes = [] } = ways.get(key) ?? {};
    send(message, routes);
    for (const reader of readers) {
      const service = services.get(reader);
      if (service !== undefined) send(passedOn(service.node, message), service.sends);
    }
  }
  return new Map([...found].map(([key, messages]) => [key, [...messages.values()]]));
}

/** Where what lies in each channel goes: to its readers and what they send, or by the broker to others. */
function waysOn({ design, queues, topics, ends, exchanges }: Topology): ReadonlyMap<string, { readonly readers: readonly string[]; readonly routes: readonly Route[] }> {
  const flow = flowOf(design);
  return new Map([
    ...queues.map(({ key, readers, deadLetters }) => [key, { readers, routes: deadLetters }] as const),
    ...topics.map(({ key, readers }) => [key, { readers: readers.map(({ service }) => service), routes: [] }] as const),
    ...ends.map(({ id }) => [id, { readers: [], routes: routesFrom(flow, id, "redrive") }] as const),
    ...exchanges.map(({ key, bindings, alternate }) => [key, { readers: [], routes: [...bindings, ...alternate] }] as const),
  ]);
}

function emittedBy(node: FlowNode): Message | undefined {
  switch (node.kind) {
    case "producer": {
      const { eventType, payload, headers, key } = node.settings;
      return { id: node.id, name: eventType, keyed: key.mode !== "none", ...(payload === undefined ? {} : { payload }), ...(headers === undefined ? {} : { headers }) };
    }
    case "schedule":
      return { id: node.id, name: node.settings.eventType, keyed: false, ...(node.settings.payload === undefined ? {} : { payload: node.settings.payload }) };
    case "httpSource":
      return { id: node.id, name: node.settings.eventType, keyed: false };
    default:
      return node.role === "source" ? madeBy(node) : undefined;
  }
}

/** What a service sends on of a message: the same data, unless a handler decides. */
function passedOn(reader: FlowNode, message: Message): Message {
  return reader.kind === "consumer" && reader.settings.handler !== undefined ? madeBy(reader) : message;
}

function madeBy({ id, name }: FlowNode): Message {
  return { id, name, keyed: false };
}
