import { z } from "zod";
import { messageOf } from "../../../design/errors.ts";
import type { Validator } from "./validity.ts";

const SOURCE = "https://www.rabbitmq.com/docs/definitions and /docs/queues#optional-arguments";

/** Bytes of a name, as AMQP 0-9-1 has it (`shortstr`). */
const name = z.string().min(1).refine((text) => new TextEncoder().encode(text).length <= 255, "longer than 255 bytes");
const own = name.refine((text) => !text.startsWith("amq."), "names that begin with amq. are the broker's");
const routingKey = z.string().refine((text) => new TextEncoder().encode(text).length <= 255, "longer than 255 bytes");
const whole = z.number().int().min(0);

const queueArguments = z.strictObject({
  "x-queue-type": z.enum(["classic", "quorum", "stream"]).optional(),
  "x-message-ttl": whole.optional(),
  "x-max-length": whole.optional(),
  "x-max-length-bytes": whole.optional(),
  "x-overflow": z.enum(["drop-head", "reject-publish", "reject-publish-dlx"]).optional(),
  "x-dead-letter-exchange": z.string().optional(),
  "x-dead-letter-routing-key": routingKey.optional(),
  "x-max-priority": z.number().int().min(1).max(255).optional(),
  "x-delivery-limit": whole.optional(),
  "x-initial-cluster-size": z.number().int().min(1).optional(),
  "x-max-age": z.string().regex(/^\d+[YMDhms]$/, "no age such as 7D").optional(),
});

/** Arguments that only queues of some types take. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  "x-max-priority": ["classic"],
  "x-delivery-limit": ["quorum"],
  "x-max-age": ["stream"],
  "x-message-ttl": ["classic", "quorum"],
  "x-dead-letter-exchange": ["classic", "quorum"],
  "x-overflow": ["classic", "quorum"],
};

const definitions = z.strictObject({
  vhosts: z.array(z.strictObject({ name })).min(1),
  policies: z.array(z.never()),
  exchanges: z.array(
    z.strictObject({
      name: own,
      vhost: name,
      type: z.enum(["direct", "fanout", "topic", "headers"]),
      durable: z.boolean(),
      auto_delete: z.boolean(),
      internal: z.boolean(),
      arguments: z.strictObject({ "alternate-exchange": name.optional() }),
    }),
  ),
  queues: z.array(z.strictObject({ name: own, vhost: name, durable: z.boolean(), auto_delete: z.boolean(), arguments: queueArguments })),
  bindings: z.array(
    z.strictObject({
      source: name,
      vhost: name,
      destination: name,
      destination_type: z.enum(["queue", "exchange"]),
      routing_key: routingKey,
      arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
});
type Definitions = z.output<typeof definitions>;

/** Checks definitions as a broker takes them: every argument known and of its type, and nothing that leads to what is not there. */
export const validate: Validator = async (files) => ({
  checkedWith: `RabbitMQ's documented definitions (${SOURCE})`,
  problems: files.flatMap(({ path, text }) => {
    try {
      const parsed = definitions.safeParse(JSON.parse(text));
      if (!parsed.success) return parsed.error.issues.map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message}`);
      return problemsOf(parsed.data).map((problem) => `${path}: ${problem}`);
    } catch (error) {
      return [`${path}: ${messageOf(error)}`];
    }
  }),
});

function problemsOf({ vhosts, exchanges, queues, bindings }: Definitions): string[] {
  const hosts = new Set(vhosts.map((vhost) => vhost.name));
  const has = { exchange: new Set(exchanges.map((exchange) => exchange.name)), queue: new Set(queues.map((queue) => queue.name)) };
  const elsewhere = [...exchanges, ...queues, ...bindings].filter(({ vhost }) => !hosts.has(vhost)).map(({ vhost }) => `there is no virtual host ${vhost}`);
  const leading = bindings.flatMap(({ source, destination, destination_type: type }) => [
    ...(has.exchange.has(source) ? [] : [`a binding begins at the exchange ${source}, which there is not`]),
    ...(has[type].has(destination) ? [] : [`a binding leads to the ${type} ${destination}, which there is not`]),
  ]);
  const alternates = exchanges.flatMap(({ name: of, arguments: { "alternate-exchange": to } }) => (to === undefined || has.exchange.has(to) ? [] : [`the alternate exchange of ${of}, ${to}, is not there`]));
  return [...elsewhere, ...twice("exchange", exchanges), ...twice("queue", queues), ...leading, ...alternates, ...queues.flatMap((queue) => problemsOfQueue(queue, has))];
}

function problemsOfQueue({ name: of, arguments: given }: Definitions["queues"][number], has: { readonly exchange: ReadonlySet<string>; readonly queue: ReadonlySet<string> }): string[] {
  const type = given["x-queue-type"] ?? "classic";
  const unfit = Object.keys(given).filter((argument) => ONLY[argument]?.includes(type) === false).map((argument) => `the ${type} queue ${of} does not take ${argument}`);
  const [exchange, key] = [given["x-dead-letter-exchange"], given["x-dead-letter-routing-key"]];
  if (exchange === undefined) return key === undefined ? unfit : [...unfit, `the queue ${of} has a key for dead letters and no exchange`];
  // The default exchange leads to the queue that is called as the key.
  const leads = exchange === "" ? key === undefined || has.queue.has(key) : has.exchange.has(exchange);
  return leads ? unfit : [...unfit, `the dead letters of ${of} go to ${exchange === "" ? `the queue ${key}` : `the exchange ${exchange}`}, which there is not`];
}

function twice(what: string, all: readonly { readonly name: string; readonly vhost: string }[]): string[] {
  const seen = new Set<string>();
  return all.flatMap(({ name: of, vhost }) => (seen.size === seen.add(`${vhost}\n${of}`).size ? [`there are two ${what}s called ${of}`] : []));
}
