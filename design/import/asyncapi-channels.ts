import type { Json } from "../document/schema.ts";
import { withoutExtensions } from "../document/extensions.ts";
import { isKindType, kindOf, type KindType } from "../kinds/registry.ts";
import type { AsyncApiReader, ReadChannel, ReadDocument } from "./asyncapi-model.ts";
import { kindAndSettings } from "./asyncapi-settings.ts";
import type { Drawing } from "./drawing.ts";
import { entriesIn, listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** What a channel is drawn as: the node that senders put events into, and the one that receivers take them from, if there is one. */
export interface DrawnChannel {
  readonly into: string;
  readonly from: string | undefined;
  readonly kind: KindType;
  /** The type that an event needs to come this way, where the channel is a routing key. */
  readonly eventType: string | undefined;
  /** Whether a Spillway export says all that is about it, so that nothing is to be guessed. */
  readonly isKept: boolean;
}

/** Kinds of channels that an extension may name. */
const KEPT_KINDS: readonly KindType[] = ["queue", "topic", "exchange", "eventBus", "deadLetter"];

/** The ports by which a broker leads events on by itself, as an extension names these ways. */
const WAYS = { deadLetters: "deadLetter", bindings: "out", alternate: "alternate" } as const;

/** Draws every channel, with where the broker leads events from there; by key. */
export function drawChannels(reader: AsyncApiReader, { channels }: ReadDocument, drawing: Drawing): ReadonlyMap<string, DrawnChannel> {
  const exchanges = new Map<string, string>();
  const drawn = new Map(channels.map((channel) => [channel.key, drawChannel(reader, channel, drawing, exchanges)]));
  for (const channel of channels) {
    drawWays(channel, drawn, drawing);
    if (channel.protocol === "sqs") drawRedrive(channel, channels, drawn, drawing);
  }
  return drawn;
}

function drawChannel(reader: AsyncApiReader, channel: ReadChannel, drawing: Drawing, exchanges: Map<string, string>): DrawnChannel {
  const { kind, settings } = kindAndSettings(reader, channel);
  const { name, description } = channel;
  const kept = textIn(channel.extension, "kind");
  if (kept !== undefined && isKindType(kept) && KEPT_KINDS.includes(kept)) {
    const all = keptSettings(reader, kept, kept === kind ? settings : {}, valueIn(channel.extension, "settings"), `${channel.place}/x-spillway/settings`);
    const id = drawing.node(kept, name, all, description);
    return { into: id, from: id, kind: kept, eventType: undefined, isKept: true };
  }
  if (kind !== "exchange") {
    const id = drawing.node(kind, name, settings, description);
    return { into: id, from: id, kind, eventType: undefined, isKept: false };
  }
  // Several channels may be routing keys of one exchange; each is bound to a queue of its own.
  const called = textIn(valueIn(channel.binding, "exchange"), "name") ?? "";
  const exchange = (called === "" ? undefined : exchanges.get(called)) ?? drawing.node("exchange", called === "" ? `${name} exchange` : called, settings);
  if (called !== "") exchanges.set(called, exchange);
  const queue = drawing.node("queue", name, {}, description);
  const { type } = settings;
  const key = type === "topic" || type === "direct" ? routingKey(channel, type) : undefined;
  drawing.edge(exchange, queue, type === "headers" ? { headers: {} } : { bindingKey: key });
  return { into: exchange, from: queue, kind, eventType: key?.replaceAll(/[*#]/g, "any").slice(0, 200), isKept: false };
}

/** The binding key of a channel's address: parameters stand for a word. */
function routingKey({ address, key }: ReadChannel, type: "topic" | "direct"): string {
  const given = address ?? key;
  return type === "topic" ? given.replaceAll(/\{[^}]*\}/g, "*") : given.replaceAll(/[{}]/g, "");
}

/** Settings of a binding with those that an extension keeps; these are left out where they do not fit their kind. */
export function keptSettings(reader: AsyncApiReader, kind: KindType, read: Readonly<Record<string, Json | undefined>>, kept: Json | undefined, place: string): Readonly<Record<string, Json | undefined>> {
  const schema = kindOf(kind).settings;
  const own = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as Record<string, Json>;
  const all = { ...own, ...recordIn(kept) };
  if (schema.safeParse(withoutExtensions(all, schema)).success) return all;
  reader.note(place, `These settings do not fit a ${kind}.`, "Left out.");
  return read;
}

/** Where a kept channel leads events by itself. */
function drawWays({ key, place, extension }: ReadChannel, drawn: ReadonlyMap<string, DrawnChannel>, drawing: Drawing): void {
  for (const [name, port] of Object.entries(WAYS)) {
    for (const [index, way] of listIn(valueIn(extension, name)).entries()) {
      const at = `${place}${pointerTo("x-spillway", name, index)}`;
      const [from, to] = [drawn.get(key), drawn.get(textIn(way, "to") ?? "")];
      const settings = Object.fromEntries(entriesIn(way).filter(([property]) => property !== "to"));
      if (from !== undefined && to !== undefined) drawing.edge([from.into, port], to.into, name === "bindings" ? settings : {}, at);
      else drawing.note(at, "It leads to no channel of this document.", "Left out.");
    }
  }
}

/** The queue that a redrive policy names: a channel of this document, else a dead letter with that name. */
function drawRedrive(channel: ReadChannel, channels: readonly ReadChannel[], drawn: ReadonlyMap<string, DrawnChannel>, drawing: Drawing): void {
  const named = valueIn(valueIn(valueIn(channel.binding, "queue"), "redrivePolicy"), "deadLetterQueue");
  const name = textIn(named, "name") ?? textIn(named, "arn")?.split(":").at(-1);
  const from = drawn.get(channel.key);
  if (name === undefined || from?.kind !== "queue") return;
  const target = channels.find((each) => each.protocol === "sqs" && textIn(valueIn(each.binding, "queue"), "name") === name);
  const to = target === undefined ? drawing.once(`sqs:${name}`, () => drawing.node("deadLetter", name)) : drawn.get(target.key)?.into;
  if (to !== undefined) drawing.edge([from.into, "deadLetter"], to, {}, `${channel.place}/bindings/sqs/queue/redrivePolicy`);
}
