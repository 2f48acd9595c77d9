import type { Json } from "../document/schema.ts";
import type { Drawing } from "./drawing.ts";
import { References } from "./references.ts";
import { entriesIn, listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** A message as it is named, with where its payload stands. */
export interface ReadMessage {
  readonly name: string;
  readonly payload: { readonly schema: Json; readonly place: string } | undefined;
  /** The payload of the first example. */
  readonly example: Json | undefined;
}

export interface ReadChannel {
  /** Of the channel in the document: its key, whatever the version. */
  readonly key: string;
  readonly place: string;
  readonly name: string;
  readonly address: string | undefined;
  readonly description: string | undefined;
  /** Of the binding, else of the servers; undefined where nothing says it. */
  readonly protocol: string | undefined;
  /** The bindings of that protocol. */
  readonly binding: Json | undefined;
  readonly extension: Json | undefined;
}

/** What an application does with a channel, as AsyncAPI 3 says it: 2.x's `publish` is `receive`, and `subscribe` is `send`. */
export interface ReadOperation {
  readonly place: string;
  readonly name: string;
  readonly action: "send" | "receive";
  readonly channel: string;
  readonly description: string | undefined;
  readonly messages: readonly ReadMessage[];
  readonly bindings: Json | undefined;
  /** The channel of the reply to it. */
  readonly reply: string | undefined;
  readonly extension: Json | undefined;
}

export interface ReadDocument {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly channels: readonly ReadChannel[];
  readonly operations: readonly ReadOperation[];
  readonly references: References;
  /** Services that a Spillway export keeps. */
  readonly services: Json | undefined;
}

/** Properties that are for people, and change nothing of a design. */
const FOR_PEOPLE: readonly string[] = ["title", "summary", "description", "tags", "externalDocs", "deprecated"];

/** Reads parts that all versions have in common, and notes what nobody asked for. */
export class AsyncApiReader {
  readonly references: References;

  constructor(
    readonly document: unknown,
    private readonly drawing: Drawing,
  ) {
    this.references = new References(document, (place, reference) =>
      drawing.note(place, `The reference ${reference.slice(0, 200)} leads nowhere in this document.`, reference.startsWith("#") ? "Left out." : "Bundle the files into one (asyncapi bundle), and import that."),
    );
  }

  resolve(value: Json | undefined, place: string): { readonly value: Json | undefined; readonly place: string } {
    return this.references.resolve(value, place);
  }

  note(place: string, what: string, instead: string): void {
    this.drawing.note(place, what, instead);
  }

  /** Notes the properties of an object beside those that were read. */
  unread(value: unknown, place: string, read: readonly string[]): void {
    const left = Object.keys(recordIn(value) ?? {}).filter((name) => !read.includes(name) && !FOR_PEOPLE.includes(name) && !name.startsWith("x-"));
    if (left.length > 0) this.note(place, `It says ${left.join(", ")}, for which a design has no place.`, "Left out; the events flow all the same.");
  }

  /** A record with its traits: in AsyncAPI 2 these go before its own properties, in 3 behind them. */
  withTraits(value: Json | undefined, place: string, traitsFirst: boolean): Json | undefined {
    const own = recordIn(value);
    if (own === undefined) return undefined;
    let merged: Record<string, Json> = { ...own };
    for (const [index, trait] of listIn(own["traits"]).entries()) {
      const found = recordIn(this.resolve(trait, `${place}${pointerTo("traits", index)}`).value) ?? {};
      const bindings = { ...recordIn(traitsFirst ? merged["bindings"] : found["bindings"]), ...recordIn(traitsFirst ? found["bindings"] : merged["bindings"]) };
      merged = traitsFirst ? { ...merged, ...found } : { ...found, ...merged };
      if (Object.keys(bindings).length > 0) merged["bindings"] = bindings;
    }
    delete merged["traits"];
    return merged;
  }

  message(value: Json | undefined, place: string, key: string | undefined, traitsFirst: boolean): ReadMessage | undefined {
    const resolved = this.resolve(value, place);
    const message = this.withTraits(resolved.value, resolved.place, traitsFirst);
    if (message === undefined) return undefined;
    this.unread(message, resolved.place, ["name", "messageId", "payload", "contentType", "schemaFormat", "examples"]);
    const payload = this.resolve(valueIn(message, "payload"), `${resolved.place}/payload`);
    const format = textIn(payload.value, "schemaFormat") ?? textIn(message, "schemaFormat");
    const schema = format === undefined || textIn(payload.value, "schemaFormat") === undefined ? payload.value : valueIn(payload.value, "schema");
    const isJson = format === undefined || /asyncapi|schema\+(json|yaml)|openapi/.test(format);
    if (!isJson) this.note(payload.place, `The payload's schema is in ${format}, which is not read.`, "Write a payload template into the producer.");
    const named = textIn(message, "name") ?? textIn(message, "messageId") ?? key ?? textIn(message, "title");
    return {
      name: named ?? "event",
      payload: schema === undefined || !isJson ? undefined : { schema, place: payload.place },
      example: valueIn(listIn(valueIn(message, "examples"))[0], "payload"),
    };
  }

  /** The protocol and binding of a channel: those of a binding that it has, else the protocol of its servers. */
  protocolOf(channel: Json | undefined, place: string, servers: readonly string[]): Pick<ReadChannel, "protocol" | "binding"> {
    const bindings = this.resolve(valueIn(channel, "bindings"), `${place}/bindings`);
    const [first, ...others] = entriesIn(bindings.value).filter(([name]) => !name.startsWith("x-"));
    if (others.length > 0) this.note(bindings.place, `It has bindings of several protocols: ${[first, ...others].map((each) => each?.[0]).join(", ")}.`, `Read as ${first?.[0]}.`);
    if (first !== undefined) return { protocol: first[0], binding: this.resolve(first[1], `${bindings.place}/${first[0]}`).value };
    const protocols = new Set(servers);
    if (protocols.size > 1) this.note(place, `Its servers speak ${[...protocols].join(", ")}.`, `Read as ${servers[0]}.`);
    return { protocol: servers[0], binding: undefined };
  }

  /** Protocols of servers, named as their bindings are. */
  serverProtocols(): ReadonlyMap<string, string> {
    return new Map(
      entriesIn(valueIn(this.document, "servers")).flatMap(([name, server]) => {
        const place = pointerTo("servers", name);
        const resolved = this.resolve(server, place);
        const protocol = textIn(resolved.value, "protocol");
        this.unread(resolved.value, resolved.place, ["protocol", "protocolVersion", "url", "host", "pathname"]);
        return protocol === undefined ? [] : [[name, plainProtocol(protocol.toLowerCase())] as const];
      }),
    );
  }
}

/** Protocols that go by another name where they are secured, or than their bindings. */
const OTHER_NAMES: Readonly<Record<string, string>> = { amqps: "amqp", mqtts: "mqtt", wss: "ws", websocket: "ws", websockets: "ws", https: "http", stomps: "stomp", pubsub: "googlepubsub" };

function plainProtocol(protocol: string): string {
  const open = protocol.replace(/-secure$/, "").replace(/^secure-/, "");
  return OTHER_NAMES[open] ?? open;
}
