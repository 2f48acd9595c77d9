import type { Design, Slo, Zone } from "../document/schema.ts";
import type { FlowNode } from "../graph/compile.ts";
import type { KindType } from "../kinds/registry.ts";
import type { QueueSettings } from "../kinds/queue.ts";

/** A node of one kind, or of one of several. */
export type NodeOf<Kind extends KindType> = Extract<FlowNode, { kind: Kind }>;

/** Where a route leads: a channel by its key, or the node at its end. */
export type Target =
  | { readonly type: "queue" | "topic" | "exchange"; readonly key: string }
  | { readonly type: "node"; readonly key: string };

/**
 * The way of events from a port to what keeps or ends them. `steps` are the nodes that they pass on the way, each with the port that
 * they leave it by. `settings` are those of the first edge: a binding, where the route begins at an exchange.
 */
export interface Route {
  readonly from: { readonly node: string; readonly port: string };
  readonly edge: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly steps: readonly { readonly node: FlowNode; readonly port: string }[];
  readonly to: Target;
}

/** A queue on a broker: a drawn one, or one that an edge stands for. */
export interface TopologyQueue {
  readonly key: string;
  /** Of the node, or of the edge. */
  readonly id: string;
  readonly name: string;
  readonly implicit: boolean;
  readonly settings: QueueSettings;
  /** Ids of the services that take its events. */
  readonly readers: readonly string[];
  /** Where dead letters go. */
  readonly deadLetters: readonly Route[];
}

/** A topic, with who reads it. */
export interface TopologyTopic {
  readonly key: string;
  readonly node: NodeOf<"topic">;
  readonly readers: readonly { readonly service: string; readonly group: string; readonly edge: string }[];
}

/** An exchange or event bus, with its bindings. */
export interface TopologyExchange {
  readonly key: string;
  readonly node: NodeOf<"exchange" | "eventBus">;
  readonly bindings: readonly Route[];
  readonly alternate: readonly Route[];
}

/** A process to deploy: a source, or what takes events from channels. */
export interface TopologyService {
  readonly node: FlowNode;
  readonly reads: readonly { readonly type: "queue" | "topic"; readonly key: string; readonly edge: string; readonly group?: string }[];
  /** Where it sends events, by port. */
  readonly sends: readonly Route[];
  /** Stores and caches that it calls, directly or through balancers and breakers. */
  readonly calls: readonly string[];
  readonly scaler: NodeOf<"autoscaler"> | undefined;
}

/** A cache or a database. */
export interface TopologyStore {
  readonly node: NodeOf<"cache" | "database">;
  /** Queues that lead events into it. */
  readonly reads: readonly string[];
  /** What a cache asks when it does not know. */
  readonly origins: readonly string[];
}

/**
 * A design as it would be deployed: the graph interpreted once, so that every exporter says the same of it. Everything in it has its
 * defaults filled in; every list is in document order.
 */
export interface Topology {
  readonly design: Design;
  readonly queues: readonly TopologyQueue[];
  readonly topics: readonly TopologyTopic[];
  readonly exchanges: readonly TopologyExchange[];
  readonly services: readonly TopologyService[];
  readonly stores: readonly TopologyStore[];
  /** Nodes that process events or calls between services, and are code within one where they are deployed: each with the routes that leave it. */
  readonly steps: readonly { readonly node: FlowNode; readonly sends: readonly Route[] }[];
  /** Sinks and dead letters. */
  readonly ends: readonly NodeOf<"sink" | "deadLetter">[];
  readonly zones: readonly Zone[];
  readonly slos: readonly Slo[];
}
