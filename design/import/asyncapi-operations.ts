import type { Json } from "../document/schema.ts";
import { isKindType, kindOf, type KindType } from "../kinds/registry.ts";
import { topicEdgeSchema } from "../kinds/topic.ts";
import { keptSettings, type DrawnChannel } from "./asyncapi-channels.ts";
import { type AsyncApiReader, type ReadDocument, type ReadMessage, type ReadOperation } from "./asyncapi-model.ts";
import type { Drawing } from "./drawing.ts";
import { templateOf } from "./payload-template.ts";
import { entriesIn, listIn, recordIn, textIn, valueIn } from "./values.ts";

/** The longest payload template that is taken over, in characters of JSON. */
const LONGEST_TEMPLATE = 20_000;
const GROUP = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Draws who sends and receives: each operation a producer or consumer, but for those of one service of a Spillway export, which are
 * one. A document says one side of each channel; the other is drawn as whoever it may be, so that the design runs.
 */
export class AsyncApiOperations {
  private readonly services = new Map<string, { readonly id: string; readonly kind: KindType }>();

  constructor(
    private readonly reader: AsyncApiReader,
    private readonly document: ReadDocument,
    private readonly channels: ReadonlyMap<string, DrawnChannel>,
    private readonly drawing: Drawing,
  ) {
    for (const [service, kept] of entriesIn(document.services)) this.drawService(service, kept);
  }

  draw(): void {
    const { operations } = this.document;
    for (const operation of operations) this.drawOperation(operation);
    for (const operation of operations) this.drawReply(operation);
    for (const [key, channel] of this.channels) if (!channel.isKept) this.drawOthers(key, channel);
  }

  private drawService(service: string, kept: Json): void {
    const kind = textIn(kept, "kind") ?? "";
    const role = isKindType(kind) ? kindOf(kind).role : undefined;
    if (!isKindType(kind) || (role !== "source" && role !== "consumer")) return;
    const settings = keptSettings(this.reader, kind, {}, valueIn(kept, "settings"), `/x-spillway/services/${service}/settings`);
    const called = textIn(kept, "name") ?? service;
    this.services.set(service, { id: this.drawing.node(kind, called, settings), kind });
  }

  private drawOperation(operation: ReadOperation): void {
    const channel = this.channels.get(operation.channel);
    if (channel === undefined) return;
    const service = this.services.get(textIn(operation.extension, "service") ?? "");
    const { drawing } = this;
    if (operation.action === "send") {
      const from = service?.id ?? this.producer(operation.name, operation, channel);
      drawing.edge([from, textIn(operation.extension, "port") ?? "out"], channel.into, {}, operation.place);
    } else {
      const to = service?.id ?? drawing.node("consumer", operation.name, {}, operation.description);
      if (service === undefined && channel.kind === "topic") drawing.set(to, { group: groupOf(operation.bindings) });
      if (channel.from !== undefined) drawing.edge(channel.from, to, channel.kind === "topic" ? this.readingOf(operation) : {}, operation.place);
      if (service === undefined && operation.reply !== undefined) this.reply(to, operation);
    }
    this.reader.unread(operation.bindings, `${operation.place}/bindings`, ["kafka", "amqp"]);
    this.reader.unread(valueIn(operation.bindings, "kafka"), `${operation.place}/bindings/kafka`, ["groupId", "bindingVersion"]);
    this.reader.unread(valueIn(operation.bindings, "amqp"), `${operation.place}/bindings/amqp`, ["ack", "deliveryMode", "bindingVersion"]);
  }

  /** How a group tries again, as a Spillway export keeps it. */
  private readingOf({ extension, place }: ReadOperation): Record<string, Json> {
    const kept = recordIn(valueIn(extension, "settings"));
    if (kept === undefined) return {};
    if (topicEdgeSchema.safeParse(kept).success) return kept;
    this.reader.note(`${place}/x-spillway/settings`, "These settings do not fit the reading of a topic.", "Left out.");
    return {};
  }

  private producer(name: string, { messages, place, description }: Pick<ReadOperation, "messages" | "place" | "description">, channel: DrawnChannel): string {
    const [first] = messages;
    if (messages.length > 1) this.reader.note(place, `It sends ${messages.length} sorts of message: ${messages.slice(0, 10).map((message) => message.name).join(", ")}.`, `The producer emits the first; draw one more for each that matters.`);
    return this.drawing.node("producer", name, { eventType: channel.eventType ?? first?.name.slice(0, 200), payload: first && this.payloadOf(first) }, description);
  }

  private payloadOf({ example, payload }: ReadMessage): Json | undefined {
    const template = example ?? (payload === undefined ? undefined : templateOf(payload.schema, this.document.references, payload.place));
    if (template === undefined || template === null) return undefined;
    if (JSON.stringify(template).length <= LONGEST_TEMPLATE) return template;
    this.reader.note(payload?.place ?? "", "An event of this message would be very large.", "The producer emits events without data.");
    return undefined;
  }

  /** A request that is sent is replied to by whoever receives it, and the reply is received. */
  private drawReply(operation: ReadOperation): void {
    const channel = this.channels.get(operation.channel);
    if (operation.action !== "send" || operation.reply === undefined || channel?.from === undefined || channel.isKept) return;
    if (!this.isReceived(operation.channel)) {
      const replier = this.drawing.node("consumer", `Replier to ${operation.name}`);
      this.drawing.edge(channel.from, replier, {}, operation.place);
      this.reply(replier, operation);
    }
    const replies = this.channels.get(operation.reply);
    if (replies?.from === undefined || this.isReceived(operation.reply)) return;
    this.drawing.edge(replies.from, this.drawing.node("consumer", `Replies to ${operation.name}`), {}, operation.place);
  }

  /** Whether an operation of the document receives from a channel. */
  private isReceived(channel: string): boolean {
    return this.document.operations.some((each) => each.action === "receive" && each.channel === channel);
  }

  private reply(from: string, { reply, place }: ReadOperation): void {
    const replies = this.channels.get(reply ?? "");
    if (replies !== undefined) this.drawing.edge(from, replies.into, {}, `${place}/reply`);
  }

  /** The side of a channel that the document does not tell. */
  private drawOthers(key: string, channel: DrawnChannel): void {
    const { drawing } = this;
    const read = this.document.channels.find((each) => each.key === key);
    const name = read?.name ?? key;
    const operations = this.document.operations.filter((each) => each.channel === key);
    const isSentTo = operations.some(({ action }) => action === "send") || (channel.kind !== "exchange" && drawing.isReached(channel.into));
    if (!isSentTo) {
      const messages = operations.flatMap((each) => each.messages);
      drawing.edge(this.producer(`Publisher to ${name}`, { messages, place: operations[0]?.place ?? read?.place ?? "", description: undefined }, channel), channel.into);
    }
    if (channel.from !== undefined && !drawing.leaves(channel.from)) drawing.edge(channel.from, drawing.node("consumer", `Subscriber of ${name}`));
  }
}

/** The consumer group that a kafka binding names: a text, or a schema that allows one. */
function groupOf(bindings: Json | undefined): string | undefined {
  const given = valueIn(valueIn(bindings, "kafka"), "groupId");
  const only = typeof given === "string" ? given : ([...listIn(valueIn(given, "enum")), valueIn(given, "const"), valueIn(given, "default")].find((each) => typeof each === "string") as string | undefined);
  return only !== undefined && recordIn(bindings) !== undefined && GROUP.test(only) ? only : undefined;
}
