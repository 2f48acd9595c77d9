import type { Json } from "../document/schema.ts";
import type { FlowNode } from "../graph/compile.ts";
import { kindOf } from "../kinds/registry.ts";
import { queueSettingsSchema, type QueueSettings } from "../kinds/queue.ts";
import type { TopicSettings } from "../kinds/topic.ts";
import type { Route, Topology } from "../topology/topology.ts";
import { EXTENSION, isKept, type AsyncApiChannel } from "./asyncapi-document.ts";
import { amqpExchange, amqpQueue, kafkaChannel, NAME_RULES, protocolOf, pubsubTopic, readAs, snsTopic, sqsQueue, type Bound, type Broker, type ChannelKind, type Protocol } from "./asyncapi-protocol.ts";
import { CODE_IDENTIFIER, NameScope } from "./names.ts";
import type { LossReport } from "./target.ts";

/** A channel of a design before it is written. */
interface Place {
  /** Of the topology; of a dead letter its id. */
  readonly key: string;
  readonly of: Pick<FlowNode, "id" | "name">;
  readonly kind: ChannelKind;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What the broker does by itself with what lies here or comes in. */
  readonly routes: Readonly<Record<"deadLetters" | "bindings" | "alternate", readonly Route[]>>;
}

const KEPT = `It is kept in ${EXTENSION}, which other tools pass over.`;
const ON_THE_BROKER = "Set it on the broker: export its own configuration beside this document.";

/** The channels of a document, with the names that operations know them by. */
export class AsyncApiChannels {
  readonly protocols = new Set<Protocol>();
  private readonly places: readonly Place[];
  private readonly keys = new NameScope(CODE_IDENTIFIER);
  private readonly names = new Map<Protocol, NameScope>();

  constructor(
    topology: Topology,
    private readonly broker: Broker,
    private readonly losses: LossReport,
  ) {
    const none = { deadLetters: [], bindings: [], alternate: [] };
    this.places = [
      ...topology.queues.map((queue): Place => ({ key: queue.key, of: queue, kind: "queue", settings: queue.settings, defaults: queueSettingsSchema.parse({}), routes: { ...none, deadLetters: queue.deadLetters } })),
      ...topology.topics.map(({ key, node }): Place => ({ key, of: node, kind: "topic", ...settingsOf(node), routes: none })),
      ...topology.exchanges.map(({ key, node, bindings, alternate }): Place => ({ key, of: node, kind: node.kind, ...settingsOf(node), routes: { ...none, bindings, alternate } })),
      ...topology.ends.filter(({ kind }) => kind === "deadLetter").map((node): Place => ({ key: node.id, of: node, kind: "deadLetter", ...settingsOf(node), routes: none })),
    ];
    // Named first, all of them, so that one may name another.
    for (const place of this.places) {
      this.keys.of(place.key, place.of.name);
      this.nameOf(place);
    }
  }

  /** The key of a channel in the document; undefined for what is no channel. */
  keyOf(key: string): string | undefined {
    const place = this.places.find((each) => each.key === key);
    return place && this.keys.of(key, place.of.name);
  }

  /** The protocol of a channel. */
  protocolOf(key: string): Protocol | undefined {
    const place = this.places.find((each) => each.key === key);
    return place && protocolOf(place.kind, this.broker);
  }

