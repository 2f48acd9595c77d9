import type { Binding, ExchangeType } from "../../design/kinds/exchange.ts";

/** A small world of exchanges and queues, and what is published into it: run by a real RabbitMQ and by a forecast. */
export interface World {
  readonly exchanges: readonly WorldExchange[];
  readonly queues: readonly WorldQueue[];
  readonly bindings: readonly WorldBinding[];
  /** Published in this order, one after the other. */
  readonly messages: readonly WorldMessage[];
}

export interface WorldExchange {
  readonly id: string;
  readonly type: ExchangeType;
  /** The exchange that takes what no binding does. */
  readonly alternate?: string | undefined;
}

export interface WorldQueue {
  readonly id: string;
  readonly ttlMs?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly overflow?: "drop-head" | "reject-publish" | "reject-publish-dlx" | undefined;
  readonly deadLetterExchange?: string | undefined;
  readonly deadLetterRoutingKey?: string | undefined;
  /** The highest priority, in RabbitMQ's way: higher goes first, 0 is the lowest. */
  readonly maxPriority?: number | undefined;
  /** A quorum queue, which dead-letters what came back more often than this. */
  readonly deliveryLimit?: number | undefined;
  /** Consumers that are there before anything is published. */
  readonly consumers?: readonly WorldConsumer[] | undefined;
}

export interface WorldConsumer {
  readonly prefetch: number;
  /**
   * It rejects, without requeueing, what was rejected here less often than this; the rest it acknowledges. Without it a consumer holds what it has.
   */
  readonly rejections?: number | undefined;
  /** It gives everything back to the queue. */
  readonly requeues?: boolean | undefined;
}

export interface WorldBinding {
  readonly from: string;
  /** A queue or an exchange. */
  readonly to: string;
  readonly bindingKey: string;
  readonly headers: NonNullable<Binding["headers"]>;
  readonly match: Binding["match"];
}

export interface WorldMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  readonly priority: number;
}

/** A message as whoever takes it sees it: the number of the publish, and how it came. */
export interface Taken {
  readonly n: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly deaths: readonly DeathSeen[];
  readonly first: string;
}

/** An entry of `x-death`, but for its time. */
export interface DeathSeen {
  readonly count: number;
  readonly reason: string;
  readonly queue: string;
  readonly exchange: string;
  readonly keys: readonly string[];
}

/** What became of it all. */
export interface WorldResult {
  /** What consumers were handed, each in its order. */
  readonly delivered: Readonly<Record<string, readonly Taken[]>>;
  /** What lies in each queue in the end, in the order in which it would be taken. */
  readonly left: Readonly<Record<string, readonly Taken[]>>;
  /** Numbers of the publishes that no queue took. */
  readonly unroutable: readonly number[];
  /** Numbers of the publishes that a full queue refused. */
  readonly refused: readonly number[];
}

/** Name of a queue's consumer. */
export function consumerName(queue: string, index: number): string {
  return `${queue}c${index}`;
}

/** The headers that dead-lettering writes. */
interface DeathHeaders {
  readonly "x-death"?: readonly { readonly count: number; readonly reason: string; readonly queue: string; readonly exchange: string; readonly "routing-keys": readonly string[] }[];
  readonly "x-first-death-reason"?: string;
  readonly "x-first-death-queue"?: string;
  readonly "x-first-death-exchange"?: string;
}

/** What the headers of a message say of its deaths. */
export function deathsSeen(given: object | undefined, named: (name: string) => string): Pick<Taken, "deaths" | "first"> {
  const headers = (given ?? {}) as DeathHeaders;
  const deaths = (headers["x-death"] ?? []).map(({ count, reason, queue, exchange, "routing-keys": keys }) => ({
    count: Number(count),
    reason,
    queue: named(queue),
    exchange: named(exchange),
    keys: keys.map(named),
  }));
  const { "x-first-death-reason": reason = "", "x-first-death-queue": queue = "", "x-first-death-exchange": exchange = "" } = headers;
  return { deaths, first: `${reason} ${named(queue)} ${named(exchange)}` };
}

/** How often a message was rejected in a queue, by its `x-death` header. */
export function rejectionsIn(queue: string, deaths: readonly DeathSeen[]): number {
  return deaths.find((death) => death.queue === queue && death.reason === "rejected")?.count ?? 0;
}
