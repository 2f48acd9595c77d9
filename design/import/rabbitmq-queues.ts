import type { Json } from "../document/schema.ts";
import type { Drawing } from "./drawing.ts";
import type { Effective } from "./rabbitmq-policies.ts";
import type { RabbitObject } from "./rabbitmq-model.ts";
import { shown, textIn, valueIn } from "./values.ts";

type Settings = Record<string, Json | undefined>;

/** A year: the longest time that a setting takes, ms. */
const LONGEST_MS = 365 * 86_400_000;
/** How often a message is delivered at most from RabbitMQ 4 on, where nothing says it: 20 times anew. */
const DELIVERIES_OF_4 = 21;
const OVERFLOWS: readonly string[] = ["drop-head", "reject-publish", "reject-publish-dlx"];

/** Settings that a queue's node takes over, or that its edges say. */
const READ: readonly string[] = ["queue-type", "message-ttl", "max-length", "overflow", "delivery-limit", "max-priority", "dead-letter-exchange", "dead-letter-routing-key"];
const READ_OF_STREAM: readonly string[] = ["queue-type", "max-age", "max-length-bytes", "initial-cluster-size"];
/** What changes how a broker keeps a queue, and nothing of what goes through it. */
const OF_THE_BROKER: readonly string[] = ["queue-mode", "queue-version", "queue-leader-locator", "queue-master-locator", "ha-mode", "ha-params", "ha-sync-mode", "ha-sync-batch-size", "ha-promote-on-shutdown", "ha-promote-on-failure", "quorum-initial-group-size", "target-group-size", "stream-max-segment-size-bytes", "dead-letter-strategy", "cancel-on-ha-failover"];

/** Whether a queue is a stream, which everyone reads for themselves. */
export function isStream({ settings, value }: RabbitObject): boolean {
  return typeOf({ settings, value }) === "stream";
}

/** Settings of the queue node for a queue; `isVersion4` tells how often messages are delivered where nothing says it. */
export function queueSettings(queue: RabbitObject, drawing: Drawing, isVersion4: boolean): Settings {
  const { settings } = queue;
  const reader = new ArgumentReader(queue, drawing);
  const type = typeOf(queue);
  const limit = reader.number("delivery-limit");
  const attempts = limit === undefined ? (type === "quorum" && isVersion4 ? DELIVERIES_OF_4 : undefined) : limit < 0 ? 1000 : Math.min(1000, Math.round(limit) + 1);
  if (limit !== undefined && (limit < 0 || limit > 999)) drawing.note(reader.placeOf("delivery-limit"), `Messages are delivered ${limit < 0 ? "without end" : `${limit + 1} times`}.`, "Drawn with 1,000 attempts, the most there are.");
  const maxLength = reader.number("max-length");
  const overflow = textOf(settings, "overflow") ?? "drop-head";
  const ttl = reader.number("message-ttl");
  if (ttl === 0) drawing.note(reader.placeOf("message-ttl"), "What no consumer takes at once expires.", "Drawn with a time to live of 1 ms.");
  const priorities = settings.get("max-priority")?.value;
  if (priorities !== undefined) drawing.note(reader.placeOf("max-priority"), "RabbitMQ delivers higher priorities first.", "Lower ones go first in the design: turn the producers' priorities round.");
  if (maxLength === 0) drawing.note(reader.placeOf("max-length"), "It holds no message at all.", "Drawn without a max length.");
  reader.unread(READ);
  reader.unsaid();
  if (settings.has("expires")) drawing.note(reader.placeOf("expires"), "The queue is deleted when it is not used for a while.", "The design's queue stays.");
  return {
    attempts,
    // RabbitMQ delivers what is requeued again at once.
    backoff: attempts === 1 ? undefined : { type: "fixed", delayMs: 0 },
    ttlMs: ttl === undefined ? undefined : Math.max(1, Math.min(LONGEST_MS, ttl)),
    maxLength: maxLength === undefined || maxLength < 1 ? undefined : Math.min(100_000_000, Math.round(maxLength)),
    overflow: maxLength === undefined || maxLength < 1 ? undefined : OVERFLOWS.includes(overflow) ? overflow : "drop-head",
    priorities: priorities === undefined ? undefined : true,
  };
}

