import type { Json } from "../document/schema.ts";
import { AsyncApiReader, type ReadChannel, type ReadDocument, type ReadMessage, type ReadOperation } from "./asyncapi-model.ts";
import { stepsOf } from "./references.ts";
import { entriesIn, listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** Reads AsyncAPI 3: channels and operations side by side, joined by references. */
export function readV3(reader: AsyncApiReader): ReadDocument {
  const { document } = reader;
  reader.unread(document, "", ["asyncapi", "id", "info", "servers", "channels", "operations", "components", "defaultContentType"]);
  reader.unread(valueIn(document, "info"), "/info", ["version", "contact", "license", "termsOfService"]);
  reader.unread(valueIn(document, "components"), "/components", ["channels", "operations", "messages", "schemas", "servers", "operationTraits", "messageTraits", "channelBindings", "operationBindings", "messageBindings", "serverBindings", "replies"]);
  const servers = reader.serverProtocols();
  const channels = entriesIn(valueIn(document, "channels")).flatMap(([key, channel]) => channelOf(reader, key, channel, servers));
  const keys = new Map(channels.map(({ place, key }) => [place, key]));
  const operations = entriesIn(valueIn(document, "operations")).flatMap(([key, operation]) => operationOf(reader, key, operation, keys));
  return {
    title: textIn(valueIn(document, "info"), "title"),
    description: textIn(valueIn(document, "info"), "description"),
    channels,
    operations,
    references: reader.references,
    services: valueIn(valueIn(document, "x-spillway"), "services"),
  };
}

function channelOf(reader: AsyncApiReader, key: string, given: Json, servers: ReadonlyMap<string, string>): ReadChannel[] {
  const { value, place } = reader.resolve(given, pointerTo("channels", key));
  if (recordIn(value) === undefined) return [];
  reader.unread(value, place, ["address", "messages", "servers", "bindings", "parameters"]);
  const named = listIn(valueIn(value, "servers")).flatMap((server) => servers.get(stepsOf(textIn(server, "$ref") ?? "").at(-1) ?? "") ?? []);
  const address = textIn(value, "address");
  return [
    {
      key,
      place: pointerTo("channels", key),
      name: textIn(value, "title") ?? address ?? key,
      address,
      description: textIn(value, "description") ?? textIn(value, "summary"),
      ...reader.protocolOf(value, place, named.length > 0 ? named : [...servers.values()]),
      extension: valueIn(value, "x-spillway"),
    },
  ];
}

function operationOf(reader: AsyncApiReader, key: string, given: Json, channels: ReadonlyMap<string, string>): ReadOperation[] {
  const resolved = reader.resolve(given, pointerTo("operations", key));
  const operation = reader.withTraits(resolved.value, resolved.place, false);
  if (operation === undefined) return [];
  const { place } = resolved;
  reader.unread(operation, place, ["action", "channel", "messages", "bindings", "reply"]);
  const action = textIn(operation, "action");
  const channel = channelNamed(reader, valueIn(operation, "channel"), `${place}/channel`, channels);
  if ((action !== "send" && action !== "receive") || channel === undefined) {
    reader.note(place, channel === undefined ? "The channel of this operation is not in the document." : "This operation neither sends nor receives.", "Left out.");
    return [];
  }
  const reply = reader.resolve(valueIn(operation, "reply"), `${place}/reply`);
  const replies = valueIn(reply.value, "channel");
  const replyChannel = replies === undefined ? undefined : channelNamed(reader, replies, `${reply.place}/channel`, channels);
  if (reply.value !== undefined && replyChannel === undefined) reader.note(reply.place, "It is replied to at an address that only the message knows.", "No channel is drawn for the replies.");
  return [
    {
      place,
      name: textIn(operation, "title") ?? key,
      action,
      channel,
      description: textIn(operation, "summary") ?? textIn(operation, "description"),
      messages: messagesOf(reader, operation, channel, place),
      bindings: reader.resolve(valueIn(operation, "bindings"), `${place}/bindings`).value,
      reply: replyChannel,
      extension: valueIn(operation, "x-spillway"),
    },
  ];
}

/** The key of a channel that is referred to; one in the components counts as the channel that refers to it. */
function channelNamed(reader: AsyncApiReader, value: Json | undefined, place: string, channels: ReadonlyMap<string, string>): string | undefined {
  const reference = textIn(value, "$ref");
  if (reference === undefined) return undefined;
  const direct = channels.get(pointerTo(...stepsOf(reference)));
  if (direct !== undefined) return direct;
  const end = reader.resolve(value, place);
  if (end.value === undefined) return undefined;
  return [...channels].find(([each]) => reader.resolve({ $ref: `#${each}` }, each).place === end.place)?.[1];
}

/** Those that the operation names, else all of its channel. */
function messagesOf(reader: AsyncApiReader, operation: Json, channel: string, place: string): ReadMessage[] {
  const named = listIn(valueIn(operation, "messages")).map((message, index) => ({ message, at: `${place}${pointerTo("messages", index)}`, key: stepsOf(textIn(message, "$ref") ?? "").at(-1) }));
  const { value, place: at } = reader.resolve({ $ref: `#${pointerTo("channels", channel)}` }, place);
  const all = entriesIn(valueIn(value, "messages")).map(([key, message]) => ({ message, at: `${at}${pointerTo("messages", key)}`, key }));
  return (named.length > 0 ? named : all).flatMap(({ message, at: where, key }) => reader.message(message, where, key, false) ?? []);
}
