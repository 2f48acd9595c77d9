import type { Json } from "../document/schema.ts";
import { AsyncApiReader, type ReadChannel, type ReadDocument, type ReadMessage, type ReadOperation } from "./asyncapi-model.ts";
import { entriesIn, listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/**
 * Reads AsyncAPI 2.x, in which channels are named by their address and hold their operations. These say what others do: what others
 * `publish` the application receives, what they `subscribe` to it sends.
 */
export function readV2(reader: AsyncApiReader): ReadDocument {
  const { document } = reader;
  reader.unread(document, "", ["asyncapi", "id", "info", "servers", "channels", "components", "defaultContentType"]);
  reader.unread(valueIn(document, "info"), "/info", ["version", "contact", "license", "termsOfService"]);
  reader.unread(valueIn(document, "components"), "/components", ["channels", "messages", "schemas", "servers", "operationTraits", "messageTraits", "channelBindings", "operationBindings", "messageBindings", "serverBindings"]);
  const servers = reader.serverProtocols();
  const channels: ReadChannel[] = [];
  const operations: ReadOperation[] = [];
  for (const [address, given] of entriesIn(valueIn(document, "channels"))) {
    const { value, place } = reader.resolve(given, pointerTo("channels", address));
    if (recordIn(value) === undefined) continue;
    reader.unread(value, place, ["publish", "subscribe", "servers", "bindings", "parameters"]);
    const named = listIn(valueIn(value, "servers")).flatMap((server) => (typeof server === "string" ? (servers.get(server) ?? []) : []));
    channels.push({
      key: address,
      place: pointerTo("channels", address),
      name: address,
      address,
      description: textIn(value, "description"),
      ...reader.protocolOf(value, place, named.length > 0 ? named : [...servers.values()]),
      extension: undefined,
    });
    for (const [word, action] of [["publish", "receive"], ["subscribe", "send"]] as const) {
      const operation = operationOf(reader, valueIn(value, word), `${place}/${word}`, { address, action });
      if (operation !== undefined) operations.push(operation);
    }
  }
  return { title: textIn(valueIn(document, "info"), "title"), description: textIn(valueIn(document, "info"), "description"), channels, operations, references: reader.references, services: undefined };
}

function operationOf(reader: AsyncApiReader, given: Json | undefined, at: string, { address, action }: { address: string; action: "send" | "receive" }): ReadOperation | undefined {
  if (given === undefined) return undefined;
  const resolved = reader.resolve(given, at);
  const operation = reader.withTraits(resolved.value, resolved.place, true);
  if (operation === undefined) return undefined;
  reader.unread(operation, resolved.place, ["operationId", "message", "bindings"]);
  return {
    place: at,
    name: textIn(operation, "operationId") ?? textIn(operation, "summary") ?? `${action} ${address}`,
    action,
    channel: address,
    description: textIn(operation, "summary") ?? textIn(operation, "description"),
    messages: messagesOf(reader, valueIn(operation, "message"), `${resolved.place}/message`),
    bindings: reader.resolve(valueIn(operation, "bindings"), `${resolved.place}/bindings`).value,
    reply: undefined,
    extension: undefined,
  };
}

/** One message, or one of several. */
function messagesOf(reader: AsyncApiReader, given: Json | undefined, at: string): ReadMessage[] {
  if (given === undefined) return [];
  const { value, place } = reader.resolve(given, at);
  const choices = listIn(valueIn(value, "oneOf"));
  if (choices.length === 0) return [reader.message(value, place, keyAt(place), true) ?? []].flat();
  return choices.flatMap((choice, index) => {
    const each = reader.resolve(choice, `${place}${pointerTo("oneOf", index)}`);
    return reader.message(each.value, each.place, keyAt(each.place), true) ?? [];
  });
}

/** What a message is called among the components. */
function keyAt(place: string): string | undefined {
  return /^\/components\/messages\/([^/]+)$/.exec(place)?.[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
}
