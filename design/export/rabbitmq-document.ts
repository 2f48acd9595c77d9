import type { Route, Target, Topology } from "../topology/topology.ts";
import { NameScope, RABBITMQ_NAME } from "./names.ts";
import { argumentsOf, type Arguments, type BindingDefinition, type Definitions, type ExchangeDefinition, type QueueDefinition } from "./rabbitmq-definitions.ts";
import { LossReport } from "./target.ts";

/** Where a message can be sent: by the default exchange to a queue, or to an exchange. */
export interface Destination {
  readonly type: "queue" | "exchange";
  readonly name: string;
}

/** Definitions while they are written, with the names of what is in them and what is lost. */
export class RabbitDocument {
  readonly losses = new LossReport();
  private readonly queueNames = new NameScope(RABBITMQ_NAME);
  private readonly exchangeNames = new NameScope(RABBITMQ_NAME);
  private readonly destinations = new Map<string, Destination>();
  private readonly queues: QueueDefinition[] = [];
  private readonly exchanges: ExchangeDefinition[] = [];
  private readonly bindings = new Map<string, BindingDefinition>();

  /** Names everything that is drawn first, so that what is generated for it gives way. */
  constructor(
    private readonly topology: Topology,
    private readonly vhost: string,
  ) {
    const queue = (key: string, name: string): unknown => this.destinations.set(key, { type: "queue", name: this.queueNames.of(key, name) });
    for (const { key, name } of topology.queues) queue(key, name);
    for (const { key, node } of topology.topics) queue(key, node.name);
    for (const { id, kind, name } of topology.ends) if (kind === "deadLetter") queue(id, name);
    for (const { key, node } of topology.exchanges)
      if (node.kind === "exchange") this.destinations.set(key, { type: "exchange", name: this.exchangeNames.of(key, node.name) });
  }

  /** What was named for a channel or a dead letter; undefined for what is not on the broker. */
  destinationOf({ key }: Pick<Target, "key">): Destination | undefined {
    return this.destinations.get(key);
  }

  /** The name of what is on the broker for this key. */
  nameOf(key: string): string {
    return this.destinations.get(key)?.name ?? "";
  }

  addQueue(key: string, given: Parameters<typeof argumentsOf>[0]): void {
    this.queues.push({ name: this.nameOf(key), vhost: this.vhost, durable: true, auto_delete: false, arguments: argumentsOf(given) });
  }

  addExchange(name: string, type: ExchangeDefinition["type"], given: Parameters<typeof argumentsOf>[0] = {}): void {
    this.exchanges.push({ name, vhost: this.vhost, type, durable: true, auto_delete: false, internal: false, arguments: argumentsOf(given) });
  }

  /** Binds a destination to an exchange; the same binding twice is one, as on the broker. */
  bind(source: string, to: Destination, routingKey: string, given: Arguments = {}): void {
    const binding: BindingDefinition = { source, vhost: this.vhost, destination: to.name, destination_type: to.type, routing_key: routingKey, arguments: given };
    this.bindings.set(JSON.stringify(binding), binding);
  }

  /** A fanout exchange that nobody drew, named after what it stands behind, for routes that a queue or exchange cannot name otherwise. */
  addFanout(key: string, called: string, to: readonly Destination[]): string {
    const name = this.exchangeNames.of(key, called);
    this.addExchange(name, "fanout");
    for (const destination of to) this.bind(name, destination, "");
    return name;
  }

  /** The destinations of routes. What is not on the broker is reported by its edge, and so is what routes pass on their way. */
  destinationsOf(routes: readonly Route[]): { readonly route: Route; readonly to: Destination }[] {
    return routes.flatMap((route) => {
      const to = this.destinationOf(route.to);
      const of = { id: route.edge };
      if (to === undefined) {
        const end = this.topology.design.nodes.find(({ id }) => `node:${id}` === route.to.key || id === route.to.key)?.name ?? route.to.key;
        this.losses.setting(of, "to", end, "RabbitMQ leads messages to queues and exchanges only.", "Draw a queue, and a consumer that takes from it.");
        return [];
      }
      if (route.steps.length > 0) {
        const passed = route.steps.map(({ node }) => node.name);
        this.losses.setting(of, "steps", passed, "The broker leads everything past the steps on the way, straight to their end.", "Have the consumers at the end do the steps first, and acknowledge what is not for them.");
      }
      return [{ route, to }];
    });
  }

  definitions(): Definitions {
    return { vhosts: [{ name: this.vhost }], policies: [], exchanges: this.exchanges, queues: this.queues, bindings: [...this.bindings.values()] };
  }
}

/** Each destination once: several ways may lead to it. */
export function distinct(destinations: readonly Destination[]): Destination[] {
  return [...new Map(destinations.map((each) => [`${each.type} ${each.name}`, each])).values()];
}