/** Settings of the dead-letter node for a queue that only dead letters reach. */
export function deadLetterSettings(queue: RabbitObject, drawing: Drawing): Settings {
  const reader = new ArgumentReader(queue, drawing);
  const ttl = reader.number("message-ttl");
  reader.unread(["queue-type", "message-ttl"]);
  reader.unsaid();
  return { retentionMs: ttl === undefined ? undefined : Math.max(1, Math.min(LONGEST_MS, ttl)) };
}

/** Settings of the topic for a stream, which has one order. */
export function streamSettings(queue: RabbitObject, drawing: Drawing): Settings {
  const reader = new ArgumentReader(queue, drawing);
  const replicas = reader.number("initial-cluster-size");
  const bytes = reader.number("max-length-bytes");
  const age = millisecondsIn(textOf(queue.settings, "max-age"));
  if (age === undefined && bytes === undefined) drawing.note(queue.place, "This stream keeps its messages without end.", "Drawn with a retention of a year, the longest there is.");
  reader.unread(READ_OF_STREAM);
  const copies = replicas === undefined ? undefined : Math.max(1, Math.min(9, Math.round(replicas)));
  return {
    partitions: 1,
    replicationFactor: copies,
    minInsyncReplicas: copies === undefined ? undefined : Math.floor(copies / 2) + 1,
    retentionMs: Math.min(LONGEST_MS, age ?? LONGEST_MS),
    retentionBytes: bytes === undefined || bytes < 1 ? undefined : Math.min(1e15, Math.round(bytes)),
  };
}

/** A duration as streams write it: `7D`, `12h`. */
function millisecondsIn(age: string | undefined): number | undefined {
  const match = /^(\d+)([YMDhms])$/.exec(age ?? "");
  const unit = { Y: 31_536_000, M: 2_592_000, D: 86_400, h: 3600, m: 60, s: 1 }[match?.[2] ?? ""];
  const seconds = unit === undefined ? 0 : Number(match?.[1]) * unit;
  return seconds > 0 ? seconds * 1000 : undefined;
}

function typeOf({ settings, value }: Pick<RabbitObject, "settings" | "value">): string {
  return textOf(settings, "queue-type") ?? textIn(value, "type") ?? "classic";
}

function textOf(settings: Effective, property: string): string | undefined {
  const value = settings.get(property)?.value;
  return typeof value === "string" ? value : undefined;
}

/** Reads an object's arguments and what policies add, and notes the rest. */
class ArgumentReader {
  constructor(
    private readonly object: RabbitObject,
    private readonly drawing: Drawing,
  ) {}

  number(property: string): number | undefined {
    const value = this.object.settings.get(property)?.value;
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  /** Where a setting stands: among the arguments, or in a policy. */
  placeOf(property: string): string {
    const place = this.object.settings.get(property)?.place ?? "";
    return place.startsWith("/") ? place : `${this.object.place}/arguments/${place}`;
  }

  unread(read: readonly string[]): void {
    for (const [property, { value }] of this.object.settings) {
      if (read.includes(property) || property === "expires") continue;
      const isOfBroker = OF_THE_BROKER.includes(property);
      this.drawing.note(this.placeOf(property), `${property} is ${shown(value)}.`, isOfBroker ? "Left out: it is about how the broker keeps the queue." : "Left out: a design has no word for it.");
    }
  }

  /** What a queue says of itself beside its arguments. */
  unsaid(): void {
    const { value, place } = this.object;
    if (valueIn(value, "durable") === false) this.drawing.note(`${place}/durable`, "The queue is gone when its node restarts.", "The design's queue stays.");
    if (valueIn(value, "auto_delete") === true) this.drawing.note(`${place}/auto_delete`, "The queue is deleted with its last consumer.", "The design's queue stays.");
  }
}
