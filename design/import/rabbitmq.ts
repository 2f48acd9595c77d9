import { AppError } from "../errors.ts";
import { Drawing } from "./drawing.ts";
import { drawBinding, exchangeNode, publishedTo } from "./rabbitmq-exchanges.ts";
import { linksOf, RabbitWays, spreadOf, type RabbitLink } from "./rabbitmq-links.ts";
import { RabbitDefinitions, type RabbitObject } from "./rabbitmq-model.ts";
import { deadLetterSettings, isStream, queueSettings, streamSettings } from "./rabbitmq-queues.ts";
import type { ImportResult, ImportSource } from "./source.ts";
import { listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** Definitions as `rabbitmqctl export_definitions` and the management plugin write them. */
export const rabbitmq: ImportSource = {
  title: "RabbitMQ definitions",
  summary: "Queues, exchanges, bindings and policies, as rabbitmqctl export_definitions writes them.",
  extensions: [".json"],
  recognises: (document) => Array.isArray(valueIn(document, "queues")) && (Array.isArray(valueIn(document, "bindings")) || Array.isArray(valueIn(document, "exchanges"))),
  read: (document, name) => new RabbitImport(document).read(name),
};

const READ: readonly string[] = ["rabbit_version", "rabbitmq_version", "product_name", "product_version", "rabbitmq_definition_format", "original_cluster_name", "original_vhost_name", "explanation", "metadata", "description", "default_queue_type", "limits", "queues", "exchanges", "bindings", "policies", "vhosts", "users", "permissions", "topic_permissions", "parameters", "global_parameters"];

/** Arguments that matter to who consumes: a queue that has one is no mere keeper of dead letters. */
const OF_CONSUMERS: readonly string[] = ["x-delivery-limit", "x-max-priority", "x-max-length", "x-single-active-consumer"];

/** Whether a queue may be one that keeps what nobody could process: it leads nowhere, and nothing is said of its consumers. */
function isKept(queue: RabbitObject): boolean {
  return !isStream(queue) && !queue.settings.has("dead-letter-exchange") && !OF_CONSUMERS.some((property) => valueIn(valueIn(queue.value, "arguments"), property) !== undefined);
}

class RabbitImport {
  private readonly drawing = new Drawing();
  private readonly definitions: RabbitDefinitions;
  private readonly ways: RabbitWays;
  private readonly ids = new Map<RabbitObject, string>();
  private readonly deadLetters: ReadonlySet<RabbitObject>;
  /** Exchanges that an export puts before several places of dead letters or of what no binding takes: drawn as edges again. */
  private readonly spread: ReadonlySet<RabbitObject>;

  constructor(private readonly document: unknown) {
    this.definitions = new RabbitDefinitions(document, this.drawing);
    const { links, loose } = linksOf(this.definitions);
    for (const { place, what } of loose) this.drawing.note(place, what, "Left out.");
    const { queues, exchanges } = this.definitions;
    this.spread = spreadOf(links);
    this.ways = new RabbitWays([...exchanges.values(), ...queues.values()].filter((object) => !this.spread.has(object)), links);
    this.deadLetters = new Set([...queues.values()].filter((queue) => isKept(queue) && this.ways.isReachedByDeadLettersAlone(queue)));
  }

  read(name: string): ImportResult {
    const { queues, exchanges } = this.definitions;
    if (queues.size + exchanges.size === 0) throw new AppError("import-refused", "These RabbitMQ definitions have no queues (/queues) and no exchanges (/exchanges): there is nothing to draw.");
    for (const queue of queues.values()) this.drawQueue(queue);
    for (const exchange of exchanges.values()) if (!this.spread.has(exchange)) this.drawExchange(exchange);
    for (const object of [...queues.values(), ...exchanges.values()]) for (const link of this.ways.outOf(object)) this.drawLink(link);
    for (const object of this.ways.roots) this.drawPublisher(object);
    for (const queue of queues.values()) this.drawConsumer(queue);
    this.noteTheRest();
    const host = textIn(this.document, "original_vhost_name");
    return this.drawing.result(host === undefined || host === "/" ? name : host);
  }

  private drawQueue(queue: RabbitObject): void {
    const { drawing } = this;
    const name = this.definitions.nameOf(queue);
    if (isStream(queue)) this.ids.set(queue, drawing.node("topic", name, streamSettings(queue, drawing)));
    else if (this.deadLetters.has(queue)) this.ids.set(queue, drawing.node("deadLetter", name, deadLetterSettings(queue, drawing)));
    else this.ids.set(queue, drawing.node("queue", name, queueSettings(queue, drawing, this.isVersion4())));
  }

  private drawExchange(exchange: RabbitObject): void {
    const { kind, settings } = exchangeNode(exchange, this.drawing);
    const { exchange: more } = this.ways.roots.has(exchange) ? publishedTo(exchange, this.ways.outOf(exchange)) : { exchange: {} };
    this.ids.set(exchange, this.drawing.node(kind, this.definitions.nameOf(exchange), { ...settings, ...more }));
  }

  private drawLink(link: RabbitLink): void {
    const from = this.ids.get(link.from);
    if (from === undefined) return;
    if (link.by === "binding") {
      const to = this.ids.get(link.to);
      if (to !== undefined) drawBinding(link, { from, to }, this.drawing);
      return;
    }
    const targets = this.spread.has(link.to) ? this.ways.outOf(link.to).map(({ to }) => to) : [link.to];
    for (const target of targets) {
      const to = this.ids.get(target);
      if (to !== undefined) this.drawing.edge([from, link.by === "alternate" ? "alternate" : "deadLetter"], to, {}, link.place);
    }
    const key = link.from.settings.get("dead-letter-routing-key")?.value;
    const leadsToExchange = targets.some((target) => this.isExchange(target));
    if (link.by === "dead-letter" && leadsToExchange && typeof key === "string" && key !== "") this.drawing.set(from, { deadLetterRoutingKey: key });
  }

  /** Publishers are programs: definitions do not know them. */
  private drawPublisher(object: RabbitObject): void {
    const to = this.ids.get(object);
    if (to === undefined) return;
    const settings = this.isExchange(object) ? publishedTo(object, this.ways.outOf(object)).producer : {};
    this.drawing.edge(this.drawing.node("producer", `Publisher to ${this.definitions.nameOf(object)}`, settings), to);
  }

  /** Nor do they know consumers. None is drawn where messages wait until they expire and go on, and at the end of dead letters. */
  private drawConsumer(queue: RabbitObject): void {
    const id = this.ids.get(queue);
    if (id === undefined || this.deadLetters.has(queue)) return;
    if (this.isDelay(queue)) this.drawing.note(queue.place, "Messages expire here and go on as dead letters.", "Drawn without a consumer, as a delay.");
    else this.drawing.edge(id, this.drawing.node("consumer", `${this.definitions.nameOf(queue)} consumer`));
  }

  private isExchange(object: RabbitObject): boolean {
    return this.definitions.exchanges.get(object.key) === object;
  }

  /** Whether messages that expire in a queue go on to another that is no mere keeper of dead letters. */
  private isDelay(queue: RabbitObject): boolean {
    if (!queue.settings.has("message-ttl")) return false;
    const reached = this.ways.outOf(queue).flatMap(({ to }) => (this.isExchange(to) ? this.ways.outOf(to).map((link) => link.to) : [to]));
    return reached.some((to) => to !== queue && !this.deadLetters.has(to));
  }

  private isVersion4(): boolean {
    const version = textIn(this.document, "rabbitmq_version") ?? textIn(this.document, "rabbit_version") ?? textIn(this.document, "product_version") ?? "";
    return Number(/^\d+/.exec(version)?.[0] ?? 0) >= 4;
  }

  /** What is no part of an event flow: told by number and name, never by value, which may be secret. */
  private noteTheRest(): void {
    const { drawing, document } = this;
    for (const [list, noun] of [["users", "user"], ["permissions", "permission"], ["topic_permissions", "permission on topics"], ["global_parameters", "parameter of the cluster"]] as const) {
      const count = listIn(valueIn(document, list)).length;
      if (count > 0) drawing.note(`/${list}`, count === 1 ? `There is a ${noun}.` : `There are ${count} of them.`, "Left out: who may do what, and how the cluster is run, is no part of a design.");
    }
    for (const [index, parameter] of listIn(valueIn(document, "parameters")).entries()) {
      if (textIn(parameter, "component") === "operator_policy") continue;
      drawing.note(pointerTo("parameters", index), `A ${textIn(parameter, "component") ?? "parameter"} called ${textIn(parameter, "name") ?? "nothing"}.`, "Left out: draw what it moves as a consumer and an edge.");
    }
    const unknown = Object.keys(recordIn(document) ?? {}).filter((property) => !READ.includes(property));
    if (unknown.length > 0) drawing.note("", `It says ${unknown.slice(0, 20).join(", ")}, which is not known.`, "Left out.");
    drawing.note("", "Definitions hold no programs: who publishes and consumes, how much and how fast.", "A publisher of 10 messages a second is drawn wherever nothing else leads, and a consumer that takes 10 ms for each queue: set what you know.");
  }
}
