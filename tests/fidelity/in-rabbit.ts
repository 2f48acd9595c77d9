import type { ChannelModel, ConfirmChannel, ConsumeMessage, GetMessage } from "amqplib";
import { consumerName, deathsSeen, rejectionsIn, type Taken, type World, type WorldQueue, type WorldResult } from "./scenario.ts";

/** How often it is looked whether anything still moves, ms; what does not for so many looks is over. */
const LOOK_MS = 40;
const STILL_LOOKS = 5;

/** Runs a world in RabbitMQ. `name` keeps it apart from others on the same node; `settleMs` is how long times to live may still run. */
export async function inRabbit(connection: ChannelModel, name: string, world: World, settleMs = 0): Promise<WorldResult> {
  const channel = await connection.createConfirmChannel();
  // One word, because a queue's name may become a routing key.
  const own = (id: string): string => (id === "" ? "" : `${name}_${id}`);
  const named = (text: string): string => (text.startsWith(`${name}_`) ? text.slice(name.length + 1) : text);
  const unroutable: number[] = [];
  const delivered: Record<string, Taken[]> = {};
  channel.on("return", (message: ConsumeMessage) => unroutable.push(Number(message.properties.messageId)));
  const takenOf = ({ fields, properties }: ConsumeMessage | GetMessage): Taken => ({
    n: Number(properties.messageId),
    exchange: named(fields.exchange),
    routingKey: named(fields.routingKey),
    ...deathsSeen(properties.headers, named),
  });

  await declare(channel, world, own);
  const consuming: { channel: ConfirmChannel; tag: string }[] = [];
  for (const queue of world.queues) {
    for (const [index, { prefetch, rejections, requeues }] of (queue.consumers ?? []).entries()) {
      const heard: Taken[] = (delivered[consumerName(queue.id, index)] = []);
      const reading = await connection.createConfirmChannel();
      await reading.prefetch(prefetch);
      const { consumerTag } = await reading.consume(own(queue.id), (message) => {
        if (!message) return;
        const taken = takenOf(message);
        heard.push(taken);
        if (requeues) return reading.reject(message, true);
        if (rejections === undefined) return;
        if (rejectionsIn(queue.id, taken.deaths) < rejections) reading.reject(message, false);
        else reading.ack(message);
      });
      consuming.push({ channel: reading, tag: consumerTag });
    }
  }

  const refused: number[] = [];
  for (const [n, { exchange, routingKey, headers, priority }] of world.messages.entries()) {
    const options = { headers: { ...headers }, messageId: String(n), priority, mandatory: true };
    await new Promise<void>((resolve) => {
      channel.publish(own(exchange), exchange === "" ? own(routingKey) : routingKey, Buffer.alloc(0), options, (error: unknown) => {
        if (error) refused.push(n);
        resolve();
      });
    });
  }
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  await untilStill(channel, world, own, delivered);

  const left: Record<string, Taken[]> = {};
  // What consumers hold comes back to the queue, and to other consumers, as soon as they go.
  const heard = structuredClone(delivered);
  for (const { id } of world.queues) {
    left[id] = [];
    for (let message = await channel.get(own(id), { noAck: true }); message; message = await channel.get(own(id), { noAck: true })) left[id].push(takenOf(message));
  }
  for (const { channel: reading } of consuming) await reading.close();
  for (const { id } of world.queues) await channel.deleteQueue(own(id));
  for (const { id } of world.exchanges) await channel.deleteExchange(own(id));
  await channel.close();
  return { delivered: heard, left, unroutable: unroutable.toSorted((a, b) => a - b), refused };
}

async function declare(channel: ConfirmChannel, world: World, own: (id: string) => string): Promise<void> {
  for (const { id, type, alternate } of world.exchanges)
    await channel.assertExchange(own(id), type, { durable: false, ...(alternate === undefined ? undefined : { alternateExchange: own(alternate) }) });
  for (const queue of world.queues) await channel.assertQueue(own(queue.id), { durable: queue.deliveryLimit !== undefined, arguments: argumentsOf(queue, own) });
  const queues = new Set(world.queues.map(({ id }) => id));
  for (const { from, to, bindingKey, headers, match } of world.bindings) {
    const isHeaders = world.exchanges.find(({ id }) => id === from)?.type === "headers";
    const given = isHeaders ? { ...headers, "x-match": match } : {};
    if (queues.has(to)) await channel.bindQueue(own(to), own(from), bindingKey, given);
    else await channel.bindExchange(own(to), own(from), bindingKey, given);
  }
}

function argumentsOf({ ttlMs, maxLength, overflow, deadLetterExchange, deadLetterRoutingKey, maxPriority, deliveryLimit }: WorldQueue, own: (id: string) => string): Record<string, unknown> {
  const given = {
    "x-message-ttl": ttlMs,
    "x-max-length": maxLength,
    "x-overflow": overflow,
    "x-dead-letter-exchange": deadLetterExchange === undefined ? undefined : own(deadLetterExchange),
    "x-dead-letter-routing-key": deadLetterRoutingKey,
    "x-max-priority": maxPriority,
    "x-queue-type": deliveryLimit === undefined ? undefined : "quorum",
    "x-delivery-limit": deliveryLimit,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Waits until no queue's length and no consumer's count has changed for a while. */
async function untilStill(channel: ConfirmChannel, world: World, own: (id: string) => string, delivered: Readonly<Record<string, readonly Taken[]>>): Promise<void> {
  let last = "";
  for (let still = 0; still < STILL_LOOKS; ) {
    const lengths = [];
    for (const { id } of world.queues) lengths.push((await channel.checkQueue(own(id))).messageCount);
    const now = JSON.stringify([lengths, Object.values(delivered).map((taken) => taken.length)]);
    still = now === last ? still + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