  /** Writes every channel, with the messages that are named for it, and reports what its bindings cannot say. */
  write(messages: (key: string) => readonly string[]): Record<string, AsyncApiChannel> {
    return Object.fromEntries(
      this.places.map((place) => {
        const bound = this.bindingsOf(place);
        const protocol = protocolOf(place.kind, this.broker);
        if (protocol !== undefined) this.protocols.add(protocol);
        this.report(place, protocol, bound);
        const channel: AsyncApiChannel = {
          ...this.addressOf(place),
          title: place.of.name,
          ...(protocol === undefined ? {} : { servers: [{ $ref: `#/servers/${protocol}` }] }),
          messages: Object.fromEntries(messages(place.key).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
          ...(protocol === undefined ? {} : { bindings: bound.bindings }),
          [EXTENSION]: this.extensionOf(place, bound),
        };
        return [this.keys.of(place.key, place.of.name), channel];
      }),
    );
  }

  /** What the channel is called where it is. */
  private nameOf({ key, of, kind }: Place): string {
    const protocol = protocolOf(kind, this.broker);
    if (protocol === undefined) return this.keys.of(key, of.name);
    const scope = this.names.get(protocol) ?? new NameScope(NAME_RULES[protocol]);
    this.names.set(protocol, scope);
    return scope.of(key, of.name);
  }

  /** A queue's or topic's name; for what is published to an exchange the routing key, which each message has of its own. */
  private addressOf(place: Place): Pick<AsyncApiChannel, "address" | "parameters"> {
    if (place.kind !== "exchange" || protocolOf(place.kind, this.broker) !== "amqp") return { address: this.nameOf(place) };
    const { type } = place.settings;
    return type === "direct" || type === "topic" ? { address: "{routingKey}", parameters: { routingKey: { description: "Of each message." } } } : { address: null };
  }

  private bindingsOf(place: Place): Bound {
    const name = this.nameOf(place);
    const topic = place.kind === "topic" ? (place.settings as TopicSettings) : undefined;
    switch (protocolOf(place.kind, this.broker)) {
      case "kafka":
        return kafkaChannel(name, topic);
      case "amqp":
        return place.kind === "exchange" ? amqpExchange(name, String(place.settings["type"])) : amqpQueue(name);
      case "sqs":
        return sqsQueue(name, place.kind === "queue" ? (place.settings as QueueSettings) : undefined, this.onlyDeadLetterQueue(place));
      case "sns":
        return snsTopic(name);
      case "googlepubsub":
        return pubsubTopic(name, topic);
      case undefined:
        return { bindings: {}, said: [] };
    }
  }

  /** The queue that a redrive policy can name: the one and only place of the dead letters. */
  private onlyDeadLetterQueue({ routes }: Place): string | undefined {
    const [only, other] = routes.deadLetters;
    const to = other === undefined && only?.steps.length === 0 ? this.places.find(({ key }) => key === only.to.key) : undefined;
    return to !== undefined && protocolOf(to.kind, this.broker) === "sqs" ? this.nameOf(to) : undefined;
  }

  /** What the channel is, its settings but for defaults and what the bindings say, and where the broker leads events. */
  private extensionOf({ kind, settings, defaults, routes }: Place, { said }: Bound): Record<string, Json> {
    const kept = Object.entries(settings).filter(([property, value]) => !said.includes(property) && isKept(value) && !same(value, defaults[property]));
    const ways = Object.entries(routes).flatMap(([name, each]) => {
      const to = each.flatMap(({ to: { key }, settings: own }) => {
        const channel = this.keyOf(key);
        return channel === undefined ? [] : [{ to: channel, ...(Object.fromEntries(Object.entries(own).filter(([, value]) => isKept(value))) as Record<string, Json>) }];
      });
      return to.length === 0 || said.includes(name) ? [] : [[name, to] as const];
    });
    return { kind, ...(kept.length === 0 ? {} : { settings: Object.fromEntries(kept) as Record<string, Json> }), ...Object.fromEntries(ways) };
  }

  private report({ of, kind, settings, defaults, routes }: Place, protocol: Protocol | undefined, { said }: Bound): void {
    const { losses } = this;
    const binding = protocol === undefined ? "AsyncAPI" : `AsyncAPI's ${protocol} binding`;
    const taken = readAs(kind, protocol);
    if (taken !== kind) losses.setting(of, "kind", kind, `${binding} has no such channel: others take it for a ${taken}. ${KEPT}`, "Say in the title or a tag what it is.");
    for (const [property, value] of Object.entries(settings)) {
      if (said.includes(property) || value === undefined) continue;
      // How often a message is tried matters to everyone who reads it, drawn or not.
      if (property !== "attempts" && same(value, defaults[property])) continue;
      losses.setting(of, property, value, `${binding} has no word for it. ${KEPT}`, ON_THE_BROKER);
    }
    for (const [name, each] of Object.entries(routes)) {
      for (const { edge, steps, to } of each) {
        const where = { id: edge };
        const channel = this.keyOf(to.key);
        if (channel === undefined) losses.setting(where, "to", to.key, "Only channels are in the document, and it leads to none.", "Draw a queue or a topic there, and a consumer.");
        else if (!said.includes(name)) losses.setting(where, name, channel, `AsyncAPI does not say where a broker leads messages by itself. ${KEPT}`, ON_THE_BROKER);
        if (steps.length > 0) losses.setting(where, "steps", steps.map(({ node }) => node.name), "What happens on the way is no part of the document.", "Have the consumers at the end do the steps first.");
      }
    }
  }
}

function settingsOf(node: FlowNode): Pick<Place, "settings" | "defaults"> {
  return { settings: node.settings, defaults: kindOf(node.kind).settings.parse({}) as Record<string, unknown> };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
