import { z } from "zod";
import { flowOf, type Flow } from "../graph/compile.ts";
import type { Binding } from "../kinds/exchange.ts";
import { choice } from "../kinds/fields.ts";
import type { NodeOf, Route, Topology, TopologyExchange } from "../topology/topology.ts";
import { answersFor, loseSurroundings } from "./kind-answers.ts";
import type { Arguments, ArgumentValue } from "./rabbitmq-definitions.ts";
import { distinct, RabbitDocument } from "./rabbitmq-document.ts";
import { writeDeadLetter, writeQueue, writeStream, type QueueType } from "./rabbitmq-queue.ts";
import { defineTarget, type ExportResult } from "./target.ts";

const NO_PROGRAM = "Definitions hold what is on the broker, not the programs that use it.";
const NO_WORK = "RabbitMQ routes messages by keys and headers; it does not look into them, change them or wait for them.";

/** Queues, exchanges and bindings for `rabbitmqctl import_definitions`, RabbitMQ 3.10 or newer. */
export const rabbitmq = defineTarget({
  title: "RabbitMQ definitions",
  summary: "Queues, exchanges and bindings, for rabbitmqctl import_definitions.",
  options: z.strictObject({
    vhost: z.string().min(1).max(255).meta({ title: "Virtual host", help: "Where everything is declared; it is created, without permissions." }).default("/"),
    queueType: choice(["quorum", "classic"], { title: "Queue type", help: "Quorum queues are replicated and count deliveries; classic ones live on one node. Priorities and reject-publish-dlx are always classic." }).default("quorum"),
  }),
  kinds: answersFor(
    {
      source: { lost: NO_PROGRAM, instead: "Publish to the queues and exchanges that its edges lead to, with confirms." },
      consumer: { lost: NO_PROGRAM, instead: "Deploy it, with a prefetch of its concurrency and acknowledgements after the work." },
      channel: { lost: "RabbitMQ has no such channel.", instead: "Draw a queue or a topic." },
      log: { lost: "RabbitMQ has no such log.", instead: "Draw a topic: it becomes a stream." },
      stage: { lost: NO_WORK, instead: "Do it in a service of its own between two queues." },
      inline: { lost: NO_WORK, instead: "Do it in the service before it, or in the one behind it." },
      callee: { lost: "Calls do not go over the broker.", instead: "Deploy it beside the broker." },
      policy: { lost: NO_PROGRAM, instead: "Set it up where the consumers are deployed." },
      terminal: { lost: "RabbitMQ keeps a message until somebody takes it: nothing ends there.", instead: "Have the service before it acknowledge the message and publish nothing." },
    },
    {
      queue: "partly",
      exchange: "partly",
      topic: "partly",
      deadLetter: "partly",
      eventBus: { lost: "RabbitMQ does not match patterns over a message's data.", instead: "Publish what the patterns look at as headers, and draw an exchange of type headers." },
      router: { lost: NO_WORK, instead: "Put what the rules decide by into the routing key, and draw an exchange with a binding for each." },
      filter: { lost: NO_WORK, instead: "Put what it decides by into the routing key or a header, and draw an exchange that binds what passes." },
      delay: { lost: "RabbitMQ has no delays.", instead: "Draw a queue without consumers, whose time to live is the delay and whose dead letters go on; or use the delayed message exchange plugin." },
      throttle: { lost: "RabbitMQ does not limit rates.", instead: "Limit the rate in the consumer behind it, with a small prefetch." },
      deduplicate: { lost: "RabbitMQ delivers what is published, twice if it is published twice.", instead: "Make the consumer idempotent by the message id, or use the message deduplication plugin." },
      database: { lost: NO_PROGRAM, instead: "Deploy it beside the broker; where events are to be stored, draw a consumer before it that calls it." },
      autoscaler: { lost: NO_PROGRAM, instead: "Scale the consumers by the queue's length where they are deployed." },
    },
  ),
  write(topology, { vhost, queueType }): ExportResult {
    const flow = flowOf(topology.design);
    const document = rabbitDocumentOf(topology, flow, vhost, queueType);
    document.losses.kinds(topology, flow.nodes.values(), this.kinds);
    loseSurroundings(document.losses, topology, "RabbitMQ");
    const text = `${JSON.stringify(document.definitions(), null, 2)}\n`;
    return { files: [{ path: "definitions.json", language: "json", text }], losses: document.losses.all(topology) };
  },
});

/** Everything of a topology that is on the broker, with what its definitions lose. */
export function rabbitDocumentOf(topology: Topology, flow: Flow, vhost: string, queueType: QueueType): RabbitDocument {
  const document = new RabbitDocument(topology, vhost);
  for (const queue of topology.queues) writeQueue(document, queue, queueType);
  for (const topic of topology.topics) writeStream(document, topic, flow.edges);
  for (const end of topology.ends) if (end.kind === "deadLetter") writeDeadLetter(document, end, queueType);
  for (const exchange of topology.exchanges) if (isExchange(exchange)) writeExchange(document, exchange);
  return document;
}

type DrawnExchange = TopologyExchange & { readonly node: NodeOf<"exchange"> };

function isExchange(exchange: Topology["exchanges"][number]): exchange is DrawnExchange {
  return exchange.node.kind === "exchange";
}

function writeExchange(document: RabbitDocument, { key, node, bindings, alternate }: DrawnExchange): void {
  const { type, routingKey } = node.settings;
  const name = document.nameOf(key);
  document.addExchange(name, type, { "alternate-exchange": alternateOf(document, { key, alternate }) });
  for (const { route, to } of document.destinationsOf(bindings)) {
    const { bindingKey = "" } = route.settings as Binding;
    const given = type === "headers" ? headersOf(document, route) : {};
    if (given !== undefined) document.bind(name, to, bindingKey, given);
  }
  if (type === "direct" || type === "topic")
    document.losses.setting(node, "routingKey", routingKey, "The publisher gives each message its routing key.", "Publish with what this expression says.");
}

/** The arguments of a headers binding; undefined, and reported, where a definitions file cannot say them. */
function headersOf({ losses }: RabbitDocument, { edge, settings }: Route): Arguments | undefined {
  const { headers = {}, match } = settings as Binding;
  const of = { id: edge };
  if (Object.hasOwn(headers, "x-match")) losses.setting(of, "headers.x-match", headers["x-match"], "RabbitMQ keeps this name for how headers are matched.", "Call the header something else.");
  const given = Object.entries(headers).filter((entry): entry is [string, ArgumentValue] => entry[1] !== null);
  if (given.length === Object.keys(headers).length) return { ...Object.fromEntries(given), "x-match": match };
  losses.setting(of, "headers", headers, "A definitions file cannot ask for a header without a value: the binding is not written.", "Make this binding from a program, with a header of AMQP's type void; or give the header a value.");
  return undefined;
}

/** An exchange is its alternate by name; queues get a fanout exchange before them. */
function alternateOf(document: RabbitDocument, { key, alternate }: Pick<DrawnExchange, "key" | "alternate">): string | undefined {
  const to = distinct(document.destinationsOf(alternate).map((found) => found.to));
  const [only] = to;
  if (only === undefined) return undefined;
  if (to.length === 1 && only.type === "exchange") return only.name;
  return document.addFanout(`alternate:${key}`, `${document.nameOf(key)}.alternate`, to);
}
