import { keyOf, type RabbitBinding, type RabbitDefinitions, type RabbitObject } from "./rabbitmq-model.ts";
import { textIn } from "./values.ts";

/** Where the broker leads messages on: from an exchange over a binding or as its alternate, from a queue as dead letters. */
export interface RabbitLink {
  readonly from: RabbitObject;
  readonly to: RabbitObject;
  readonly by: "binding" | "alternate" | "dead-letter";
  readonly binding?: RabbitBinding;
  readonly place: string;
}

/** Something that leads nowhere, with why. */
export interface LooseEnd {
  readonly place: string;
  readonly what: string;
}

/** Every way that messages take within the broker, and those that lead to what is not there. */
export function linksOf(definitions: RabbitDefinitions): { readonly links: readonly RabbitLink[]; readonly loose: readonly LooseEnd[] } {
  const { queues, exchanges, bindings } = definitions;
  const links: RabbitLink[] = [];
  const loose: LooseEnd[] = [];
  for (const binding of bindings) {
    // What the default exchange is bound to it is bound to by itself.
    if (binding.source === "") continue;
    const from = exchanges.get(keyOf(binding.vhost, binding.source));
    const to = (binding.toExchange ? exchanges : queues).get(keyOf(binding.vhost, binding.destination));
    if (from !== undefined && to !== undefined) links.push({ from, to, by: "binding", binding, place: binding.place });
    else loose.push({ place: binding.place, what: `It binds ${binding.destination || "something without a name"} to ${binding.source}, and ${from === undefined ? "the exchange" : "its destination"} is not in these definitions.` });
  }
  for (const queue of queues.values()) {
    const named = queue.settings.get("dead-letter-exchange");
    if (named === undefined) continue;
    const place = placeOf(queue, named.place);
    const key = queue.settings.get("dead-letter-routing-key")?.value;
    if (named.value === "") {
      const to = typeof key === "string" ? queues.get(keyOf(queue.vhost, key)) : undefined;
      if (to !== undefined) links.push({ from: queue, to, by: "dead-letter", place });
      else loose.push({ place, what: typeof key === "string" ? `Its dead letters go to a queue ${key} that is not in these definitions.` : "Its dead letters go to the queue that each message's routing key names." });
      continue;
    }
    const to = typeof named.value === "string" ? exchanges.get(keyOf(queue.vhost, named.value)) : undefined;
    if (to !== undefined) links.push({ from: queue, to, by: "dead-letter", place });
    else loose.push({ place, what: "Its dead letters go to an exchange that is not in these definitions: RabbitMQ drops them." });
  }
  for (const exchange of exchanges.values()) {
    const named = exchange.settings.get("alternate-exchange");
    if (named === undefined) continue;
    const place = placeOf(exchange, named.place);
    const to = typeof named.value === "string" ? exchanges.get(keyOf(exchange.vhost, named.value)) : undefined;
    if (to !== undefined) links.push({ from: exchange, to, by: "alternate", place });
    else loose.push({ place, what: "Its alternate exchange is not in these definitions." });
  }
  return { links, loose };
}

/** Where a setting of an object stands: in a policy, or among its arguments. */
export function placeOf(object: RabbitObject, place: string): string {
  return place.startsWith("/") ? place : `${object.place}/arguments/${place}`;
}

/** Fanout exchanges that a Spillway export puts before several places of dead letters, or of what no binding takes: nothing else leads to them. */
export function spreadOf(links: readonly RabbitLink[]): Set<RabbitObject> {
  const into = new Map<RabbitObject, RabbitLink[]>();
  for (const link of links) into.set(link.to, [...(into.get(link.to) ?? []), link]);
  return new Set(
    [...into].flatMap(([exchange, [only, other]]) => {
      if (only === undefined || other !== undefined || only.by === "binding" || exchange.settings.size > 0 || textIn(exchange.value, "type") !== "fanout") return [];
      return exchange.name.startsWith(`${only.from.name}.${only.by === "alternate" ? "alternate" : "dead-letters"}`) ? [exchange] : [];
    }),
  );
}

/** What messages are published to from outside, as far as definitions tell it, and what only dead letters reach. */
export class RabbitWays {
  readonly roots: ReadonlySet<RabbitObject>;
  private readonly incoming = new Map<RabbitObject, RabbitLink[]>();
  private readonly outgoing = new Map<RabbitObject, RabbitLink[]>();

  constructor(objects: readonly RabbitObject[], links: readonly RabbitLink[]) {
    for (const link of links) {
      this.incoming.set(link.to, [...(this.incoming.get(link.to) ?? []), link]);
      this.outgoing.set(link.from, [...(this.outgoing.get(link.from) ?? []), link]);
    }
    this.roots = this.rootsOf(objects);
  }

  into(object: RabbitObject): readonly RabbitLink[] {
    return this.incoming.get(object) ?? [];
  }

  outOf(object: RabbitObject): readonly RabbitLink[] {
    return this.outgoing.get(object) ?? [];
  }

  /** Whether nothing but dead letters comes here, directly or over exchanges. */
  isReachedByDeadLettersAlone(object: RabbitObject, seen: ReadonlySet<RabbitObject> = new Set()): boolean {
    if (this.roots.has(object)) return false;
    const through = new Set([...seen, object]);
    return this.into(object).every(({ from, by }) => by === "dead-letter" || seen.has(from) || this.isReachedByDeadLettersAlone(from, through));
  }

  /**
   * What nothing within the broker leads to; and of each circle that nothing leads into from outside one, namely that to which expired
   * messages come back: there the retry began.
   */
  private rootsOf(objects: readonly RabbitObject[]): Set<RabbitObject> {
    const roots = new Set(objects.filter((object) => this.into(object).every(({ from }) => from === object)));
    const reached = new Set(roots);
    const spread = (): void => {
      for (const object of reached) for (const { to } of this.outOf(object)) reached.add(to);
    };
    spread();
    const isRetried = (object: RabbitObject): boolean => this.into(object).some(({ from, by }) => by === "dead-letter" && from.settings.has("message-ttl"));
    for (const start of [...objects.filter(isRetried), ...objects]) {
      if (reached.has(start)) continue;
      roots.add(start);
      reached.add(start);
      spread();
    }
    return roots;
  }
}
