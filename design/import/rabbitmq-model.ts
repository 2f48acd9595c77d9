import type { Json } from "../document/schema.ts";
import type { Drawing } from "./drawing.ts";
import { listIn, pointerTo, textIn, valueIn } from "./values.ts";
import { RabbitPolicies, type Effective } from "./rabbitmq-policies.ts";

/** A queue, stream or exchange as the broker has it: its arguments with what policies add to them. */
export interface RabbitObject {
  readonly key: string;
  readonly name: string;
  readonly vhost: string;
  readonly place: string;
  readonly value: Json;
  readonly settings: Effective;
}

export interface RabbitBinding {
  readonly place: string;
  readonly vhost: string;
  readonly source: string;
  readonly destination: string;
  readonly toExchange: boolean;
  readonly routingKey: string;
  readonly arguments: Json | undefined;
}

/** Exchanges that every virtual host has without their being exported. The default one leads each queue's name to that queue. */
const BUILT_IN: Readonly<Record<string, string>> = { "amq.direct": "direct", "amq.fanout": "fanout", "amq.topic": "topic", "amq.headers": "headers", "amq.match": "headers", "amq.rabbitmq.trace": "topic" };

/** Definitions read: what there is, and the policies applied. A file of one virtual host does not name it with each object. */
export class RabbitDefinitions {
  readonly queues: ReadonlyMap<string, RabbitObject>;
  readonly exchanges: ReadonlyMap<string, RabbitObject>;
  readonly bindings: readonly RabbitBinding[];
  /** Whether objects of several virtual hosts need theirs in their name. */
  readonly manyHosts: boolean;

  constructor(
    readonly document: unknown,
    private readonly drawing: Drawing,
  ) {
    const policies = new RabbitPolicies(document, drawing);
    this.bindings = this.read("bindings", (binding, place): RabbitBinding => ({
      place,
      vhost: textIn(binding, "vhost") ?? "/",
      source: textIn(binding, "source") ?? "",
      destination: textIn(binding, "destination") ?? "",
      toExchange: textIn(binding, "destination_type") === "exchange",
      routingKey: textIn(binding, "routing_key") ?? "",
      arguments: valueIn(binding, "arguments"),
    }));
    this.queues = this.objects("queues", (object) => {
      const type = textIn(valueIn(object, "arguments"), "x-queue-type") ?? textIn(object, "type") ?? "classic";
      return policies.of("queue", type, object);
    });
    const exchanges = new Map(this.objects("exchanges", (object) => policies.of("exchange", "exchange", object)));
    for (const { vhost, source, destination, toExchange } of this.bindings) for (const name of [source, ...(toExchange ? [destination] : [])]) addBuiltIn(exchanges, vhost, name);
    for (const { vhost, settings } of [...this.queues.values(), ...exchanges.values()])
      for (const property of ["dead-letter-exchange", "alternate-exchange"]) addBuiltIn(exchanges, vhost, settings.get(property)?.value);
    this.exchanges = exchanges;
    this.manyHosts = new Set([...this.queues.values(), ...this.exchanges.values()].map(({ vhost }) => vhost)).size > 1;
  }

  /** What a node for an object is called. */
  nameOf({ name, vhost }: Pick<RabbitObject, "name" | "vhost">): string {
    return this.manyHosts ? `${vhost === "/" ? "" : vhost}/${name}` : name;
  }

  private objects(list: "queues" | "exchanges", settings: (object: Json) => Effective): ReadonlyMap<string, RabbitObject> {
    const found = new Map<string, RabbitObject>();
    this.read(list, (value, place) => {
      const [name, vhost] = [textIn(value, "name"), textIn(value, "vhost") ?? "/"];
      if (name === undefined) {
        // The default exchange has no name; a queue always has one.
        if (list === "queues") this.drawing.note(place, "A queue without a name.", "Left out.");
        return;
      }
      const key = keyOf(vhost, name);
      if (found.has(key)) this.drawing.note(place, `There are two ${list} called ${name} in ${vhost}.`, "Only the first is drawn.");
      else found.set(key, { key, name, vhost, place, value, settings: settings(value) });
    });
    return found;
  }

  private read<Item>(list: string, item: (value: Json, place: string) => Item): Item[] {
    return listIn(valueIn(this.document, list)).map((value, index) => item(value, pointerTo(list, index)));
  }
}

/** Identity of a queue, or of an exchange, in all virtual hosts. */
export function keyOf(vhost: string, name: string): string {
  return JSON.stringify([vhost, name]);
}

function addBuiltIn(exchanges: Map<string, RabbitObject>, vhost: string, name: Json | undefined): void {
  if (typeof name !== "string" || !Object.hasOwn(BUILT_IN, name)) return;
  const type = BUILT_IN[name] ?? "direct";
  const key = keyOf(vhost, name);
  if (!exchanges.has(key)) exchanges.set(key, { key, name, vhost, place: "", value: { name, vhost, type }, settings: new Map() });
}
