import type { AttributeValue } from "./span.ts";

/** A queue or topic as OpenTelemetry's semantic conventions for messaging name it (semconv 1.45). */
export interface Destination {
  readonly name: string;
  readonly system: "bullmq" | "redis_streams";
  /** Of a topic, the group that reads it. */
  readonly group: string | undefined;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** An event came into being. */
export function created(event: string): Attributes {
  return { "messaging.operation.name": "create", "messaging.operation.type": "create", "messaging.message.id": event };
}

/** An event was put into a destination. */
export function sent({ name, system }: Destination, event: string): Attributes {
  return { "messaging.system": system, "messaging.operation.name": "send", "messaging.operation.type": "send", "messaging.destination.name": name, "messaging.message.id": event };
}

/** An event was served that came out of a destination. */
export function handled({ name, system, group }: Destination, event: string): Attributes {
  return {
    "messaging.system": system,
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": name,
    "messaging.message.id": event,
    ...(group !== undefined && { "messaging.consumer.group.name": group }),
  };
}
